// What a helper says of themselves stands under its radio button and opens with it, as GOV.UK has it. Without a script it is open.
import { Radios } from "govuk-frontend";

/** Again for a form that has come into the page meanwhile; one that is dressed stays as it is. */
export function foldHelperFields(): void {
  document.body.classList.add("govuk-frontend-supported");
  for (const radios of document.querySelectorAll('[data-module="govuk-radios"]')) {
    if (radios.hasAttribute("data-govuk-radios-init")) continue;
    new Radios(radios);
    const undress = () => leaveExpandedOut(radios);
    undress();
    radios.addEventListener("change", undress);
    addEventListener("pageshow", undress); // they look at what is checked once more then
  }
}

/** A radio button may not say that it is expanded (ARIA 1.2); `aria-controls` says what it opens. */
function leaveExpandedOut(radios: Element): void {
  for (const one of radios.querySelectorAll("[aria-expanded]")) one.removeAttribute("aria-expanded");
}
