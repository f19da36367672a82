// Take photo, or choose a file. The photo is on this phone before it is shown as taken; it waits behind the answers.
import { createEffect, createSignal, onCleanup, Show } from "solid-js";
import type { AnyNode } from "../../forms/host";
import { takePhoto } from "../../forms/photo";
import { Button } from "../../ui/button";
import { ErrorMessage, FormGroup, Hint } from "../../ui/form_group";
import { fileSize } from "../moments";
import { problemWords } from "../problem_words";
import { t } from "../texts";
import { Chip } from "../visits/sync_chip";
import { useCheck } from "./check_context";
import { type QuestionProps, questionId } from "./question_props";
import { errorWords, hintWords, labelWords } from "./question_words";

type UploadNode = Extract<AnyNode, { nodeType: "upload" }>;

export function PhotoQuestion(props: QuestionProps<UploadNode>) {
  const check = useCheck();
  const [failed, setFailed] = createSignal<string>();
  const [isBusy, setIsBusy] = createSignal(false);
  const id = () => questionId(props.node);
  const accept = () => {
    const wanted = props.node.nodeOptions.media.accept;
    return wanted === "image/*" ? "image/*,.heic,.heif" : wanted;
  };
  const keep = async (file: File | undefined) => {
    setFailed(undefined);
    setIsBusy(true);
    try {
      const photo = file
        ? await takePhoto(file, props.node.currentState.reference, props.node.maxPixels)
        : null;
      await check.setPhoto(props.node, photo);
    } catch (error) {
      setFailed(problemWords(error));
    } finally {
      setIsBusy(false);
    }
  };
  const error = () => failed() ?? props.error(props.node);
  return (
    <FormGroup isWrong={Boolean(error())}>
      <fieldset class="govuk-fieldset" aria-describedby={error() ? `${id()}-error` : undefined}>
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{labelWords(props.node)}</legend>
        <Hint words={hintWords(props.node)} id={`${id()}-hint`} />
        <ErrorMessage words={errorWords(error())} id={`${id()}-error`} />
        <Show
          when={props.node.currentState.value}
          fallback={<Ways id={id()} accept={accept()} isBusy={isBusy()} keep={keep} />}
        >
          {(file) => <Taken file={file()} onRemove={() => void keep(undefined)} />}
        </Show>
        <p class="govuk-body app-said" role="status">
          {isBusy() ? t("photo-busy") : ""}
        </p>
      </fieldset>
    </FormGroup>
  );
}

interface WaysProps {
  id: string;
  accept: string;
  isBusy: boolean;
  keep: (file: File | undefined) => Promise<void>;
}

function Ways(props: WaysProps) {
  const chosen = (event: Event & { currentTarget: HTMLInputElement }) => {
    const [file] = event.currentTarget.files ?? [];
    if (file) void props.keep(file);
  };
  return (
    <div class="app-photo-ways">
      <span class="app-file">
        <input
          class="app-file__input"
          type="file"
          id={props.id}
          accept={props.accept}
          capture="environment"
          disabled={props.isBusy}
          onChange={chosen}
        />
        <label class="govuk-button app-file__button" for={props.id}>
          {t("photo-take")}
        </label>
      </span>
      <span class="app-file">
        <input
          class="app-file__input"
          type="file"
          id={`${props.id}-file`}
          accept={props.accept}
          disabled={props.isBusy}
          onChange={chosen}
        />
        <label class="govuk-button govuk-button--secondary app-file__button" for={`${props.id}-file`}>
          {t("photo-choose")}
        </label>
      </span>
    </div>
  );
}

function Taken(props: { file: File; onRemove: () => void }) {
  const [source, setSource] = createSignal<string>();
  createEffect(() => {
    const address = URL.createObjectURL(props.file);
    setSource(address);
    onCleanup(() => URL.revokeObjectURL(address));
  });
  return (
    <div class="app-photo">
      <img class="app-photo__picture" src={source()} alt={t("photo-alt")} />
      <p class="govuk-body">
        <Chip state="waiting">{t("chip-waiting")}</Chip>
      </p>
      <p class="govuk-body">{t("photo-kept", { size: fileSize(props.file.size) })}</p>
      <Button type="button" classes="govuk-button--secondary" onClick={() => props.onRemove()}>
        {t("photo-remove")}
      </Button>
    </div>
  );
}
