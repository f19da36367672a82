// A photograph of a barcode, read on the phone where the browser can (BarcodeDetector, WICG Shape Detection). It is not kept.
import { createSignal, Show } from "solid-js";
import { t } from "../texts";

interface Detector {
  detect: (source: ImageBitmap) => Promise<{ rawValue: string }[]>;
}

function makeDetector(): Detector | null {
  const Made = (globalThis as { BarcodeDetector?: new () => Detector }).BarcodeDetector;
  return Made ? new Made() : null;
}

export function BarcodeButton(props: { id: string; onRead: (code: string) => void }) {
  const [said, setSaid] = createSignal("");
  const detector = makeDetector();
  const read = async (input: HTMLInputElement) => {
    const [file] = input.files ?? [];
    input.value = "";
    if (!file || !detector) return;
    setSaid(t("barcode-reading"));
    const code = await findCode(detector, file);
    setSaid(code ? t("barcode-read", { code }) : t("barcode-none"));
    if (code) props.onRead(code);
  };
  return (
    <Show when={detector}>
      <div class="app-beside">
        <span class="app-file">
          <input
            class="app-file__input"
            type="file"
            id={props.id}
            accept="image/*"
            capture="environment"
            onChange={(event) => void read(event.currentTarget)}
          />
          <label class="govuk-button govuk-button--secondary app-file__button" for={props.id}>
            {t("barcode-take")}
          </label>
        </span>
        <p class="govuk-body app-said" role="status">
          {said()}
        </p>
      </div>
    </Show>
  );
}

/** Null when there is none in the picture, or the picture cannot be read. */
async function findCode(detector: Detector, file: File): Promise<string | null> {
  try {
    const picture = await createImageBitmap(file);
    const [found] = await detector.detect(picture);
    picture.close();
    return found?.rawValue ?? null;
  } catch {
    return null;
  }
}
