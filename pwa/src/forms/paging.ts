// How a form is cut into pages: as its author says in the style of the settings sheet, else as suits who fills it in.
// pyxform carries the style to the class of the form's body (XLSForm, settings; ODK XForms, body attributes).
import type { RootNode } from "./host";
import { type FormPage, listPages } from "./pages";
import { listQuestionPages } from "./question_pages";

/** Words of a style, several of which may stand; server/forms/left_out.py warns of any other. */
const BY_GROUP = "pages";
const BY_QUESTION = "one-question";

/** Residents get one question a page and officers a top-level group, unless the form says otherwise. */
export function cutIntoPages(root: RootNode, reader: "officer" | "resident"): FormPage[] {
  const { classes } = root;
  const isByQuestion = classes[BY_QUESTION] || (reader === "resident" && !classes[BY_GROUP]);
  return isByQuestion ? listQuestionPages(root) : listPages(root);
}
