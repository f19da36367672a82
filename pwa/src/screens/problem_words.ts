// A failure in the officer's language: what happened to the work, and what to do now.
import { isProblem, type Problem } from "../domain/problems";
import { hasText, t } from "./texts";

export function problemWords(error: unknown): string {
  if (!isProblem(error)) return t("problem-unknown");
  return codeWords(error);
}

/** "Already saved" means here that the conflict was settled or moved while it was on the screen. */
export function conflictProblemWords(error: unknown): string {
  return isProblem(error, "already_saved") ? t("problem-conflict-moved") : problemWords(error);
}

export function codeWords(problem: Problem): string {
  if (problem.code === "refused_in_words") return problem.words;
  const name = `problem-${problem.code.replaceAll("_", "-")}`;
  return hasText(name) ? t(name, { count: problem.count }) : problem.message;
}
