// HTML brought into one shape, so that only what a browser would see differently is a difference:
// attribute order, blank space between elements and property-or-attribute are not.

const BY_PROPERTY = ["checked", "selected", "disabled", "multiple", "open"] as const;
const LIVE = new Set<string>([...BY_PROPERTY, "value"]);

export function parseHtml(html: string): Node[] {
  const template = document.createElement("template");
  template.innerHTML = html;
  return [...document.importNode(template.content, true).childNodes];
}

export function shapeOf(nodes: Iterable<Node>): string {
  return [...mergeText(nodes)].map((node) => shape(node, 0)).join("");
}

/** Neighbouring texts count as one, comments as nothing (Solid marks places with them). */
function mergeText(nodes: Iterable<Node>): (Element | string)[] {
  const merged: (Element | string)[] = [];
  for (const node of nodes) {
    if (node instanceof Element) merged.push(node);
    else if (node instanceof Text) {
      const last = merged.at(-1);
      if (typeof last === "string") merged[merged.length - 1] = last + node.data;
      else merged.push(node.data);
    }
  }
  return merged;
}

function shape(node: Element | string, depth: number): string {
  const indent = "  ".repeat(depth);
  if (typeof node === "string") {
    const text = node.replace(/\s+/g, " ").trim();
    return text ? `${indent}${text}\n` : "";
  }
  // A text area's text is its value, which is compared among the attributes.
  const inside = node.localName === "textarea" ? [] : node.childNodes;
  const children = mergeText(inside).map((child) => shape(child, depth + 1));
  return `${indent}<${node.localName}${attributesOf(node)}>\n${children.join("")}`;
}

function attributesOf(element: Element): string {
  const isControl = /^(input|textarea|select|option|button|details)$/.test(element.localName);
  const found: string[] = [];
  for (const { name, value } of element.attributes) {
    if (isControl && LIVE.has(name)) continue;
    const plain = name === "class" ? value.split(/\s+/).filter(Boolean).join(" ") : value;
    found.push(`${name}="${plain.replace(/\s+/g, " ").trim()}"`);
  }
  if (isControl) {
    const live = element as unknown as Record<string, unknown>;
    for (const name of BY_PROPERTY) if (live[name] === true) found.push(name);
    if (element.localName !== "details" && element.localName !== "select")
      found.push(`value="${String(live.value).replace(/\r\n?/g, "\n")}"`);
  }
  return found
    .sort()
    .map((attribute) => ` ${attribute}`)
    .join("");
}
