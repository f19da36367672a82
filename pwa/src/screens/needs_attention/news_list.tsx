// News: what became of this officer's work, each until she says that she has read it. Never a pop-up; read on this phone
// only, it is no record of the council's.
import { createSignal, For, Show } from "solid-js";
import type { Notice } from "../../domain/notices";
import { Button } from "../../ui/button";
import { write } from "../address";
import { moment } from "../moments";
import type { Names } from "../names";
import type { News } from "../news";
import { problemWords } from "../problem_words";
import { usePhone, useScope } from "../scope";
import { t } from "../texts";
import { noticeWords } from "./notice_words";

export function NewsList(props: { news: readonly News[]; names: Names }) {
  const phone = usePhone();
  const scope = useScope();
  const [failed, setFailed] = createSignal<string>();
  const read = async (news: readonly News[]) => {
    try {
      await phone.markSeen(news.flatMap(({ notice_ids }) => notice_ids));
      scope.ports.workSaved();
    } catch (problem) {
      setFailed(problemWords(problem));
    }
    document.querySelector<HTMLElement>("#main h1")?.focus();
  };
  return (
    <Show when={props.news.length > 0}>
      <section aria-labelledby="news">
        <h2 class="govuk-heading-m" id="news">
          {t("news-title")}
        </h2>
        <p class="govuk-error-message app-said" role="status">
          {failed() ?? ""}
        </p>
        <ul class="app-things">
          <For each={props.news}>
            {(one) => <OneNotice notice={one.notice} names={props.names} read={() => void read([one])} />}
          </For>
        </ul>
        <Show when={props.news.length > 1}>
          <Button type="button" classes="govuk-button--secondary" onClick={() => void read(props.news)}>
            {t("news-read-all")}
          </Button>
        </Show>
      </section>
    </Show>
  );
}

function OneNotice(props: { notice: Notice; names: Names; read: () => void }) {
  const words = () => noticeWords(props.notice);
  const visitId = () => (props.names.has_visit(props.notice.visit_id) ? props.notice.visit_id : null);
  const name = () => props.names.of(props.notice);
  return (
    <li class="app-thing">
      <p class="app-thing__what">{words().title}</p>
      <Show when={name()}>
        {(who) => (
          <p class="app-thing__who">
            <Show when={visitId()} fallback={who()}>
              {(id) => (
                <a class="govuk-link app-link" href={write({ screen: "visit", visit_id: id() })}>
                  {who()}
                </a>
              )}
            </Show>
          </p>
        )}
      </Show>
      <For each={words().lines}>{(line) => <p class="app-thing__line">{line}</p>}</For>
      <Show when={props.notice.at}>{(at) => <p class="app-thing__facts">{moment(at())}</p>}</Show>
      <Button type="button" classes="govuk-button--secondary app-thing__button" onClick={() => props.read()}>
        {t("news-read")}
        <span class="govuk-visually-hidden">: {words().title}</span>
      </Button>
    </li>
  );
}
