// What was half typed on a screen when it was locked, so that it stands there again afterwards.

export interface TypedField {
  /** The field's id on its screen. */
  id: string;
  value: string;
  is_checked?: boolean;
}

export interface TypedScreen {
  /** The address of the screen: elsewhere these fields mean nothing. */
  hash: string;
  fields: TypedField[];
  focused_id: string | null;
  /** Its place among all that can have the focus, for what has no id. */
  focused_at: number | null;
  /** Of the field that had the focus. */
  selection: [number, number] | null;
  scrolled: number;
}
