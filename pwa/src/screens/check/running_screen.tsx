// A form that is being filled in, page by page, up to what is shown once it is saved. On a phone and at a desk alike.
import { createSignal, type JSX, onCleanup, onMount, Show } from "solid-js";
import { address } from "../address";
import { usePhone } from "../scope";
import { AnsweringProvider, CheckProvider, FormProvider } from "./check_context";
import { CheckPage } from "./check_page";
import type { CheckParts } from "./open_check";
import { RunningCheck } from "./running_check";
import { SavePage } from "./save_page";

/** `after`: what stands there once the form is saved. */
export function RunningScreen(props: { parts: CheckParts; after: JSX.Element }) {
  const phone = usePhone();
  const isBrowsing = watchBrowsing();
  const check = new RunningCheck(props.parts, phone, isBrowsing);
  const page = () => {
    const now = address();
    return now.screen === "check" ? now.page : 0;
  };
  const { caption } = props.parts;
  return (
    <CheckProvider value={check}>
      <FormProvider value={check}>
        <AnsweringProvider value={check}>
          <Show when={!check.finished()} fallback={props.after}>
            <Show when={page() === "save"} fallback={<CheckPage page={Number(page())} caption={caption} />}>
              <SavePage caption={caption} />
            </Show>
          </Show>
        </AnsweringProvider>
      </FormProvider>
    </CheckProvider>
  );
}

/**
 * True while somebody walks through radios with the arrow keys: each step is a choice to the browser, but not yet to the
 * person. Ends with Space, Enter, a tap, or when the focus leaves the group.
 */
function watchBrowsing(): () => boolean {
  const [isBrowsing, setBrowsing] = createSignal(false);
  const isRadio = (target: EventTarget | null) =>
    target instanceof HTMLInputElement && target.type === "radio";
  const keyDown = (event: KeyboardEvent) => {
    if (event.key.startsWith("Arrow") && isRadio(event.target)) setBrowsing(true);
    else if (event.key === " " || event.key === "Enter") setBrowsing(false);
  };
  const end = () => setBrowsing(false);
  const focusOut = (event: FocusEvent) => {
    const to = event.relatedTarget;
    const from = event.target;
    const isSameGroup =
      isRadio(from) && isRadio(to) && (from as HTMLInputElement).name === (to as HTMLInputElement).name;
    if (!isSameGroup) end();
  };
  onMount(() => {
    document.addEventListener("keydown", keyDown, true);
    document.addEventListener("pointerdown", end, true);
    document.addEventListener("focusout", focusOut, true);
  });
  onCleanup(() => {
    document.removeEventListener("keydown", keyDown, true);
    document.removeEventListener("pointerdown", end, true);
    document.removeEventListener("focusout", focusOut, true);
  });
  return isBrowsing;
}
