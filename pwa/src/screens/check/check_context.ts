// The running check, for the pages; and for the questions only what answering one needs, so that a preview can host them too.
import { createContext, useContext } from "solid-js";
import type { AnyNode, OpenForm, RepeatRangeNode } from "../../forms/host";
import type { FormPage, Missing } from "../../forms/pages";
import type { FormPhoto } from "../../forms/photo";
import type { FormMedia } from "./form_media";
import type { RunningCheck } from "./running_check";
import type { TypedInputs } from "./typed_inputs";

/** The browser is asked where it is, or a preview says what a phone would do, or the page asks for places by typing alone. */
export type PlaceWay = "asked" | "preview" | "typed";

export interface Answering {
  /** What was typed and is no answer of its type. */
  readonly typed: TypedInputs;
  /** Resolves when the photo is on the phone, or gone from it. */
  setPhoto: (node: AnyNode, photo: FormPhoto | null) => Promise<void>;
  removeInstance: (range: RepeatRangeNode, index: number) => Promise<void>;
  /** What its labels show; a form that is asked without any says that they are missing. */
  readonly media?: FormMedia;
  /** The browser's own choice between camera and files is enough, as for residents. */
  readonly hasOneWay?: boolean;
  /** "asked" where it says nothing. */
  readonly placeWay?: PlaceWay;
}

/** A form that somebody fills in, whoever they are: an officer's check, or a resident's form by link. */
export interface RunningForm extends Answering {
  readonly form: OpenForm;
  readonly pages: () => FormPage[];
  readonly missing: () => Missing[];
  readonly language: () => string;
  setLanguage: (code: string) => void;
}

const CheckContext = createContext<RunningCheck>();
export const CheckProvider = CheckContext.Provider;

const AnsweringContext = createContext<Answering>();
export const AnsweringProvider = AnsweringContext.Provider;

const FormContext = createContext<RunningForm>();
export const FormProvider = FormContext.Provider;

export function useForm(): RunningForm {
  const form = useContext(FormContext);
  if (!form) throw new Error("A page stands outside a form.");
  return form;
}

export function useCheck(): RunningCheck {
  const check = useContext(CheckContext);
  if (!check) throw new Error("A page stands outside a check.");
  return check;
}

export function useAnswering(): Answering {
  const answering = useContext(AnsweringContext);
  if (!answering) throw new Error("A question stands outside a form.");
  return answering;
}
