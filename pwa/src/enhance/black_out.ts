// Lets an area be drawn on a picture of the office pages, by pointer or by arrow keys. The page's four fields stay the truth, and
// without this script they do the same. Sends and keeps nothing.
import {
  type Area,
  drawBetween,
  FIRST_AREA,
  move,
  type Point,
  readArea,
  resize,
  SIDES,
} from "../domain/area";

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Where the frame has a picture with its fields; without one it does nothing. */
export function improvePicture(frame: HTMLElement): void {
  const form = document.getElementById(frame.dataset.form ?? "");
  const outline = frame.querySelector("rect");
  const fields = SIDES.map((side) => form?.querySelector<HTMLInputElement>(`input[name=${side}]`));
  const [left, top, width, height] = fields;
  if (!form || !outline || !left || !top || !width || !height) return;
  const inputs = { left, top, width, height };

  const handle = document.createElement("div");
  handle.className = "doorstep-picture-handle";
  handle.tabIndex = 0;
  handle.hidden = true;
  handle.setAttribute("role", "application");
  handle.setAttribute("aria-label", frame.dataset.handle ?? "");
  frame.append(handle);

  const read = () => readArea({ left: left.value, top: top.value, width: width.value, height: height.value });
  const show = () => {
    const area = read();
    handle.hidden = area === null || !frame.classList.contains("doorstep-picture-drawn-on");
    for (const side of SIDES) {
      outline.setAttribute(side === "left" ? "x" : side === "top" ? "y" : side, `${area?.[side] ?? 0}`);
      handle.style.setProperty(side, `${area?.[side] ?? 0}%`);
    }
  };
  const write = (area: Area) => {
    for (const side of SIDES) inputs[side].value = `${area[side]}`;
    show();
  };

  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary";
  button.textContent = frame.dataset.button ?? "";
  button.addEventListener("click", () => {
    frame.classList.add("doorstep-picture-drawn-on");
    write(read() ?? FIRST_AREA);
    handle.focus();
  });
  form.prepend(button);

  form.addEventListener("input", show);
  handle.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const area = read();
    if (!step || !area || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    write(event.shiftKey ? resize(area, ...step) : move(area, ...step));
    handle.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  });
  drawByPointer(frame, write);
  show();
}

function drawByPointer(frame: HTMLElement, write: (area: Area) => void): void {
  let from: Point | null = null;
  const place = (event: MouseEvent): Point => {
    const box = frame.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) / box.width) * 100,
      y: ((event.clientY - box.top) / box.height) * 100,
    };
  };
  frame.addEventListener("pointerdown", (event) => {
    if (!frame.classList.contains("doorstep-picture-drawn-on") || event.button !== 0) return;
    event.preventDefault();
    from = place(event);
  });
  document.addEventListener("pointermove", (event) => {
    if (from) write(drawBetween(from, place(event)));
  });
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, () => {
      from = null;
    });
  }
}

for (const frame of document.querySelectorAll<HTMLElement>("[data-black-out]")) improvePicture(frame);
