// A label or hint as the form's author wrote it: the Markdown subset that the engine parsed, as elements.
// HTML in a label is shown as plain text: a form must not bring its own elements into the app.
import type { AnyNode } from "@getodk/xforms-engine";
import { For, type JSX, Match, Show, Switch } from "solid-js";

type Range = NonNullable<AnyNode["currentState"]["label"]>;
type Marked = Range["formatted"][number];

/** `inline` (inside a label or legend) flattens paragraphs and lists. */
export function MarkedText(props: { range: Range | null; inline?: boolean }) {
  return (
    <Show when={props.range}>
      {(range) => (
        <For each={range().formatted}>{(node) => <Piece node={node} inline={props.inline ?? true} />}</For>
      )}
    </Show>
  );
}

function Piece(props: { node: Marked; inline: boolean }): JSX.Element {
  const children = () => (
    <For each={"children" in props.node ? props.node.children : []}>
      {(child) => <Piece node={child} inline={props.inline} />}
    </For>
  );
  const name = () => ("elementName" in props.node ? props.node.elementName : "");
  return (
    <Switch fallback={children()}>
      <Match when={props.node.role === "child" && "value" in props.node && props.node}>
        {(node) => <>{(node() as { value: string }).value}</>}
      </Match>
      <Match when={props.node.role === "html" && "unsafeHtml" in props.node && props.node}>
        {(node) => <>{(node() as { unsafeHtml: string }).unsafeHtml.replace(/<[^>]*>/g, "")}</>}
      </Match>
      <Match when={props.node.role === "line-break"}>
        <br />
      </Match>
      <Match when={name() === "strong"}>
        <strong>{children()}</strong>
      </Match>
      <Match when={name() === "em"}>
        <em>{children()}</em>
      </Match>
      <Match when={name() === "a" && safeLink(props.node)}>
        {(href) => (
          <a
            class="govuk-link"
            href={href()}
            rel="noreferrer"
            target={href().startsWith("tel:") ? undefined : "_blank"}
          >
            {children()}
          </a>
        )}
      </Match>
      <Match when={!props.inline && name() === "p"}>
        <p class="govuk-body">{children()}</p>
      </Match>
      <Match when={!props.inline && name() === "ul"}>
        <ul class="govuk-list govuk-list--bullet">{children()}</ul>
      </Match>
      <Match when={!props.inline && name() === "ol"}>
        <ol class="govuk-list govuk-list--number">{children()}</ol>
      </Match>
      <Match when={!props.inline && name() === "li"}>
        <li>{children()}</li>
      </Match>
    </Switch>
  );
}

function safeLink(node: Marked): string | null {
  const url = "url" in node ? String(node.url) : "";
  return /^(https?:|tel:|mailto:)/i.test(url) ? url : null;
}
