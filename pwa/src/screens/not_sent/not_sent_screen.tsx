// Everything that no receipt names yet: what it is, for whom, how old, how large, what is happening to it, and Send now.
import { createMemo, createSignal, For, Match, Show, Switch } from "solid-js";
import { Button } from "../../ui/button";
import { codeText } from "../code_words";
import { Reading, Screen } from "../frame/screen";
import { syncKind, syncSentence } from "../frame/sync_words";
import { age, fileSize, moment } from "../moments";
import type { WaitingThing } from "../phone";
import { problemWords } from "../problem_words";
import { readPhone, useScope } from "../scope";
import { t } from "../texts";
import { UnfinishedChecks } from "./unfinished_checks";

export function NotSentScreen() {
  const scope = useScope();
  const waiting = readPhone(async (phone) => {
    const [things, visits] = [await phone.listWaiting(), await phone.listVisits()];
    const names = new Map(
      visits.map(({ visit, resident }) => [
        visit.id,
        `${resident.fields.first_name} ${resident.fields.last_name}, ${resident.fields.postcode ?? ""}`,
      ]),
    );
    return { things, names, unfinished: await phone.listUnfinished() };
  });
  const state = () => scope.ports.syncState();
  return (
    <Screen title={t("not-sent-title")}>
      <p class="govuk-body-l">{syncSentence(state())}</p>
      <Show when={state().retry_at}>
        {(at) => <p class="govuk-body">{t("retry-at", { at: moment(at()) })}</p>}
      </Show>
      <Show when={state().lost}>
        <LostWork />
      </Show>
      <SendNow />
      <Switch>
        <Match when={!waiting.latest}>
          <Reading />
        </Match>
        <Match when={waiting.latest?.things.length === 0}>
          <p class="govuk-body app-empty">{t("not-sent-none")}</p>
        </Match>
        <Match when={waiting.latest}>
          {(read) => (
            <ul class="app-things">
              <For each={read().things}>
                {(thing) => <Thing thing={thing} name={read().names.get(thing.visit_id ?? "") ?? ""} />}
              </For>
            </ul>
          )}
        </Match>
      </Switch>
      <p class="govuk-body">{t("not-sent-safe")}</p>
      <Show when={waiting.latest?.unfinished.length}>
        <UnfinishedChecks list={waiting.latest?.unfinished ?? []} />
      </Show>
    </Screen>
  );
}

/** The report stays until its officer says that it was read; ringing the office is in its words. */
function LostWork() {
  const scope = useScope();
  const [failed, setFailed] = createSignal<string>();
  const read = () =>
    scope.ports.acknowledgeLost().catch((problem: unknown) => setFailed(problemWords(problem)));
  return (
    <>
      <Button type="button" classes="govuk-button--warning" onClick={() => void read()}>
        {t("lost-read")}
      </Button>
      <p class="govuk-body app-said" role="status">
        {failed() ?? ""}
      </p>
    </>
  );
}

function SendNow() {
  const scope = useScope();
  const [said, setSaid] = createSignal("");
  const [isBusy, setIsBusy] = createSignal(false);
  const send = async () => {
    setIsBusy(true);
    setSaid(t("send-now-busy"));
    await scope.ports.sendNow();
    setIsBusy(false);
    setSaid(t(`send-now-${resultOf()}`));
  };
  const resultOf = () => {
    const kind = syncKind(scope.ports.syncState());
    if (kind === "all_received") return "done";
    return kind === "waiting_offline" ? "offline" : "not-all";
  };
  return (
    <>
      <Button type="button" disabled={isBusy()} onClick={() => void send()}>
        {isBusy() ? t("send-now-busy") : t("send-now")}
      </Button>
      <p class="govuk-body app-said" role="status">
        {isBusy() ? "" : said()}
      </p>
    </>
  );
}

function Thing(props: { thing: WaitingThing; name: string }) {
  const scope = useScope();
  const progress = createMemo(() => {
    const state = scope.ports.syncState();
    const photo = state.photos[props.thing.id];
    if (props.thing.what === "photo" && photo?.state === "sending")
      return t("thing-sending-photo", { percent: photo.percent });
    return props.thing.op_ids.some((id) => state.operations[id] === "sending")
      ? t("thing-sending")
      : t("thing-waiting");
  });
  return (
    <li class="app-thing">
      <p class="app-thing__what">
        {codeText("thing", props.thing.what === "photo" ? "photo" : props.thing.kind)}
      </p>
      <p class="app-thing__who">{props.name}</p>
      <p class="app-thing__facts">
        {t("thing-saved", { at: moment(props.thing.saved_at), age: age(props.thing.saved_at) })}
        <Show when={props.thing.size}>{(size) => <span> · {fileSize(size())}</span>}</Show>
        <span> · {progress()}</span>
      </p>
    </li>
  );
}
