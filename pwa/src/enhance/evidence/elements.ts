// Small parts of a page, as GOV.UK has them.

export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string> = {},
  ...inside: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

/** `about` is read out and not shown: of ten buttons of one name each says what it is for. */
export function makeButton(words: string, press: () => void, about = ""): HTMLButtonElement {
  const button = make("button", { type: "button", class: "govuk-button govuk-button--secondary" }, words);
  if (about) button.append(make("span", { class: "govuk-visually-hidden" }, `: ${about}`));
  button.addEventListener("click", press);
  return button;
}

/** What is asked before something is lost: read out at once, with the safe way first. */
export function askFirst(words: string, ways: readonly (readonly [string, () => void])[]): HTMLElement {
  const box = make("div", { class: "govuk-inset-text", role: "alert" });
  const buttons = ways.map(([name, go]) =>
    makeButton(name, () => {
      box.remove();
      go();
    }),
  );
  box.append(
    make("p", { class: "govuk-body" }, words),
    make("div", { class: "govuk-button-group" }, ...buttons),
  );
  return box;
}
