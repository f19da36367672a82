// A telephone number as a link that the phone dials.
export function telLink(telephone: string): string {
  return `tel:${telephone.replace(/[^+\d]/g, "")}`;
}
