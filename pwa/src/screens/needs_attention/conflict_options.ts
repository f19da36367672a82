// What an officer may choose between in one conflict, or in several that belong together. Pure; decides nothing.
import type { ShownConflict } from "../../domain/conflicts";

/** Fields that only make sense as one: they are settled together. */
const GROUPS: Readonly<Record<string, string>> = {
  first_name: "name",
  last_name: "name",
  address_lines: "address",
  postcode: "address",
  uprn: "address",
};

export interface ConflictOption {
  /** "shown", or the op_id of a side. */
  chosen: string;
  mine: boolean;
  /** Null: the council's own list, with no writer known. */
  who: string | null;
  at: string | null;
  stands_now: boolean;
  values: { field: string; value: unknown }[];
}

/** Those that are settled together stand together; the order of the first of each is kept. */
export function groupConflicts(conflicts: readonly ShownConflict[]): ShownConflict[][] {
  const groups = new Map<string, ShownConflict[]>();
  for (const shown of conflicts) {
    const { entity_id, field } = shown.conflict.fields;
    const key = `${entity_id}:${GROUPS[field] ?? field}`;
    groups.set(key, [...(groups.get(key) ?? []), shown]);
  }
  return [...groups.values()];
}

/** What stands now first, then mine, then the others by time. */
export function listOptions(group: readonly ShownConflict[]): ConflictOption[] {
  const [first] = group;
  if (!first) return [];
  const { shown } = first.conflict.fields;
  const now: ConflictOption = {
    chosen: "shown",
    mine: false,
    who: shown.who,
    at: shown.at,
    stands_now: true,
    values: group.map(({ conflict: { fields } }) => ({ field: fields.field, value: fields.shown.value })),
  };
  const sides = new Map(
    group.flatMap(({ conflict }) => conflict.fields.sides).map((side) => [side.op_id, side]),
  );
  const written = [...sides.values()]
    .sort((one, two) => Number(two.mine) - Number(one.mine) || one.at.localeCompare(two.at))
    .map(({ op_id, mine, who, at }) => ({
      chosen: op_id,
      mine,
      who,
      at,
      stands_now: false,
      values: group.map(({ conflict: { fields } }) => ({
        field: fields.field,
        value: (fields.sides.find((side) => side.op_id === op_id) ?? fields.shown).value,
      })),
    }));
  return [now, ...written];
}

/** The choice for one conflict of a group: a side that it does not have means what stands. */
export function choiceFor({ conflict }: ShownConflict, chosen: string): string {
  return conflict.fields.sides.some(({ op_id }) => op_id === chosen) ? chosen : "shown";
}
