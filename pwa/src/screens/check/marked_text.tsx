// A label or hint as the form's author wrote it: the Markdown subset that the engine parsed, as elements.
// HTML in a label is shown as plain text: a form must not bring its own elements into the app.
import { For, type JSX, Match, Show, Switch } from "solid-js";
import { GUIDANCE_MARK, listMarked, type Marked, type Words, withoutElements } from "../../forms/words_of";

/** `inline` (inside a label or legend): paragraphs and lists become lines, since those take no blocks. */
export function MarkedText(props: { range: Words | null; inline?: boolean }) {
  const nodes = () => (props.range ? listMarked(props.range) : []);
  return <Pieces nodes={nodes()} inline={props.inline ?? true} />;
}

export function Pieces(props: { nodes: readonly Marked[]; inline?: boolean }) {
  return <For each={props.nodes}>{(node) => <Piece node={node} inline={Boolean(props.inline)} />}</For>;
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
        {(node) => <>{(node() as { value: string }).value.replaceAll(GUIDANCE_MARK, "")}</>}
      </Match>
      <Match when={props.node.role === "html" && "unsafeHtml" in props.node && props.node}>
        {(node) => <Unknown html={(node() as { unsafeHtml: string }).unsafeHtml} />}
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
      <Match when={name() === "u"}>
        <u>{children()}</u>
      </Match>
      <Match when={HEADING.test(name())}>
        <strong class="app-marked-heading">{children()}</strong>
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
      <Match when={props.inline && LINES.test(name())}>
        <span class={name() === "li" ? "app-marked-line app-marked-line--bullet" : "app-marked-line"}>
          {children()}
        </span>
      </Match>
      <Match when={name() === "p"}>
        <p class="govuk-body">{children()}</p>
      </Match>
      <Match when={!props.inline && name() === "ul"}>
        <ul class="govuk-list govuk-list--bullet">{children()}</ul>
      </Match>
      <Match when={name() === "li"}>
        <li>{children()}</li>
      </Match>
    </Switch>
  );
}

function Unknown(props: { html: string }) {
  return (
    <Show when={/^<br\b[^>]*>$/i.test(props.html)} fallback={withoutElements(props.html)}>
      <br />
    </Show>
  );
}

const LINES = /^(p|div|li)$/;

/** A heading inside a label would stand in the page's outline: it is strong words of its own line instead. */
const HEADING = /^h[1-6]$/;

function safeLink(node: Marked): string | null {
  const url = "url" in node ? String(node.url) : "";
  return /^(https?:|tel:|mailto:)/i.test(url) ? url : null;
}
