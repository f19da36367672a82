// Her shift, on the list and on a locked phone: how long until the council expects to hear from her, one button a word, what
// she said last, and whom to ring once the time has passed. Never says that anybody is safe but by her own words.
import { createSignal, For, onCleanup, Show } from "solid-js";
import type { DutyLine } from "../../domain/lock";
import type { CheckIn } from "../../domain/open_shift";
import { countMinutes, isFar, type OwnShift } from "../../domain/own_shift";
import { Button } from "../../ui/button";
import { Details } from "../../ui/small_parts";
import { Mistakes } from "../frame/mistakes";
import { moment, since } from "../moments";
import { problemWords } from "../problem_words";
import { useScope } from "../scope";
import { telLink } from "../telephone";
import { t } from "../texts";

const TICK_MS = 20_000;

/** Moves on by itself: how long is left is read from it. */
export function tickingNow(): () => Date {
  const [now, setNow] = createSignal(new Date());
  const ticking = setInterval(() => setNow(new Date()), TICK_MS);
  onCleanup(() => clearInterval(ticking));
  return now;
}

export function ShiftBar(props: {
  shift: OwnShift;
  now: Date;
  numbers: readonly DutyLine[];
  council_telephone: string | undefined;
  /** Resolves when it is on disk; what it throws is said. */
  say: (kind: CheckIn) => Promise<void>;
  /** The numbers stand on the same screen in any case. */
  without_ring?: boolean;
}) {
  const [wrong, setWrong] = createSignal<string>();
  const [isBusy, setIsBusy] = createSignal(false);
  const say = async (kind: CheckIn) => {
    if (isBusy()) return;
    setIsBusy(true);
    setWrong(undefined);
    try {
      await props.say(kind);
    } catch (problem) {
      setWrong(problemWords(problem));
    } finally {
      setIsBusy(false);
    }
  };
  const isLate = () => !props.shift.is_finished && countMinutes(props.shift.due_at, props.now) < 0;
  const isNext = () => !props.shift.is_finished && isFar(props.shift, props.now);
  const isStartOffered = () => !isNext() && (!props.shift.is_started || props.shift.is_finished);
  return (
    <section class="app-shift" aria-labelledby="own-shift">
      <Mistakes words={wrong()} />
      <h2 class="govuk-heading-s" id="own-shift">
        {t("shift-title")}
      </h2>
      <Show when={!props.shift.is_finished}>
        <p class="govuk-body" classList={{ "app-shift__late": isLate() }}>
          {isNext()
            ? t("shift-next", { at: since(props.shift.starts_at, props.now) })
            : dueWords(props.shift.due_at, props.now)}
        </p>
      </Show>
      <Said shift={props.shift} now={props.now} />
      <div class="app-buttons">
        <Show when={isStartOffered()}>
          <Button
            type="button"
            classes={props.shift.is_finished ? "govuk-button--secondary" : ""}
            disabled={isBusy()}
            onClick={() => void say("start")}
          >
            {t("shift-start")}
          </Button>
        </Show>
        <Show when={props.shift.has_begun && !props.shift.is_finished}>
          <Button
            type="button"
            classes={props.shift.is_started ? "" : "govuk-button--secondary"}
            disabled={isBusy()}
            onClick={() => void say("safe")}
          >
            {t("shift-safe")}
          </Button>
          <Button
            type="button"
            classes="govuk-button--secondary"
            disabled={isBusy()}
            onClick={() => void say("finish")}
          >
            {t("shift-finish")}
          </Button>
        </Show>
      </div>
      <Show
        when={isLate()}
        fallback={
          <Show when={!props.without_ring}>
            <Details summaryText={t("shift-ring")} classes="app-shift__ring">
              <Numbers numbers={props.numbers} council_telephone={props.council_telephone} />
            </Details>
          </Show>
        }
      >
        <Numbers numbers={props.numbers} council_telephone={props.council_telephone} />
      </Show>
    </section>
  );
}

/** Her newest word, and whether the council has it: as long as anything waits here, this phone does not say so. */
function Said(props: { shift: OwnShift; now: Date }) {
  const { ports } = useScope();
  const isTold = (at: string) => {
    const { not_sent, last_contact_at } = ports.syncState();
    return not_sent === 0 && last_contact_at !== null && last_contact_at >= at;
  };
  const words = () => {
    const { said } = props.shift;
    if (!said) return null;
    return t(`shift-${isTold(said.at) ? "told" : "said"}-${said.kind}`, { at: moment(said.at, props.now) });
  };
  return (
    <p class="govuk-body-s" role="status">
      {words()}
    </p>
  );
}

/** The duty numbers; the council's own where it has none. */
function Numbers(props: { numbers: readonly DutyLine[]; council_telephone: string | undefined }) {
  const listed = () =>
    props.numbers.length > 0
      ? props.numbers.map(({ label, telephone }) => ({ telephone, words: `${label}, ${telephone}` }))
      : [props.council_telephone].flatMap((telephone) =>
          telephone ? [{ telephone, words: telephone }] : [],
        );
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
  const at = since(dueAt, now);
  if (minutes < 0) return t("shift-passed", { at });
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return hours > 0
    ? t("shift-due-hours", { at, hours, minutes: rest })
    : t("shift-due-minutes", { at, minutes: rest });
}
