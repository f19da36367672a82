// What the office page gives a form at a desk: made by server/office/desk_source.py, with the rows of a phone.
import type { CaseRow, CodeListRow, FormVersionRow, ResidentRow, VisitRow } from "../../domain/rows";
import type { EntityRef, SignedInUser } from "../../domain/wire";

export interface DeskSource {
  entity: EntityRef;
  visit: VisitRow | null;
  resident: ResidentRow;
  case: CaseRow | null;
  form: FormVersionRow;
  /** What the council calls the needs that a form hands on. */
  needs: CodeListRow | null;
  /** Addresses of what its labels show, by name. */
  media: Record<string, string>;
  officer: SignedInUser;
  /** The submission that this one takes the place of. */
  corrects: {
    submission_id: string;
    xml: string;
    photo_names: string[];
    versions: Record<string, number>;
  } | null;
  urls: { submit: string; alert: string; token: string; leave: string };
}
