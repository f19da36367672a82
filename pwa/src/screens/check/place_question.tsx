// Where the officer is: one tap, with the accuracy in words; or latitude and longitude typed by hand. Works without a network.
import { createSignal, For, onCleanup, Show } from "solid-js";
import type { AnyNode } from "../../forms/host";
import { Button } from "../../ui/button";
import { FieldsetGroup } from "../../ui/form_group";
import { Details } from "../../ui/small_parts";
import { TextInput } from "../../ui/text_input";
import { t } from "../texts";
import { useAnswering } from "./check_context";
import { type Place, parsePlace, writePlace } from "./coordinates";
import { type PlaceProblem, type Search, searchPlace } from "./find_place";
import { followTyping } from "./own_typing";
import { type QuestionProps, questionId } from "./question_props";
import { errorWords, hintWords, LEGEND, labelWords } from "./question_words";

type PlaceNode = Extract<AnyNode, { nodeType: "input" }>;

/** Metres: ODK's own, where the form says nothing else. */
const GOOD_ENOUGH = 5;
const TOO_VAGUE = 100;

export function PlaceQuestion(props: QuestionProps<PlaceNode>) {
  const { typed, placeWay } = useAnswering();
  const [problem, setProblem] = createSignal<PlaceProblem | "place-in-preview" | null>(null);
  const [search, setSearch] = createSignal<Search | null>(null);
  const id = () => questionId(props.node);
  const stored = () => String(props.node.currentState.instanceValue ?? "");
  const place = () => parsePlace(stored());
  const limits = () =>
    props.node.nodeOptions as {
      accuracyThreshold?: number | null;
      unacceptableAccuracyThreshold?: number | null;
    } | null;
  const set = (value: string | null) => {
    (props.node.setValue as (value: string | null) => unknown)(value);
  };
  const take = (found: Place) => {
    typed.set(props.node, null);
    set(writePlace(found));
  };
  const stop = () => {
    search()?.stop();
    setSearch(null);
  };
  onCleanup(stop);
  const begin = () => {
    stop();
    setProblem(null);
    if (placeWay === "preview") {
      setProblem("place-in-preview");
      return;
    }
    let isOver = false;
    const begun = searchPlace(
      limits()?.accuracyThreshold ?? GOOD_ENOUGH,
      (found, isGoodEnough) => {
        take(found);
        if (isGoodEnough) setSearch(null);
        isOver ||= isGoodEnough;
      },
      (why) => {
        isOver = true;
        setSearch(null);
        // A reading that came before is good, however long the next one takes.
        if (!(place() && why === "place-too-long")) setProblem(why);
      },
    );
    if (!isOver) setSearch(begun);
  };
  const isVague = () => (place()?.accuracy ?? 0) > (limits()?.unacceptableAccuracyThreshold ?? TOO_VAGUE);
  const isReadonly = () => props.node.currentState.readonly;
  return (
    <FieldsetGroup
      idPrefix={id()}
      fieldset={{ legend: { text: labelWords(props.node), classes: LEGEND } }}
      hint={hintWords(props.node)}
      errorMessage={errorWords(props.error(props.node))}
    >
      <p class="govuk-body app-said" role="status">
        <Show when={search()}>{t("place-searching")} </Show>
        <Show when={place()}>{(found) => <>{placeWords(found())}</>}</Show>
        <Show when={isVague()}> {t("place-vague")}</Show>
        <Show when={problem()}>{(why) => <>{t(why())}</>}</Show>
      </p>
      <Show when={!isReadonly()}>
        <div class="app-actions-beside">
          <Show when={placeWay !== "typed"}>
            <Button
              type="button"
              id={id()}
              classes="govuk-button--secondary"
              onClick={() => (search() ? stop() : begin())}
            >
              {t(search() ? "place-enough" : place() ? "place-again" : "place-take")}
            </Button>
          </Show>
          <Show when={place() && !search()}>
            <Button type="button" classes="govuk-button--secondary" onClick={() => set(null)}>
              {t("place-clear")}
            </Button>
          </Show>
        </div>
        <TypedPlace
          node={props.node}
          id={id()}
          isOpen={Boolean(problem()) || placeWay === "typed"}
          onPlace={(value) => set(value)}
        />
      </Show>
    </FieldsetGroup>
  );
}

export function placeWords({ latitude, longitude, accuracy }: Place): string {
  const where = { latitude: latitude.toFixed(5), longitude: longitude.toFixed(5) };
  if (accuracy === null) return t("place-is-typed", where);
  return t("place-is", { ...where, metres: Math.max(1, Math.round(accuracy)) });
}

interface TypedPlaceProps {
  node: PlaceNode;
  id: string;
  isOpen: boolean;
  onPlace: (value: string | null) => void;
}

/** For a phone that will not say where it is, and a page that does not ask it. */
function TypedPlace(props: TypedPlaceProps) {
  const { typed, placeWay } = useAnswering();
  // What is wrong leads to the first thing of the question.
  const boxId = (box: string) =>
    placeWay === "typed" && box === "latitude" ? props.id : `${props.id}-${box}`;
  const stored = () => String(props.node.currentState.instanceValue ?? "");
  const own = followTyping(stored);
  const parts = (): Readonly<Record<string, string>> => {
    const found = parsePlace(stored());
    const known = { latitude: String(found?.latitude ?? ""), longitude: String(found?.longitude ?? "") };
    return typed.find(props.node) ?? own.find() ?? known;
  };
  const answer = (box: "latitude" | "longitude", text: string) => {
    const now: Record<string, string> = { ...parts(), [box]: text };
    const [latitude = "", longitude = ""] = [now.latitude?.trim(), now.longitude?.trim()];
    const found = latitude && longitude ? parsePlace(`${latitude} ${longitude}`) : null;
    const isNone = !latitude && !longitude;
    own.type(now, () => {
      typed.set(props.node, found || isNone ? null : "place-wrong", now);
      props.onPlace(found ? writePlace(found) : null);
    });
  };
  return (
    <Details
      summaryText={t("place-type")}
      open={props.isOpen || Boolean(typed.find(props.node) ?? own.find())}
    >
      <For each={["latitude", "longitude"] as const}>
        {(box) => (
          <TextInput
            id={boxId(box)}
            name={`${props.id}-${box}`}
            label={{ text: t(`place-${box}`) }}
            classes="govuk-input--width-10"
            inputmode="text"
            attributes={{ dir: "ltr" }}
            autocomplete="off"
            value={parts()[box] ?? ""}
            onInput={(event) => answer(box, event.currentTarget.value)}
          />
        )}
      </For>
    </Details>
  );
}
