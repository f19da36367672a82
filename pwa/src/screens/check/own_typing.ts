// What somebody types stands in its box as they typed it, as long as the form holds what it made of it. A form keeps 2 as
// 2.0 and -0 as 0: written back at each key, nobody could type 2.5 or -0.1, and the caret would jump.
import { createSignal } from "solid-js";

type Parts = Readonly<Record<string, string>>;

interface Told {
  parts: Parts;
  /** Null while the form is being told. */
  stored: string | null;
}

export interface OwnTyping {
  /** `tell` gives the form what was typed. */
  type: (parts: Parts, tell: () => void) => void;
  /** Undefined once the answer has come from elsewhere. */
  find: () => Parts | undefined;
}

/** Of one question that is on the screen. `stored`: what the form holds. */
export function followTyping(stored: () => string): OwnTyping {
  const [told, setTold] = createSignal<Told | null>(null);
  return {
    type: (parts, tell) => {
      setTold({ parts, stored: null });
      tell();
      setTold({ parts, stored: stored() });
    },
    find: () => {
      const own = told();
      return own && (own.stored === null || own.stored === stored()) ? own.parts : undefined;
    },
  };
}
