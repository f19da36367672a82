// Questions of the form that asks everything, each on a page of a test with nothing around it but what a control needs.
import { Blob as NodeBlob } from "node:buffer";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { render } from "solid-js/web";
import { type AnyNode, type OpenForm, openForm, walk } from "../../../../pwa/src/forms/host";
import type { FormPhoto } from "../../../../pwa/src/forms/photo";
import {
  type Answering,
  AnsweringProvider,
  type PlaceWay,
} from "../../../../pwa/src/screens/check/check_context";
import { Question } from "../../../../pwa/src/screens/check/question";
import { takeTurnAway } from "../../../../pwa/src/screens/check/take_turn_away";
import { TypedInputs } from "../../../../pwa/src/screens/check/typed_inputs";
import "../../../../pwa/src/screens/later_texts";

const FOLDER = join(import.meta.dirname, "../../../fixtures/forms");
export const ALL_TYPES = readFileSync(join(FOLDER, "all_question_types.xml"), "utf8");

export async function openAll(language = "en", xform = ALL_TYPES, xml: string | null = null) {
  const draft = xml ? { xml, bases: {}, photos: [] } : null;
  return new Asked(await openForm({ xform, prefill: {}, device_id: "d1", draft, language }));
}

export class Asked implements Answering {
  readonly typed = new TypedInputs();
  readonly photos: (FormPhoto | null)[] = [];
  placeWay: PlaceWay = "asked";
  private dispose: (() => void) | undefined;

  constructor(readonly form: OpenForm) {}

  setPhoto = async (node: AnyNode, photo: FormPhoto | null): Promise<void> => {
    this.photos.push(photo);
    this.form.setPhoto(node, photo);
  };

  removeInstance: Answering["removeInstance"] = async (range, index) => {
    takeTurnAway(this.form, range, index, this.typed);
  };

  find(reference: string): AnyNode {
    const wanted = `/data/${reference}`;
    const found = [...walk(this.form.root.currentState.children)].find(
      (node) => node.currentState.reference === wanted,
    );
    if (!found) throw new Error(`no node ${wanted}`);
    return found;
  }

  answer(reference: string): string | undefined {
    return this.form.answers().get(`/data/${reference}`);
  }

  set(reference: string, value: string): void {
    const node = this.find(reference);
    if (node.nodeType === "select") node.selectValue(value);
    else (node as { setValue: (value: string) => void } & AnyNode).setValue(value);
  }

  /** The question alone on the page. */
  ask(reference: string, error?: string): HTMLElement {
    this.close();
    const node = this.find(reference);
    const place = document.createElement("main");
    document.body.replaceChildren(place);
    this.dispose = render(
      () => (
        <AnsweringProvider value={this}>
          <Question node={node} error={(one) => (one === node ? error : undefined)} />
        </AnsweringProvider>
      ),
      place,
    );
    return place;
  }

  close(): void {
    this.dispose?.();
    this.dispose = undefined;
  }
}

export function one<Type extends HTMLElement = HTMLInputElement>(selector: string): Type {
  const found = document.querySelector<Type>(selector);
  if (!found) throw new Error(`no ${selector} in ${document.body.innerHTML}`);
  return found;
}

export function all<Type extends HTMLElement = HTMLInputElement>(selector: string): Type[] {
  return [...document.querySelectorAll<Type>(selector)];
}

export function type(element: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  element.value = text;
  element.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

/** Into a file input, as from a camera or a folder. */
export function chooseFile(input: HTMLInputElement, name: string, type: string): void {
  const file = new File(["abc"], name, { type });
  Object.assign(file, { arrayBuffer: () => new NodeBlob(["abc"]).arrayBuffer() }); // jsdom's files have none
  Object.defineProperty(input, "files", { value: [file], configurable: true });
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

export function press(element: HTMLElement, key: string): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  element.dispatchEvent(event);
  return event;
}

export function button(words: string): HTMLButtonElement {
  const found = all<HTMLButtonElement>("button").find(
    (candidate) => (candidate.getAttribute("aria-label") ?? candidate.textContent?.trim()) === words,
  );
  if (!found) throw new Error(`no button ${words}: ${document.body.textContent}`);
  return found;
}

export const settled = () => new Promise((resolve) => setTimeout(resolve));
