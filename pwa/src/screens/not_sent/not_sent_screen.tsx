// Everything that no receipt names yet: what it is, for whom, how old, how large, what is happening to it, and Send now.
import { createMemo, createSignal, For, Match, Show, Switch } from "solid-js";
import { findPhotoState, findPieceState, findTruth } from "../../domain/truth";
import { Button } from "../../ui/button";
import { codeText } from "../code_words";
import { Reading, Screen } from "../frame/screen";
import { truthSentence } from "../frame/sync_words";
import { age, fileSize, since } from "../moments";
import type { WaitingThing } from "../phone";
import { readPhone, useScope } from "../scope";
import { t } from "../texts";
import { LostWork } from "./lost_work";
import { UnfinishedChecks } from "./unfinished_checks";

/** What fits in one request (docs/sync-protocol.md); more goes in parts, like a photo. */
const LARGEST_PUSH = 256 * 1024;

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
      <p class="govuk-body-l">{truthSentence(state())}</p>
      <Show when={state().retry_at}>
        {(at) => <p class="govuk-body">{t("retry-at", { at: since(at()) })}</p>}
      </Show>
      <LostWork />
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
    const { word } = findTruth(scope.ports.syncState());
    if (word === "all_received" || word === "attention") return "done";
    return word === "waiting_offline" || word === "out_of_touch" ? "offline" : "not-all";
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
    const sync = scope.ports.syncState();
    const photo = findPhotoState(sync, props.thing.id);
    const state = photo?.state ?? findPieceState(sync, props.thing.op_ids);
    if (photo?.state === "sending") return t("thing-sending-photo", { percent: photo.percent });
    return t(state === "sending" ? "thing-sending" : "thing-waiting");
  });
  /** The council's server fails on this one: it waits aside, and the others go on. */
  const isAside = () => {
    const sync = scope.ports.syncState();
    const state = findPhotoState(sync, props.thing.id)?.state ?? findPieceState(sync, props.thing.op_ids);
    return state === "attention";
  };
  const isLarge = () => props.thing.what === "operation" && (props.thing.size ?? 0) > LARGEST_PUSH;
  return (
    <li class="app-thing">
      <p class="app-thing__what">
        {codeText("thing", props.thing.what === "photo" ? "photo" : props.thing.kind)}
      </p>
      <p class="app-thing__who">{props.name}</p>
      <p class="app-thing__facts">
        {t("thing-saved", { at: since(props.thing.saved_at), age: age(props.thing.saved_at) })}
        <Show when={props.thing.size}>{(size) => <span> · {fileSize(size())}</span>}</Show>
        <span> · {progress()}</span>
      </p>
      <Show when={isLarge()}>
        <p class="app-thing__line">{t("thing-large")}</p>
      </Show>
      <Show when={isAside()}>
        <p class="app-thing__line">{t("thing-aside")}</p>
      </Show>
    </li>
  );
}
