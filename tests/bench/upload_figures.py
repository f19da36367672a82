"""Figures of sending photos: over a link that is cut, beside @tus/server in the same run, and many at once.

The senders are threads of this process, which share the machine with the servers.
"""

from __future__ import annotations

import datetime as dt
import http.client
import random
import threading
import time
import uuid
from contextlib import closing
from pathlib import Path

from sqlalchemy.orm import Session

from server.app import create_app
from server.config import read_settings
from server.store.database import db
from server.store.tables import User
from tests.bench.figure import Figure, make_figure
from tests.bench.many_figures import all_at_once
from tests.bench.process_status import read_status
from tests.bench.town import add_officers, add_visits
from tests.factories.borough import Phone, add_phone
from tests.live.cut_link import CHUNK, CutLink, Tally, take_photos
from tests.live.stack import Stack
from tests.server.api.tus_line import TusLine, ours, reference

VISITS, PHOTOS_EACH, PHOTO_BYTES, SHARE = 50, 4, 300_000, 0.3
LARGE, RUNS = 3 * 1024 * 1024, 9
SENDERS, EACH_BYTES = 20, 10_000_000
CUT = f"{VISITS} visits x {PHOTOS_EACH} photos, link cut at random"
AGAIN = "photo bytes sent again after a cut"


def measure_uploads(where: str, database_url: str, folder: Path) -> list[Figure]:
    """All of them on one database; @tus/server, which has none, beside each."""
    stack = Stack(folder, database_url=database_url, with_worker=False)
    folder.mkdir(parents=True, exist_ok=True)
    stack.flask("prepare")
    with create_app(read_settings(stack.environment())).app_context():
        officers = [officer_id for officer_id, _ in add_officers(db.engine, SENDERS + 1)]
        visit_ids = add_visits(db.engine, officers[0], VISITS, on=dt.datetime.now(dt.UTC).date())
        with Session(db.engine) as session:
            phones = [_add_phone(session, officer_id) for officer_id in officers]
            session.commit()
        db.engine.dispose()
    stack.start_web()
    chance = random.Random(20)
    try:
        figures = _send_over_cut_link(where, stack, phones[0], visit_ids, chance)
        (photo,) = take_photos(phones[0], 1, LARGE, chance)
        with reference(folder / "tus") as peer:
            by_turns = {where: ours(stack.port, phones[0]), "@tus/server": peer}
            figures += _send_large(by_turns, photo.content)
        figures += _send_many(where, stack, phones[1:], chance)
    finally:
        stack.stop()
    return figures


def _add_phone(session: Session, officer_id: uuid.UUID) -> Phone:
    return add_phone(session, session.get_one(User, officer_id))


def _send_over_cut_link(
    where: str, stack: Stack, phone: Phone, visit_ids: list[uuid.UUID], chance: random.Random
) -> list[Figure]:
    visits = {visit_id: take_photos(phone, PHOTOS_EACH, PHOTO_BYTES, chance) for visit_id in visit_ids}
    link = CutLink(stack.port, chance, SHARE, Tally())
    began = time.perf_counter()
    link.send_visits(visits)
    seconds, tally = time.perf_counter() - began, link.tally
    assert tally.photos == VISITS * PHOTOS_EACH
    assert tally.most_again <= CHUNK
    return [
        make_figure(CUT, where, [seconds], requests=tally.cuts, body_bytes=tally.sent),
        make_figure(AGAIN, where, [seconds], requests=tally.cuts, body_bytes=tally.again // max(tally.cuts, 1)),
    ]


def _send_large(lines: dict[str, TusLine], content: bytes) -> list[Figure]:
    """By turns, so that both meet the same machine."""
    ways = {"a 3 MiB photo in one request": len(content), "a 3 MiB photo in chunks of 256 KiB": CHUNK}
    seconds: dict[tuple[str, str], list[float]] = {}
    for _ in range(RUNS):
        for where, line in lines.items():
            for what, step in ways.items():
                began = time.perf_counter()
                path = line.begin(content)
                for offset in range(0, len(content), step):
                    assert line.send(path, offset, content[offset : offset + step]).status == 204
                seconds.setdefault((what, where), []).append(time.perf_counter() - began)
    return [
        make_figure(what, where, taken, requests=1 + -(-len(content) // ways[what]), body_bytes=len(content))
        for (what, where), taken in seconds.items()
    ]


def _send_many(where: str, stack: Stack, phones: list[Phone], chance: random.Random) -> list[Figure]:
    """SENDERS at once; meanwhile somebody opens another page, and the kernel counts what the processes of the server hold."""
    photos = [take_photos(phone, 1, EACH_BYTES, chance)[0] for phone in phones]
    processes = stack.list_web_processes()
    before = sum(read_status(pid, "VmRSS") for pid in processes)
    for pid in processes:
        Path(f"/proc/{pid}/clear_refs").write_text("5")
    over, pages, seconds = threading.Event(), list[float](), list[float]()
    looking = threading.Thread(target=_look_at_a_page, args=(stack.port, over, pages))
    looking.start()

    def send(place: int) -> None:
        began = time.perf_counter()
        link = CutLink(stack.port, random.Random(place), 0.0, Tally())
        link.send_photo(photos[place])
        seconds.append(time.perf_counter() - began)

    all_at_once([lambda place=place: send(place) for place in range(SENDERS)])  # type: ignore[misc]
    over.set()
    looking.join()
    peak = sum(read_status(pid, "VmHWM") for pid in processes)
    pages.sort()
    total = sum(len(photo.content) for photo in photos)
    what = f"{SENDERS} at once, {total // 1_000_000} MB"
    return [
        make_figure(f"{what}: one photo", where, seconds, body_bytes=total, peak_bytes=max(peak - before, 0)),
        make_figure(f"{what}: another page", where, pages),
        make_figure(f"{what}: another page, p95", where, [pages[int(len(pages) * 0.95)]]),
    ]


def _look_at_a_page(port: int, over: threading.Event, seconds: list[float]) -> None:
    while not over.wait(0.05):
        began = time.perf_counter()
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line:
            line.request("GET", "/office/sign-in")
            line.getresponse().read()
        seconds.append(time.perf_counter() - began)
