// An area of a picture: read from fields, drawn, moved and resized within the picture.
import { describe, expect, it } from "vitest";
import { drawBetween, move, readArea, resize } from "../../../pwa/src/domain/area";

const AREA = { left: 10, top: 20, width: 30, height: 40 };

describe("an area of a picture", () => {
  it("is read from four fields, and is none where one is no number or it reaches beyond the picture", () => {
    const typed = { left: "10", top: " 20 ", width: "30,5", height: "40.25" };
    expect(readArea(typed)).toEqual({ left: 10, top: 20, width: 30.5, height: 40.25 });
    for (const wrong of [
      { left: "" },
      { top: "-1" },
      { width: "x" },
      { height: "81" },
      { width: "0" },
      { left: "1e1" },
    ]) {
      expect(readArea({ ...typed, ...wrong })).toBeNull();
    }
  });

  it("lies between two corners, whichever comes first, and within the picture", () => {
    const area = { left: 10, top: 20, width: 30, height: 40 };
    expect(drawBetween({ x: 10, y: 20 }, { x: 40, y: 60 })).toEqual(area);
    expect(drawBetween({ x: 40, y: 60 }, { x: 10, y: 20 })).toEqual(area);
    expect(drawBetween({ x: -50, y: 90 }, { x: 20, y: 300 })).toEqual({
      left: 0,
      top: 90,
      width: 20,
      height: 10,
    });
  });

  it("never vanishes, not in a corner either", () => {
    expect(drawBetween({ x: 100, y: 100 }, { x: 100, y: 100 })).toEqual({
      left: 99.5,
      top: 99.5,
      width: 0.5,
      height: 0.5,
    });
    expect(resize(AREA, -90, -90)).toEqual({ left: 10, top: 20, width: 0.5, height: 0.5 });
  });

  it("moves and grows up to the edge", () => {
    expect(move(AREA, 1, -1)).toEqual({ left: 11, top: 19, width: 30, height: 40 });
    expect(move(AREA, 500, 500)).toEqual({ left: 70, top: 60, width: 30, height: 40 });
    expect(resize(AREA, 500, 1)).toEqual({ left: 10, top: 20, width: 90, height: 41 });
  });
});
