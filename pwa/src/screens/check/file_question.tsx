// Take a photo or choose a file, of the kinds that the council keeps. It is on this phone before it is shown as taken; it
// waits behind the answers.
import { createSignal, Show } from "solid-js";
import type { AnyNode } from "../../forms/host";
import { isKeptKind, takePhoto } from "../../forms/photo";
import { Button } from "../../ui/button";
import { ErrorMessage, FormGroup, Hint } from "../../ui/form_group";
import { FileButton, PICTURES, Picture } from "../frame/photo_parts";
import { fileSize } from "../moments";
import { problemWords } from "../problem_words";
import { t } from "../texts";
import { Chip } from "../visits/sync_chip";
import { findControl } from "./appearances";
import { useAnswering } from "./check_context";
import { type QuestionProps, questionId } from "./question_props";
import { errorWords, hintWords, labelWords } from "./question_words";

type UploadNode = Extract<AnyNode, { nodeType: "upload" }>;

type Kind = "photo" | "file";

export function kindOf(node: UploadNode): Kind {
  return node.nodeOptions.media.accept.startsWith("image/") ? "photo" : "file";
}

export function FileQuestion(props: QuestionProps<UploadNode>) {
  const answering = useAnswering();
  const kind = () => kindOf(props.node);
  const [failed, setFailed] = createSignal<string>();
  const [isBusy, setIsBusy] = createSignal(false);
  const id = () => questionId(props.node);
  const accept = () => (kind() === "photo" ? PICTURES : `${PICTURES},application/pdf`);
  const keep = async (file: File | undefined) => {
    if (file && !isKeptKind(file)) return void setFailed(t("file-not-kept"));
    setFailed(undefined);
    setIsBusy(true);
    try {
      const photo = file
        ? await takePhoto(file, props.node.currentState.reference, props.node.maxPixels)
        : null;
      await answering.setPhoto(props.node, photo);
    } catch (error) {
      setFailed(problemWords(error));
    } finally {
      setIsBusy(false);
      // The button that was pressed is gone: the one in its place takes the focus.
      if (document.activeElement === document.body) document.getElementById(id())?.focus();
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
          fallback={
            <Ways
              id={id()}
              kind={kind()}
              control={findControl(props.node) ?? "file"}
              accept={accept()}
              isBusy={isBusy() || props.node.currentState.readonly}
              keep={keep}
            />
          }
        >
          {(file) => (
            <Taken
              id={id()}
              kind={kind()}
              file={file()}
              isFixed={props.node.currentState.readonly}
              onRemove={() => void keep(undefined)}
            />
          )}
        </Show>
        <p class="govuk-body app-said" role="status">
          {isBusy() ? t(`${kind()}-busy`) : ""}
        </p>
      </fieldset>
    </FormGroup>
  );
}

interface WaysProps {
  id: string;
  kind: Kind;
  /** "camera" and "front_camera" take no file from elsewhere. */
  control: string;
  accept: string;
  isBusy: boolean;
  keep: (file: File | undefined) => Promise<void>;
}

function Ways(props: WaysProps) {
  const { hasOneWay } = useAnswering();
  const hasCamera = () => props.kind === "photo" && !hasOneWay;
  const camera = () => (props.control === "front_camera" ? "user" : "environment");
  const kept = ([file]: File[]) => void props.keep(file);
  return (
    <div class="app-photo-ways">
      <Show when={hasCamera()}>
        <FileButton
          id={props.id}
          text={t("photo-take")}
          accept={props.accept}
          capture={camera()}
          isBusy={props.isBusy}
          onFiles={kept}
        />
      </Show>
      <Show when={props.control === "file" || hasOneWay}>
        <FileButton
          id={hasCamera() ? `${props.id}-file` : props.id}
          text={t("photo-choose")}
          classes="govuk-button--secondary"
          accept={props.accept}
          isBusy={props.isBusy}
          onFiles={kept}
        />
      </Show>
    </div>
  );
}

interface TakenProps {
  id: string;
  kind: Kind;
  file: File;
  isFixed: boolean;
  onRemove: () => void;
}

function Taken(props: TakenProps) {
  return (
    <div class="app-photo">
      <Show when={props.kind === "photo"}>
        <Picture file={props.file} />
      </Show>
      <p class="govuk-body">
        <Chip state="waiting">{t("chip-waiting")}</Chip>
      </p>
      <p class="govuk-body">{t("photo-kept", { size: fileSize(props.file.size) })}</p>
      <Show when={!props.isFixed}>
        <Button
          type="button"
          id={props.id}
          classes="govuk-button--secondary"
          onClick={() => props.onRemove()}
        >
          {t(`${props.kind}-remove`)}
        </Button>
      </Show>
    </div>
  );
}
