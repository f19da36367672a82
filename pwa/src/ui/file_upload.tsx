// Choosing a file or taking a photo (`attributes: {capture, accept}`). Holds no bytes.
import type { JSX } from "solid-js";
import { LabelledControl, type SingleQuestion } from "./form_group";
import { type Attributes, joinClasses } from "./words";

export interface FileUploadProps extends SingleQuestion {
  name: string;
  classes?: string | undefined;
  disabled?: boolean | undefined;
  multiple?: boolean | undefined;
  attributes?: Attributes | undefined;
  onChange?: JSX.EventHandler<HTMLInputElement, Event> | undefined;
}

export function FileUpload(props: FileUploadProps) {
  return (
    <LabelledControl
      {...props}
      control={(describedBy) => (
        <input
          class={joinClasses(
            "govuk-file-upload",
            props.classes,
            props.errorMessage && "govuk-file-upload--error",
          )}
          id={props.id}
          name={props.name}
          type="file"
          disabled={props.disabled}
          multiple={props.multiple}
          aria-describedby={describedBy()}
          onChange={(event) => props.onChange?.(event)}
          {...props.attributes}
        />
      )}
    />
  );
}
