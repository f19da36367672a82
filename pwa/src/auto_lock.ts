// Locks the app when nobody has touched it for a while, in whichever tab. Time that passed while the app was away counts:
// it is judged before the touch that brings it back.
import { findIdle, type Idle } from "./domain/idle";
import { openChannel } from "./store/changes";

const LOOK_EVERY_MS = 1000;
const TELL_EVERY_MS = 2000;
const TOUCHES = ["pointerdown", "keydown", "input", "wheel", "touchstart"] as const;

export interface AutoLockSettings {
  user_id: string;
  minutes: () => number;
  tell: (idle: Idle) => void;
}

export class AutoLock {
  readonly #settings: AutoLockSettings;
  readonly #over = new AbortController();
  readonly #channel: BroadcastChannel | null;
  readonly #timer: ReturnType<typeof setInterval>;
  #touched = readClocks();
  #toldAt = 0;
  #idle: Idle = "awake";

  constructor(settings: AutoLockSettings) {
    this.#settings = settings;
    this.#channel = openChannel(`doorstep-touch-${settings.user_id}`);
    this.#channel?.addEventListener("message", () => this.#extend());
    const { signal } = this.#over;
    for (const touch of TOUCHES)
      addEventListener(touch, () => this.touch(), { signal, capture: true, passive: true });
    for (const back of ["visibilitychange", "pageshow", "focus", "resume"])
      addEventListener(back, () => this.#look(), { signal, capture: true });
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  /** Anything the officer does; too late when the time is over. */
  touch(): void {
    if (this.#look() === "over") return;
    this.#extend();
    const now = performance.now();
    if (now - this.#toldAt < TELL_EVERY_MS) return;
    this.#toldAt = now;
    this.#channel?.postMessage("touched");
  }

  stop(): void {
    this.#over.abort();
    clearInterval(this.#timer);
    this.#channel?.close();
  }

  #extend(): void {
    this.#touched = readClocks();
    this.#look();
  }

  #look(): Idle {
    const { wall, run } = readClocks();
    // One clock stands still while a phone sleeps, the other may be set back: the longer time counts.
    const untouched = Math.max(wall - this.#touched.wall, run - this.#touched.run);
    const idle = findIdle(untouched, this.#settings.minutes());
    if (idle !== this.#idle || idle === "over") {
      this.#idle = idle;
      this.#settings.tell(idle);
    }
    return idle;
  }
}

function readClocks(): { wall: number; run: number } {
  return { wall: Date.now(), run: performance.now() };
}
