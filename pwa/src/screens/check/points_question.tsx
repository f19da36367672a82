// A way or an area without a map: one place a line, each added where the officer stands or typed. An area closes by itself.
import { createSignal, onCleanup, Show } from "solid-js";
import type { AnyNode } from "../../forms/host";
import { Button } from "../../ui/button";
import { TextArea } from "../../ui/text_area";
import { t } from "../texts";
import { useAnswering } from "./check_context";
import { type Place, parsePlace, writePlace } from "./coordinates";
import { type PlaceProblem, type Search, searchPlace } from "./find_place";
import { followTyping } from "./own_typing";
import { type QuestionProps, questionId } from "./question_props";
import { errorWords, hintWords, LABEL, labelWords } from "./question_words";

type PointsNode = Extract<AnyNode, { nodeType: "input" }>;

const GOOD_ENOUGH = 10;
const ROWS = 5;

export function PointsQuestion(props: QuestionProps<PointsNode>) {
  const { typed, placeWay } = useAnswering();
  const [said, setSaid] = createSignal<PlaceProblem | "place-searching" | "place-in-preview" | null>(null);
  const [search, setSearch] = createSignal<Search | null>(null);
  onCleanup(() => search()?.stop());
  const isArea = () => props.node.valueType === "geoshape";
  const stored = () => String(props.node.currentState.instanceValue ?? "");
  const own = followTyping(stored);
  const lines = () => (typed.find(props.node) ?? own.find())?.text ?? asLines(stored(), isArea());
  const answer = (text: string) => {
    const value = joinPoints(text, isArea());
    const why = isArea() ? "area-wrong" : "way-wrong";
    own.type({ text }, () => {
      typed.set(props.node, value === null ? why : null, { text });
      (props.node.setValue as (value: string | null) => unknown)(value || null);
    });
  };
  const add = (place: Place) => answer([lines().trimEnd(), writePlace(place)].filter(Boolean).join("\n"));
  const addHere = () => {
    search()?.stop();
    if (placeWay === "preview") {
      setSaid("place-in-preview");
      return;
    }
    let best: Place | null = null;
    const end = (why: PlaceProblem | null) => {
      setSearch(null);
      setSaid(why);
      if (best) add(best);
    };
    setSaid("place-searching");
    setSearch(
      searchPlace(
        GOOD_ENOUGH,
        (place, isGoodEnough) => {
          best = place;
          if (isGoodEnough) end(null);
        },
        (why) => end(best ? null : why),
      ),
    );
  };
  return (
    <>
      <TextArea
        id={questionId(props.node)}
        name={questionId(props.node)}
        label={{ text: labelWords(props.node), classes: LABEL }}
        hint={hintWords(props.node) ?? { text: t(isArea() ? "area-hint" : "way-hint") }}
        errorMessage={errorWords(props.error(props.node))}
        rows={ROWS}
        spellcheck={false}
        autocomplete="off"
        attributes={{ dir: "ltr" }}
        value={lines()}
        disabled={props.node.currentState.readonly}
        onInput={(event) => answer(event.currentTarget.value)}
      />
      <Show when={!props.node.currentState.readonly && placeWay !== "typed"}>
        <div class="app-beside">
          <Button type="button" classes="govuk-button--secondary" onClick={addHere}>
            {t("points-add")}
          </Button>
          <p class="govuk-body app-said" role="status">
            {said() ? t(said() ?? "") : ""}
          </p>
        </div>
      </Show>
    </>
  );
}

function asLines(stored: string, isArea: boolean): string {
  const points = stored
    .split(";")
    .map((point) => point.trim())
    .filter(Boolean);
  if (isArea && points.length > 1 && points.at(-1) === points[0]) points.pop();
  return points.join("\n");
}

/** "" for none, null for what is no way (two places at least) or no area (three). */
function joinPoints(text: string, isArea: boolean): string | null {
  const lines = text
    .split(/[\n;]/)
    .map((line) => line.trim())
    .filter(Boolean);
  if (lines.length === 0) return "";
  const places = lines.map(parsePlace);
  if (places.length < (isArea ? 3 : 2)) return null;
  const points: string[] = [];
  for (const place of places) {
    if (!place) return null;
    points.push(writePlace(place));
  }
  const isClosed = points[0] === points.at(-1);
  if (isArea && !isClosed) points.push(points[0] ?? "");
  return isArea || !isClosed ? points.join(";") : null;
}
