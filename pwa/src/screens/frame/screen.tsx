// One screen: its way back, its heading and its title in the browser. The focus goes to the heading when it opens.
import { createEffect, onCleanup, onMount, type ParentProps, Show } from "solid-js";
import { BackLink } from "../../ui/back_link";
import { t } from "../texts";

export interface ScreenProps {
  title: string;
  /** Where `title` names somebody: what the browser may write into its history, which lies in the open. */
  windowTitle?: string | undefined;
  /** Above the heading, in the same line of thought: the name of a visit above a page of its check. */
  caption?: string | undefined;
  /** `onClick`: the way back is no address, and the one in the bar stays as it is. */
  back?: { href: string; text?: string; onClick?: () => void } | undefined;
  hasErrors?: boolean | undefined;
  /** Changes when the screen stays but its content is another page. */
  focusKey?: string | number | undefined;
  /** Where the title is in another language than the app, as one of a form may be. */
  titleLanguage?: { lang: string | undefined; dir: "rtl" | "ltr" | undefined } | undefined;
}

let windowName: string | null = null;

/** What stands at the end of every title instead of the app's own name: a resident reads the council's. */
export function nameWindow(name: string): void {
  windowName = name;
}

export function Screen(props: ParentProps<ScreenProps>) {
  let heading: HTMLHeadingElement | undefined;
  const focusHeading = () => {
    scrollTo(0, 0);
    heading?.focus({ preventScroll: true });
  };
  onMount(() => {
    if (document.body.dataset.opened) focusHeading();
    document.body.dataset.opened = "yes";
  });
  createEffect((before: string | number | undefined) => {
    const key = props.focusKey;
    if (before !== undefined && before !== key) queueMicrotask(focusHeading);
    return key;
  });
  createEffect(() => {
    const name = props.windowTitle ?? props.title;
    document.title = `${props.hasErrors ? `${t("error-prefix")} ` : ""}${name} – ${windowName ?? t("app-name")}`;
  });
  onCleanup(() => {
    document.title = windowName ?? t("app-name");
  });
  return (
    <main class="govuk-main-wrapper app-main" id="main">
      <Show when={props.back}>
        {(back) => (
          <BackLink href={back().href} onClick={(event) => goBack(event, back().onClick)}>
            {back().text ?? t("back")}
          </BackLink>
        )}
      </Show>
      <Show when={props.caption}>
        <span class="govuk-caption-l">{props.caption}</span>
      </Show>
      <h1
        class="govuk-heading-l app-heading"
        tabindex="-1"
        lang={props.titleLanguage?.lang}
        dir={props.titleLanguage?.dir}
        ref={(element) => (heading = element)}
      >
        {props.title}
      </h1>
      {props.children}
    </main>
  );
}

function goBack(event: MouseEvent, instead: (() => void) | undefined): void {
  if (!instead) return;
  event.preventDefault();
  instead();
}

/** Words while the phone is read; long enough on screen only when something is slow. */
export function Reading() {
  return (
    <p class="govuk-body app-reading" role="status">
      {t("reading-phone")}
    </p>
  );
}
