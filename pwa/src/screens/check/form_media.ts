// Where a form's labels find their pictures, sounds and films: on this phone, or on the council's own server where a form is
// filled in on its pages. Never holds a form up.
import type { FormVersionRow } from "../../domain/rows";
import type { FoundMedium, Phone } from "../phone";

export interface FormMedia {
  find: (name: string) => Promise<FoundMedium>;
  /** Grows when a file may have come. */
  heard: () => number;
}

export function phoneMedia(phone: Phone, version: FormVersionRow, heard: () => number): FormMedia {
  return { heard, find: (name) => phone.findMedium(version, name) };
}

/** `addresses`: by name, of this same server. */
export function servedMedia(addresses: Readonly<Record<string, string>> | undefined): FormMedia {
  return {
    heard: () => 0,
    find: async (name) => {
      const url = addresses && Object.hasOwn(addresses, name) ? addresses[name] : undefined;
      return url ? { is: "here", url, release: () => undefined } : { is: "missing" };
    },
  };
}
