// The one part of GOV.UK Frontend's scripts that is used; the library brings no types.
declare module "govuk-frontend" {
  export class Radios {
    constructor(root: Element | null);
  }
}
