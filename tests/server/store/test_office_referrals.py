"""The referrals that the board and the list read: in which order, narrowed by what, and page by page."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from server.domain.words import ReferralStatus, ReferralType, Role
from server.store import office_referrals
from server.store.database import new_id
from server.store.menu_counts import Waiting, count_waiting
from server.store.office_referral_filter import ReferralFilter
from server.store.office_referrals import list_board, list_receivers, list_referrals
from server.store.tables import Address
from tests.factories.borough import NOW, TODAY, add_case, add_referral, add_resident, add_team, add_user

DAY = dt.timedelta(days=1)


@pytest.fixture
def made(session: Session) -> dict[str, str]:
    """Six referrals: {what is special: its id}."""
    food, dora = add_team(session), add_user(session, "Dora Duty", Role.DUTY_MANAGER)
    ada = add_case(session, add_resident(session, first_name="Ada", search_text="ada byron zz99 3wz"))
    hill = Address(id=new_id(), match_key="hill", lines=["1 Hill"], ward="Coulsdon")
    session.add(hill)
    session.flush()
    there = add_case(session, add_resident(session, address_id=hill.id))
    found = {
        "new": add_referral(session, food, ada, made_at=NOW + DAY),
        "starts before": add_referral(session, food, made_at=NOW + 2 * DAY, start_on=TODAY - DAY),
        "starts later": add_referral(session, food, made_at=NOW - 9 * DAY, start_on=TODAY + 3 * DAY),
        "urgent": add_referral(session, dora, urgent=True, made_at=NOW + 2 * DAY, type=ReferralType.REPAIRS),
        "stuck": add_referral(session, food, there, status=ReferralStatus.BLOCKED, status_reason="no flour"),
        "done": add_referral(session, dora, status=ReferralStatus.COMPLETE, made_at=NOW - 30 * DAY),
    }
    session.commit()
    return {str(referral.id): words for words, referral in found.items()}


def _listed(session: Session, made: dict[str, str], wanted: ReferralFilter) -> list[str]:
    page = list_referrals(session, wanted)
    assert page.count == len(page.lines)
    return [made[str(line.referral.id)] for line in page.lines]


def test_urgent_ones_come_first_then_the_oldest_by_the_day_they_start_or_were_made(
    session: Session, made: dict[str, str]
) -> None:
    order = ["urgent", "done", "starts before", "stuck", "new", "starts later"]
    assert _listed(session, made, ReferralFilter()) == order


def test_each_part_of_the_filter_narrows_the_list(session: Session, made: dict[str, str]) -> None:
    receivers = {name: receiver_id for receiver_id, name in list_receivers(session)}
    for wanted, left in (
        (ReferralFilter(to_id=receivers["Dora Duty"]), ["urgent", "done"]),
        (ReferralFilter(to_id=receivers["Food hub"], statuses=("blocked",)), ["stuck"]),
        (ReferralFilter(type="repairs"), ["urgent"]),
        (ReferralFilter(urgent=True), ["urgent"]),
        (ReferralFilter(urgent=True, type="food"), []),
        (ReferralFilter(statuses=("complete", "cancelled")), ["done"]),
        (ReferralFilter(start_by_on=TODAY, statuses=("to_do",)), ["urgent", "starts before", "new"]),
        (ReferralFilter(name_words=("byr", "ada"), without_ward=True), ["new"]),
        (ReferralFilter(ward="Coulsdon"), ["stuck"]),
        (ReferralFilter(programme_id=new_id()), []),
        (ReferralFilter(to_any=(receivers["Dora Duty"],), type="food"), ["done"]),
    ):
        assert _listed(session, made, wanted) == left


def test_the_board_has_a_column_for_each_open_status_and_counts_more_than_it_shows(
    session: Session, made: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office_referrals, "CARDS_SHOWN", 2)
    board = list_board(session, ReferralFilter())
    assert [(column.status, column.count) for column in board] == [("to_do", 4), ("in_progress", 0), ("blocked", 1)]
    assert [[made[str(line.referral.id)] for line in column.lines] for column in board] == [
        ["urgent", "starts before"], [], ["stuck"],
    ]  # fmt: skip
    narrowed = list_board(session, ReferralFilter(type="repairs"))
    assert [column.count for column in narrowed] == [1, 0, 0]
    assert count_waiting(session.connection(), frozenset({Waiting.REFERRALS})) == {Waiting.REFERRALS: 5}


@pytest.mark.parametrize("most_in_one_pass", [1000, 0])
def test_pages_go_on_where_the_last_one_ended_past_urgent_ones_and_equal_days(
    session: Session, monkeypatch: pytest.MonkeyPatch, most_in_one_pass: int
) -> None:
    food, case = add_team(session), add_case(session, add_resident(session))
    for number in range(11):
        start_on = TODAY if number % 3 else None
        add_referral(session, food, case, urgent=number < 5, start_on=start_on)
    session.commit()
    monkeypatch.setattr(office_referrals, "COUNT_UP_TO", most_in_one_pass)
    whole = [line.referral.id for line in list_referrals(session, ReferralFilter()).lines]
    seen, place, pages = [], None, 0
    while pages == 0 or place is not None:
        page = list_referrals(session, ReferralFilter(), place, size=3)
        seen += [line.referral.id for line in page.lines]
        place, pages = page.next_place, pages + 1
    assert (pages, seen) == (4, whole)
    assert len(set(whole)) == 11


def test_a_line_says_whom_it_is_about_and_who_has_it(session: Session) -> None:
    ada = add_resident(session, first_name="Ada", last_name="Byron")
    add_referral(session, add_team(session, "Parcels"), add_case(session, ada))
    session.commit()
    [line] = list_referrals(session, ReferralFilter()).lines
    assert (line.name, line.to, line.visit_id) == ("Ada Byron", "Parcels", None)
    assert line.address is not None
    assert line.address.postcode == "ZZ99 3WZ"
