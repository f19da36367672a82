// The way back to the screen before, at the top of a screen.
import type { ParentProps } from "solid-js";
import { type Attributes, joinClasses } from "./words";

export function BackLink(
  props: ParentProps<{
    href?: string | undefined;
    classes?: string | undefined;
    attributes?: Attributes | undefined;
    onClick?: (event: MouseEvent) => void;
  }>,
) {
  return (
    <a
      href={props.href || "#"}
      class={joinClasses("govuk-back-link", props.classes)}
      onClick={(event) => props.onClick?.(event)}
      {...props.attributes}
    >
      {props.children || "Back"}
    </a>
  );
}
