// The button that opens the camera or the phone's files, and the picture that came of it.
import { createEffect, createSignal, onCleanup } from "solid-js";
import { t } from "../texts";

export const PICTURES = "image/*,.heic,.heif";

export interface FileButtonProps {
  id: string;
  text: string;
  classes?: string;
  accept: string;
  capture?: "user" | "environment" | undefined;
  multiple?: boolean;
  isBusy: boolean;
  onFiles: (files: File[]) => void;
}

export function FileButton(props: FileButtonProps) {
  const chosen = (event: Event & { currentTarget: HTMLInputElement }) => {
    const files = [...(event.currentTarget.files ?? [])];
    if (files.length) props.onFiles(files);
  };
  return (
    <span class="app-file">
      <input
        class="app-file__input"
        type="file"
        id={props.id}
        accept={props.accept}
        capture={props.capture}
        multiple={props.multiple}
        disabled={props.isBusy}
        onChange={chosen}
      />
      <label class={`govuk-button app-file__button ${props.classes ?? ""}`} for={props.id}>
        {props.text}
      </label>
    </span>
  );
}

/** Nothing is shown of what this phone cannot draw but the words in its place. */
export function Picture(props: { file: Blob }) {
  const [source, setSource] = createSignal<string>();
  createEffect(() => {
    const address = URL.createObjectURL(props.file);
    setSource(address);
    onCleanup(() => URL.revokeObjectURL(address));
  });
  return <img class="app-photo__picture" src={source()} alt={t("photo-alt")} />;
}
