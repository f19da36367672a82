// The picture, sound or film that a form's author put to a label. The label's own words are what it says to somebody who
// cannot see it; while the file is not here, words stand in its place.
import { createEffect, createMemo, createSignal, For, Match, on, onCleanup, Show, Switch } from "solid-js";
import { plainWords, type Words } from "../../forms/words_of";
import type { FoundMedium } from "../phone";
import { t } from "../texts";
import { useAnswering } from "./check_context";

const KINDS = ["image", "audio", "video"] as const;
type Kind = (typeof KINDS)[number];
/** What can be pressed stands outside any label: a tap on a label chooses. */
export const PLAYED: readonly Kind[] = ["audio", "video"];
export const SEEN: readonly Kind[] = ["image"];

/** The file's name as the form has it: jr://images/a%20b.png (ODK XForms, media). */
export function mediumName(words: Words | null | undefined, kind: Kind): string | null {
  const address = words?.[`${kind}Source`]?.href;
  if (!address) return null;
  const name = address.replace(/^jr:\/\/[^/]*\//, "");
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // a per cent sign of its author's
  }
}

export function hasMedia(words: Words | null | undefined, kinds: readonly Kind[] = KINDS): boolean {
  return kinds.some((kind) => mediumName(words, kind) !== null);
}

interface LabelMediaProps {
  words: Words | null | undefined;
  kinds?: readonly Kind[];
  /** Without words in the place of what is not here. */
  isSilent?: boolean;
}

export function LabelMedia(props: LabelMediaProps) {
  return (
    <For each={props.kinds ?? KINDS}>
      {(kind) => (
        <Show when={mediumName(props.words, kind)}>
          {(name) => (
            <Medium
              kind={kind}
              name={name()}
              label={plainWords(props.words)}
              isSilent={Boolean(props.isSilent)}
            />
          )}
        </Show>
      )}
    </For>
  );
}

function Medium(props: { kind: Kind; name: string; label: string; isSilent: boolean }) {
  const [isBroken, setBroken] = createSignal(false);
  const found = followMedium(
    () => props.name,
    () => setBroken(false),
  );
  const url = () => {
    const now = found();
    return now?.is === "here" && !isBroken() ? now.url : null;
  };
  const broken = () => setBroken(true);
  const spoken = () => t(`media-name-${props.kind}`, { what: props.label || props.name });
  return (
    <Show
      when={url()}
      fallback={<InItsPlace kind={props.kind} found={props.isSilent ? null : found()} />}
      keyed
    >
      {(src) => (
        <Switch>
          <Match when={props.kind === "image"}>
            <img class="app-medium" src={src} alt={props.label ? "" : props.name} onError={broken} />
          </Match>
          <Match when={props.kind === "audio"}>
            {/* biome-ignore lint/a11y/useMediaCaption: the label says it in words (docs/accessibility.md) */}
            <audio
              class="app-medium"
              controls
              preload="metadata"
              src={src}
              aria-label={spoken()}
              onError={broken}
            />
          </Match>
          <Match when={props.kind === "video"}>
            {/* biome-ignore lint/a11y/useMediaCaption: the label says it in words (docs/accessibility.md) */}
            <video
              class="app-medium"
              controls
              playsinline
              preload="metadata"
              src={src}
              aria-label={spoken()}
              onError={broken}
            />
          </Match>
        </Switch>
      )}
    </Show>
  );
}

function InItsPlace(props: { kind: Kind; found: FoundMedium | null }) {
  const why = () => {
    if (props.found?.is === "here") return "broken";
    return props.found?.is === "on_its_way" ? "later" : "missing";
  };
  return (
    <Show when={props.found}>
      <span class="app-media-missing">{t(`media-${why()}-${props.kind}`)}</span>
    </Show>
  );
}

/** Null until the phone has answered. What is not here is asked for again when something may have come. */
function followMedium(name: () => string, changed: () => void): () => FoundMedium | null {
  const { media } = useAnswering();
  const [found, setFound] = createSignal<FoundMedium | null>(null);
  // Memos: what was found must not ask for itself again.
  const wantedName = createMemo(name);
  const heard = createMemo<number>(
    (before) => (found()?.is === "on_its_way" && media ? media.heard() : before),
    0,
  );
  let turn = 0;
  const release = () => {
    const before = found();
    if (before?.is === "here") before.release();
  };
  createEffect(
    on([wantedName, heard], async ([wanted]) => {
      turn += 1;
      const mine = turn;
      const now = (await media?.find(wanted).catch(() => null)) ?? ({ is: "missing" } as const);
      if (mine !== turn) {
        if (now.is === "here") now.release();
        return;
      }
      release();
      changed();
      setFound((before) => (before?.is === now.is && now.is !== "here" ? before : now));
    }),
  );
  onCleanup(() => {
    turn += 1;
    release();
  });
  return found;
}
