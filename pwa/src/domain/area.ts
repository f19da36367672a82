// An area of a picture, in per cent from its left and top edge, with one decimal: what the office blacks out. Pure.

export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const SIDES = ["left", "top", "width", "height"] as const;
export const FIRST_AREA: Area = { left: 40, top: 40, width: 20, height: 20 };
const LEAST = 0.5;
const WHOLE = 100;

/** The area as four fields say it; null where one is no number, or it reaches beyond the picture. */
export function readArea(typed: Readonly<Record<keyof Area, string>>): Area | null {
  const lengths = SIDES.map((side) => {
    const text = typed[side].trim().replace(",", ".");
    return /^\d{1,3}(\.\d{1,2})?$/.test(text) ? Number(text) : Number.NaN;
  });
  const [left = Number.NaN, top = Number.NaN, width = Number.NaN, height = Number.NaN] = lengths;
  const isWithin = left + width <= WHOLE && top + height <= WHOLE && width > 0 && height > 0;
  return isWithin ? { left, top, width, height } : null;
}

/** The area between two corners, kept within the picture. */
export function drawBetween(from: Point, to: Point): Area {
  const [left, right] = inOrder(keep(from.x), keep(to.x));
  const [top, bottom] = inOrder(keep(from.y), keep(to.y));
  return resize({ left, top, width: 0, height: 0 }, right - left, bottom - top);
}

/** The same area elsewhere; it stops at the edge. */
export function move(area: Area, right: number, down: number): Area {
  const left = round(Math.min(Math.max(area.left + right, 0), WHOLE - area.width));
  const top = round(Math.min(Math.max(area.top + down, 0), WHOLE - area.height));
  return { ...area, left, top };
}

/** The same corner, wider and higher by so much; it stops at the edge and never vanishes. */
export function resize(area: Area, wider: number, higher: number): Area {
  const left = Math.min(area.left, WHOLE - LEAST);
  const top = Math.min(area.top, WHOLE - LEAST);
  const width = Math.min(Math.max(area.width + wider, LEAST), WHOLE - left);
  const height = Math.min(Math.max(area.height + higher, LEAST), WHOLE - top);
  return { left: round(left), top: round(top), width: round(width), height: round(height) };
}

function keep(length: number): number {
  return Math.min(Math.max(length, 0), WHOLE);
}

function inOrder(one: number, other: number): [number, number] {
  return one <= other ? [one, other] : [other, one];
}

function round(length: number): number {
  return Math.round(length * 10) / 10;
}
