// The parts of a check, each a link to its first page, with what is still to answer. Folded, so that it costs no room at the door.
import { createMemo, For } from "solid-js";
import { Details } from "../../ui/small_parts";
import { t } from "../texts";
import { useCheck } from "./check_context";
import { formLanguage } from "./form_language";
import { listErrors } from "./page_errors";
import { byPart, partIndex } from "./summary_rows";

export function Contents(props: { current: number; href: (page: number | "save") => string }) {
  const check = useCheck();
  const words = formLanguage();
  const errors = createMemo(() => listErrors(check));
  const parts = createMemo(() => {
    let next = 0;
    return byPart(check.pages()).map((pages) => {
      const first = next;
      next += pages.length;
      return { title: pages[0]?.part.title || check.parts.title, first, end: next };
    });
  });
  const currentPart = () => partIndex(check.pages(), props.current);
  const left = ({ first, end }: { first: number; end: number }) =>
    errors().filter(({ page }) => page >= first && page < end).length;
  return (
    <Details
      summaryText={t("contents-title", { page: currentPart() + 1, pages: parts().length })}
      classes="app-contents"
    >
      <ol class="govuk-list app-contents__list">
        <For each={parts()}>
          {(part, index) => (
            <li>
              <a
                class="govuk-link app-link"
                href={props.href(part.first)}
                lang={words.lang}
                dir={words.dir}
                aria-current={index() === currentPart() ? "step" : undefined}
              >
                {part.title}
              </a>
              <span class="app-contents__state">
                {left(part) ? t("contents-left", { count: left(part) }) : t("contents-done")}
              </span>
            </li>
          )}
        </For>
        <li>
          <a class="govuk-link app-link" href={props.href("save")}>
            {t("save-title")}
          </a>
        </li>
      </ol>
    </Details>
  );
}
