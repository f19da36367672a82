// The visits this officer has proposed, each with where it is and what the council answered, and the way to propose one.
import { For, Show } from "solid-js";
import type { ShownProposal } from "../../store/proposals";
import { write } from "../address";
import { moment } from "../moments";
import { useScope } from "../scope";
import { t } from "../texts";

export function ProposalList(props: {
  proposals: readonly ShownProposal[];
  hasVisit: (id: string) => boolean;
}) {
  return (
    <section class="app-visits" aria-labelledby="proposals">
      <Show when={props.proposals.length > 0}>
        <h2 class="govuk-heading-m app-visits__title" id="proposals">
          {t("proposals-title")} <span class="app-visits__count">{props.proposals.length}</span>
        </h2>
        <ul class="app-things">
          <For each={props.proposals}>{(shown) => <Proposal shown={shown} hasVisit={props.hasVisit} />}</For>
        </ul>
      </Show>
      <p class="govuk-body">
        <a class="govuk-link app-link" href={write({ screen: "propose", visit_id: null })}>
          {t("propose-link")}
        </a>
      </p>
    </section>
  );
}

function Proposal(props: { shown: ShownProposal; hasVisit: (id: string) => boolean }) {
  const scope = useScope();
  const fields = () => props.shown.proposal.fields;
  const who = () => [fields().first_name, fields().last_name].filter(Boolean).join(" ");
  const where = () => {
    if (!props.shown.is_pending) return fields().status;
    const state = scope.ports.syncState().operations[props.shown.op_id ?? ""];
    return state === "received" || state === "attention" ? "received" : "here";
  };
  const made = () => {
    const id = fields().made_visit_id;
    return id && props.hasVisit(id) ? id : null;
  };
  return (
    <li class="app-thing">
      <p class="app-thing__what">
        {who() || fields().address_text || t(`propose-basis-${fields().basis.replace("_", "-")}`)}
      </p>
      <Show when={who() && fields().address_text}>
        {(address) => <p class="app-thing__who">{address()}</p>}
      </Show>
      <p class="app-thing__line">{t(`proposal-${where()}`)}</p>
      <Show when={fields().answer_words}>
        {(words) => (
          <p class="app-thing__line">{t("news-said", { who: t("side-office"), words: words() })}</p>
        )}
      </Show>
      <Show when={props.shown.saved_at}>{(at) => <p class="app-thing__facts">{moment(at())}</p>}</Show>
      <Show when={made()}>
        {(id) => (
          <a class="govuk-link app-link" href={write({ screen: "visit", visit_id: id() })}>
            {t("proposal-visit")}
          </a>
        )}
      </Show>
    </li>
  );
}
