"""Visits with photos over a link that is cut at random: none is lost, none is there twice, little is sent again."""

from __future__ import annotations

import hashlib
import random

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from server.store.tables import Attachment, Operation, User
from tests.factories.borough import Phone, add_server_device, add_visit
from tests.live.cut_link import CHUNK, CutLink, Tally, take_photos
from tests.live.stack import Stack

VISITS, PHOTOS_EACH = 3, 4


def test_photos_of_visits_arrive_once_and_a_cut_costs_at_most_one_chunk(
    stack: Stack, phone_of_stack: Phone, database_url: str
) -> None:
    chance = random.Random(6)
    engine = create_engine(database_url)
    with Session(engine) as session:
        add_server_device(session)
        officer = session.get_one(User, phone_of_stack.user_id)
        visit_ids = [add_visit(session, officer).id for _ in range(VISITS)]
        session.commit()
    visits = {visit_id: take_photos(phone_of_stack, PHOTOS_EACH, 300_000, chance) for visit_id in visit_ids}
    photos = {photo.attachment_id: (visit_id, photo) for visit_id, taken in visits.items() for photo in taken}
    link = CutLink(stack.port, chance, 0.35, Tally())
    link.send_visits(visits)
    assert link.tally.photos == len(photos)
    assert link.tally.cuts >= VISITS * PHOTOS_EACH
    assert link.tally.most_again <= CHUNK
    assert link.tally.sent - link.tally.again == sum(len(photo.content) for _, photo in photos.values())
    with Session(engine) as session:
        rows = session.scalars(select(Attachment)).all()
        assert {row.id: (row.status, row.visit_id, row.sha256) for row in rows} == {
            photo_id: ("received", visit_id, photo.true_sha256) for photo_id, (visit_id, photo) in photos.items()
        }
        named = session.scalars(select(Operation).where(Operation.kind == "attachment.add")).all()
        assert len(named) == len(photos)
        keys = {row.storage_key for row in rows}
    engine.dispose()
    originals = list((stack.folder / "attachments").glob("*/*/original-*"))
    assert {str(path.relative_to(stack.folder / "attachments")) for path in originals} == keys
    hashes = sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in originals)
    assert hashes == sorted(photo.true_sha256 for _, photo in photos.values())
