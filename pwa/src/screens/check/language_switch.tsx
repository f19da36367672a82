// The form and the app in the other language, where the form speaks it: the resident may be reading along.
import { For, Show } from "solid-js";
import { languageCode } from "../../forms/host";
import { LANGUAGES, language, setLanguage } from "../texts";
import { useCheck } from "./check_context";

export function LanguageSwitch() {
  const check = useCheck();
  const spoken = () => new Set(check.parts.form.languages.map((one) => languageCode(one.language)));
  const others = () => LANGUAGES.filter(({ code }) => code !== language() && spoken().has(code));
  return (
    <Show when={others().length > 0}>
      <p class="app-languages">
        <For each={others()}>
          {({ code, name }) => (
            <button
              type="button"
              class="app-languages__one"
              lang={code}
              onClick={() => void setLanguage(code)}
            >
              {name}
            </button>
          )}
        </For>
      </p>
    </Show>
  );
}
