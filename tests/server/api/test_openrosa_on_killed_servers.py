"""ODK Collect sends a submission in two requests, and the server is killed in and between them: what was acknowledged is there."""

from __future__ import annotations

import http.client
import socket

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import EnvironBuilder

from server.store.tables import Attachment, Operation, Submission
from server.use_cases.open_byte_store import open_byte_store
from tests.factories.collect import HEADERS, fill_survey, let_in, make_parts
from tests.factories.sent_files import small_photo
from tests.live.stack import Stack

PICTURES = "<door><picture>a.jpg</picture></door><door><picture>b.jpg</picture></door>"


def encode(xml: bytes, files: dict[str, bytes]) -> tuple[bytes, dict[str, str]]:
    """The body and headers of a request, as they go over the line."""
    with EnvironBuilder(method="POST", data=make_parts(xml, files)).get_request() as request:
        return request.get_data(), HEADERS | {"Content-Type": request.headers["Content-Type"]}


def send(stack: Stack, address: str, body: bytes, headers: dict[str, str]) -> int:
    line = http.client.HTTPConnection("127.0.0.1", stack.port, timeout=30)
    try:
        line.request("POST", address, body, headers)
        reply = line.getresponse()
        reply.read()
        return reply.status
    finally:
        line.close()


def send_half(stack: Stack, address: str, body: bytes, headers: dict[str, str]) -> socket.socket:
    """The head and half of the body; the line stays open."""
    line = socket.create_connection(("127.0.0.1", stack.port), timeout=30)
    said = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    line.sendall(f"POST {address} HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body)}\r\n{said}\r\n".encode())
    line.sendall(body[: len(body) // 2])
    return line


def test_a_submission_whose_server_is_killed_in_and_between_its_parts_is_whole_in_the_end(
    app: Flask, session: Session, stack: Stack
) -> None:
    with app.app_context():
        entry = let_in(session)
    address, xml = f"/key/{entry.token}/submission", fill_survey(PICTURES)
    first, second = encode(xml, {"a.jpg": small_photo(1)}), encode(xml, {"b.jpg": small_photo(2)})

    half = send_half(stack, address, *first)
    stack.kill()
    half.close()
    assert session.scalars(select(Operation)).all() == []
    session.rollback()
    stack.start_web()
    assert send(stack, address, *first) == 201
    stack.kill()

    submission = session.scalars(select(Submission)).one()
    assert [problem["code"] for problem in submission.problems] == ["file_not_listed"]
    session.rollback()
    stack.start_web()
    half = send_half(stack, address, *second)
    stack.kill()
    half.close()
    stack.start_web()
    assert [send(stack, address, *second), send(stack, address, *first)] == [201, 201]
    stack.kill()

    submission = session.scalars(select(Submission)).one()
    assert (submission.xml.encode(), submission.problems) == (xml, [])
    files = session.scalars(select(Attachment).order_by(Attachment.name)).all()
    assert [(file.name, file.submission_id) for file in files] == [("a.jpg", submission.id), ("b.jpg", submission.id)]
    assert session.query(Operation).count() == 1
    store = open_byte_store(app.config)
    for file, content in zip(files, (small_photo(1), small_photo(2)), strict=True):
        with store.open(str(file.storage_key)) as opened:
            assert opened.read() == content
