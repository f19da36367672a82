"""What a PIN costs: its officer in the browser, and a thief who tries PINs on a copy of the phone with the fastest library there is."""

from __future__ import annotations

import secrets
import time

from argon2.low_level import Type, hash_secret_raw
from playwright.sync_api import Page

from tests.bench.figure import Figure, make_figure
from tests.live import HOUSE

RUNS = 7
GUESS = "one PIN tried on a copy, one core"
SIX_DIGITS = 1_000_000
MEMORY_KIB, PASSES, LANES = 65_536, 3, 1  # as in pwa/src/store/data_key.ts; the wrap on the phone names its own
# From asking the worker until its answer, its start included: what stands between the button and the key.
ASK_WORKER = """async ({ path, cost }) => {
  const began = performance.now();
  const worker = new Worker(path, { type: "module" });
  const answer = await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({ pin: "274916", salt: crypto.getRandomValues(new Uint8Array(16)), cost });
  });
  worker.terminate();
  if (answer.hash?.length !== 32) throw new Error(JSON.stringify(answer));
  return performance.now() - began;
}"""


def measure_pin(page: Page, url: str) -> list[float]:
    """Seconds, in the app's own worker."""
    [script] = (HOUSE / "build" / "app" / "assets").glob("pin_worker-*.js")
    page.goto(f"{url}/app/")
    asked = {
        "path": f"/app/assets/{script.name}",
        "cost": {"memory_kib": MEMORY_KIB, "passes": PASSES, "lanes": LANES},
    }
    return [float(page.evaluate(ASK_WORKER, asked)) / 1000 for _ in range(RUNS)]


def measure_guess() -> Figure:
    """One try of somebody who has copied the phone; `per_second` on one core."""
    seconds = []
    for _ in range(RUNS):
        began = time.perf_counter()
        hash_secret_raw(secrets.token_bytes(6), secrets.token_bytes(16), PASSES, MEMORY_KIB, LANES, 32, Type.ID)
        seconds.append(time.perf_counter() - began)
    return make_figure(GUESS, "argon2-cffi", seconds, per_second=1 / sorted(seconds)[RUNS // 2])


def count_core_hours(guess: Figure) -> float:
    """To try every PIN of six digits."""
    return guess.median_ms / 1000 * SIX_DIGITS / 3600
