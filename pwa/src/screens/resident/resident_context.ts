// The form by link, for its pages.
import { createContext, useContext } from "solid-js";
import type { ResidentForm } from "./resident_form";

export interface ResidentScope {
  running: ResidentForm;
  council: { name: string; telephone: string };
}

const Context = createContext<ResidentScope>();
export const ResidentProvider = Context.Provider;

export function useResident(): ResidentScope {
  const scope = useContext(Context);
  if (!scope) throw new Error("A page stands outside a form by link.");
  return scope;
}
