// The language that the form speaks: its words carry it, with the way they are written, so that a screen reader says them
// right and Arabic or Urdu stands from right to left inside an app that does not.
import { languageCode } from "../../forms/host";
import { useForm } from "./check_context";

/** ISO 639 codes of languages whose script runs from right to left. */
const RIGHT_TO_LEFT = new Set(["ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"]);

export interface LanguageAttributes {
  lang: string | undefined;
  dir: "rtl" | "ltr" | undefined;
}

/** Nothing where a form names no language: it is taken for the app's. */
export function formLanguage(): LanguageAttributes {
  const running = useForm();
  return {
    get lang() {
      const spoken = running.form.languages.map((one) => languageCode(one.language));
      return spoken.includes(running.language()) ? running.language() : undefined;
    },
    get dir() {
      if (!this.lang) return undefined;
      return RIGHT_TO_LEFT.has(this.lang.split("-")[0] ?? "") ? "rtl" : "ltr";
    },
  };
}
