// The parts of a check, each a link, with what is still to answer. Folded, so that it costs no room at the door.
import { createMemo, For } from "solid-js";
import { Details } from "../../ui/small_parts";
import { t } from "../texts";
import { useCheck } from "./check_context";
import { formLanguage } from "./form_language";
import { listErrors } from "./page_errors";

export function Contents(props: { current: number; href: (page: number | "save") => string }) {
  const check = useCheck();
  const words = formLanguage();
  const errors = createMemo(() => listErrors(check));
  const left = (page: number) => errors().filter((error) => error.page === page).length;
  return (
    <Details
      summaryText={t("contents-title", { page: props.current + 1, pages: check.pages().length })}
      classes="app-contents"
    >
      <ol class="govuk-list app-contents__list">
        <For each={check.pages()}>
          {(page, index) => (
            <li>
              <a
                class="govuk-link app-link"
                href={props.href(index())}
                lang={words.lang}
                dir={words.dir}
                aria-current={index() === props.current ? "page" : undefined}
              >
                {page.title}
              </a>
              <span class="app-contents__state">
                {left(index()) ? t("contents-left", { count: left(index()) }) : t("contents-done")}
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
