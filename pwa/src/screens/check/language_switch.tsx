// The form in its other languages, for the resident who is reading along; the app with it, where it speaks that language too.
import { For, Show } from "solid-js";
import { languageCode } from "../../forms/host";
import { LANGUAGES, setLanguage } from "../texts";
import { useForm } from "./check_context";

export function LanguageSwitch() {
  const running = useForm();
  const spoken = running.form.languages.map(({ language }) => ({
    code: languageCode(language),
    name: language.replace(/\s*\([^)]*\)\s*$/, "") || language,
  }));
  const speak = (code: string) => {
    running.setLanguage(code);
    const known = LANGUAGES.find((one) => one.code === code);
    if (known) void setLanguage(known.code);
  };
  return (
    <Show when={spoken.length > 1}>
      <p class="app-languages">
        <For each={spoken}>
          {({ code, name }) => (
            <button
              type="button"
              class="app-languages__one"
              lang={code}
              aria-pressed={running.language() === code}
              onClick={() => speak(code)}
            >
              {LANGUAGES.find((one) => one.code === code)?.name ?? name}
            </button>
          )}
        </For>
      </p>
    </Show>
  );
}
