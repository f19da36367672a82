// *Start shift*, *I am safe* and *Finish* at the top of the visit list, with how long until the council expects to hear from
// the officer, and the numbers to ring. All of it works without a connection.
import { createSignal, For, onCleanup, Show } from "solid-js";
import { type CheckIn, countMinutes, type OwnShift } from "../../domain/own_shift";
import type { DutyNumberFields } from "../../domain/rows";
import { Button } from "../../ui/button";
import { Details } from "../../ui/small_parts";
import { Mistakes } from "../frame/mistakes";
import { clock, moment } from "../moments";
import { problemWords } from "../problem_words";
import { readPhone, usePhone, useScope } from "../scope";
import { telLink } from "../telephone";
import "../later_texts";
import { t } from "../texts";

const TICK_MS = 20_000;

export function OwnShiftBar() {
  const scope = useScope();
  const phone = usePhone();
  const [now, setNow] = createSignal(new Date());
  const [wrong, setWrong] = createSignal<string>();
  const [isBusy, setIsBusy] = createSignal(false);
  const ticking = setInterval(() => setNow(new Date()), TICK_MS);
  onCleanup(() => clearInterval(ticking));
  const officerId = () => scope.ports.session()?.user.id ?? "";
  const read = readPhone(async (stored) => ({
    shift: await stored.findOwnShift(officerId()),
    numbers: (await stored.listDutyNumbers()).map(({ fields }) => fields),
  }));
  const say = async (kind: CheckIn, shift: OwnShift) => {
    if (isBusy()) return;
    setIsBusy(true);
    setWrong(undefined);
    try {
      await phone.saveCheckIn(officerId(), kind, shift.shift_id);
      scope.ports.workSaved();
    } catch (problem) {
      setWrong(problemWords(problem));
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <Show when={read.latest}>
      {(known) => (
        <Show when={known().shift} fallback={<p class="govuk-body-s">{t("shift-none")}</p>}>
          {(shift) => (
            <section class="app-shift" aria-labelledby="own-shift">
              <Mistakes words={wrong()} />
              <h2 class="govuk-heading-s" id="own-shift">
                {t("shift-title")}
              </h2>
              <p
                class="govuk-body"
                classList={{ "app-shift__late": countMinutes(shift().due_at, now()) < 0 }}
              >
                {dueWords(shift().due_at, now())}
              </p>
              <p class="govuk-body-s" role="status">
                <Show when={shift().said}>
                  {(said) => t(`shift-said-${said().kind}`, { at: moment(said().at, now()) })}
                </Show>
              </p>
              <div class="app-buttons">
                <Show when={!shift().is_started}>
                  <Button type="button" disabled={isBusy()} onClick={() => void say("start", shift())}>
                    {t("shift-start")}
                  </Button>
                </Show>
                <Button
                  type="button"
                  classes={shift().is_started ? "" : "govuk-button--secondary"}
                  disabled={isBusy()}
                  onClick={() => void say("safe", shift())}
                >
                  {t("shift-safe")}
                </Button>
                <Button
                  type="button"
                  classes="govuk-button--secondary"
                  disabled={isBusy()}
                  onClick={() => void say("finish", shift())}
                >
                  {t("shift-finish")}
                </Button>
              </div>
              <Show
                when={countMinutes(shift().due_at, now()) < 0}
                fallback={
                  <Details summaryText={t("shift-ring")} classes="app-shift__ring">
                    <Numbers numbers={known().numbers} />
                  </Details>
                }
              >
                <Numbers numbers={known().numbers} />
              </Show>
            </section>
          )}
        </Show>
      )}
    </Show>
  );
}

/** The duty numbers; the council's own where it has none. */
function Numbers(props: { numbers: readonly DutyNumberFields[] }) {
  const { ports } = useScope();
  const council = () => ports.session()?.council.telephone;
  const listed = () =>
    props.numbers.length > 0
      ? props.numbers.map(({ label, telephone }) => ({ telephone, words: `${label}, ${telephone}` }))
      : [council()].flatMap((telephone) => (telephone ? [{ telephone, words: telephone }] : []));
  return (
    <ul class="govuk-list app-shift__numbers">
      <For each={listed()}>
        {({ telephone, words }) => (
          <li>
            <a class="govuk-link app-link" href={telLink(telephone)}>
              {words}
            </a>
          </li>
        )}
      </For>
    </ul>
  );
}

function dueWords(dueAt: string, now: Date): string {
  const minutes = countMinutes(dueAt, now);
  const at = clock(dueAt);
  if (minutes < 0) return t("shift-passed", { at });
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return hours > 0
    ? t("shift-due-hours", { at, hours, minutes: rest })
    : t("shift-due-minutes", { at, minutes: rest });
}
