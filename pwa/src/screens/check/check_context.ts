// The running check, for the questions inside it.
import { createContext, useContext } from "solid-js";
import type { RunningCheck } from "./running_check";

const CheckContext = createContext<RunningCheck>();
export const CheckProvider = CheckContext.Provider;

export function useCheck(): RunningCheck {
  const check = useContext(CheckContext);
  if (!check) throw new Error("A question stands outside a check.");
  return check;
}
