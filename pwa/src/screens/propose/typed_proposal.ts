// What was typed of a proposed visit: what is missing or wrong in it, and the proposal that it makes. Pure.
import type { NewProposal } from "../../domain/operation";
import type { ProposalBasis } from "../../domain/rows";
import { joinDate } from "../date_parts";
import { t } from "../texts";

export interface TypedProposal {
  basis: ProposalBasis | null;
  first_name: string;
  last_name: string;
  telephone: string;
  address_text: string;
  why: string;
  day: string;
  month: string;
  year: string;
}

export const NOTHING_TYPED: TypedProposal = {
  basis: null,
  first_name: "",
  last_name: "",
  telephone: "",
  address_text: "",
  why: "",
  day: "",
  month: "",
  year: "",
};

export interface Mistake {
  field: "basis" | "last_name" | "address_text" | "why" | "wanted_on";
  text: string;
}

/** In the order of the questions. A name or an address is enough: somebody at the council finds the rest. */
export function findMistakes(typed: TypedProposal): Mistake[] {
  const found: Mistake[] = [];
  const isNamed = Boolean(typed.first_name.trim() || typed.last_name.trim());
  if (!typed.basis) found.push({ field: "basis", text: t("propose-basis-missing") });
  if (typed.basis === "met" && !isNamed && !typed.address_text.trim())
    found.push({ field: "last_name", text: t("propose-name-missing") });
  if (typed.basis === "typed_address" && !typed.address_text.trim())
    found.push({ field: "address_text", text: t("propose-address-missing") });
  if (!typed.why.trim()) found.push({ field: "why", text: t("propose-why-missing") });
  if (joinDate(typed) === null) found.push({ field: "wanted_on", text: t("date-wrong") });
  return found;
}

export function readProposal(typed: TypedProposal, visitId: string | null): NewProposal {
  const or = (text: string) => text.trim() || null;
  return {
    basis: typed.basis ?? "met",
    visit_id: visitId,
    first_name: or(typed.first_name),
    last_name: or(typed.last_name),
    telephone: or(typed.telephone),
    address_text: or(typed.address_text),
    why: typed.why.trim(),
    wanted_on: joinDate(typed) || null,
  };
}
