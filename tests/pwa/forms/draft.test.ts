// The keeper of a draft: on disk within a second however fast the answers come, honest when the phone refuses.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Draft } from "../../../pwa/src/domain/draft";
import { DraftKeeper } from "../../../pwa/src/forms/draft";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function makeKeeper(save: (draft: Draft) => Promise<void>) {
  const said: string[] = [];
  let xml = "";
  const keeper = new DraftKeeper(
    () => ({ xml }) as Draft,
    save,
    (state) => said.push(state),
  );
  const answer = (text: string) => {
    xml = text;
    keeper.changed();
  };
  return { keeper, said, answer };
}

it("saves within a second of the first answer although more keep coming", async () => {
  const saved: string[] = [];
  const { answer } = makeKeeper(async ({ xml }) => void saved.push(xml));
  for (let step = 0; step < 10; step += 1) {
    answer(`answer ${step}`);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(saved.length).toBeGreaterThan(0);
});

it("says saved only after the phone's promise", async () => {
  let done: () => void = () => undefined;
  const { answer, said } = makeKeeper(() => new Promise((resolve) => (done = resolve)));
  answer("one");
  await vi.advanceTimersByTimeAsync(1000);
  expect(said).toEqual(["saving"]);
  done();
  await vi.advanceTimersByTimeAsync(0);
  expect(said).toEqual(["saving", "saved"]);
});

it("says failed when the phone refuses, and saves the same answers at the next chance", async () => {
  let isFull = true;
  const saved: string[] = [];
  const { answer, keeper, said } = makeKeeper(async ({ xml }) => {
    if (isFull) throw new Error("full");
    saved.push(xml);
  });
  answer("one");
  await vi.advanceTimersByTimeAsync(1000);
  expect(said.at(-1)).toBe("failed");
  isFull = false;
  await keeper.flush();
  expect([saved, said.at(-1)]).toEqual([["one"], "saved"]);
});

it("saves nothing after it was closed: the draft has become a submission", async () => {
  const saved: string[] = [];
  const { answer, keeper } = makeKeeper(async ({ xml }) => void saved.push(xml));
  answer("one");
  await keeper.close();
  answer("two");
  await vi.advanceTimersByTimeAsync(2000);
  expect(saved).toEqual([]);
});

it("goes on saving when the submission could not be saved after all", async () => {
  const saved: string[] = [];
  const { answer, keeper } = makeKeeper(async ({ xml }) => void saved.push(xml));
  answer("one");
  await keeper.close();
  keeper.reopen();
  await vi.advanceTimersByTimeAsync(1000);
  answer("two");
  await vi.advanceTimersByTimeAsync(1000);
  expect(saved).toEqual(["one", "two"]);
});

it("settles only when what was said during the last writing is on disk too", async () => {
  const saved: string[] = [];
  const { answer, keeper } = makeKeeper(async ({ xml }) => {
    saved.push(xml);
    if (saved.length === 1) answer("two");
  });
  answer("one");
  await keeper.settle();
  expect(saved).toEqual(["one", "two"]);
});

it("settles after one more try where the phone refuses", async () => {
  const saved: string[] = [];
  const { answer, keeper } = makeKeeper(async ({ xml }) => {
    saved.push(xml);
    throw new Error("full");
  });
  answer("one");
  await keeper.settle();
  expect(saved).toEqual(["one", "one"]);
});
