// Something the person must know that is not about the page itself.
import { type JSX, type ParentProps, Show } from "solid-js";
import { Dynamic } from "solid-js/web";
import { type Attributes, joinClasses } from "./words";

export interface NotificationBannerProps {
  text?: string | undefined;
  titleText?: JSX.Element;
  titleId?: string | undefined;
  titleHeadingLevel?: number | string | undefined;
  type?: string | undefined;
  role?: string | undefined;
  classes?: string | undefined;
  disableAutoFocus?: boolean | undefined;
  attributes?: Attributes | undefined;
}

export function NotificationBanner(props: ParentProps<NotificationBannerProps>) {
  const isSuccess = () => props.type === "success";
  const titleId = () => props.titleId || "govuk-notification-banner-title";
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: the role is always one that takes a label
    <div
      class={joinClasses(
        "govuk-notification-banner",
        isSuccess() && "govuk-notification-banner--success",
        props.classes,
      )}
      role={(props.role || (isSuccess() ? "alert" : "region")) as "region"}
      aria-labelledby={titleId()}
      data-module="govuk-notification-banner"
      data-disable-auto-focus={
        props.disableAutoFocus === undefined ? undefined : String(props.disableAutoFocus)
      }
      {...props.attributes}
    >
      <div class="govuk-notification-banner__header">
        <Dynamic
          component={`h${props.titleHeadingLevel || 2}`}
          class="govuk-notification-banner__title"
          id={titleId()}
        >
          {props.titleText || (isSuccess() ? "Success" : "Important")}
        </Dynamic>
      </div>
      <div class="govuk-notification-banner__content">
        <Show when={props.text} fallback={props.children}>
          <p class="govuk-notification-banner__heading">{props.text}</p>
        </Show>
      </div>
    </div>
  );
}
