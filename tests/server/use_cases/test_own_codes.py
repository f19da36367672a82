"""Codes of a council's own: one administrator at a time adds them, and what is retired is handed on by nobody at a desk."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.change_refusal import ChangeRefusedError
from server.domain.referral_step import Agreement, Receiver, ReferralRefusedError
from server.domain.words import Role
from server.store.database import new_id
from server.store.tables import AuditEntry, CodeList, Referral
from server.use_cases.add_code import add_code
from server.use_cases.change_code_list import change_code_list
from server.use_cases.prepare_installation import prepare_installation
from server.use_cases.refer_by_hand import NewReferral, refer_by_hand
from tests.factories.borough import NOW, add_case, add_resident, add_team, add_user

pytestmark = pytest.mark.usefixtures("context")
HEATING = {"code": "heating", "en": "Heating", "cy": "Gwres"}


def test_of_two_who_add_a_code_the_second_is_told_and_one_that_is_retired_is_handed_on_no_more(
    session: Session,
) -> None:
    prepare_installation(NOW)
    by_id, team = add_user(session, "Ada Admin", Role.ADMINISTRATOR).id, add_team(session)
    case, elsewhere = add_case(session, add_resident(session)), str(new_id())
    session.commit()
    held = session.scalars(select(CodeList).filter_by(name="referral_type")).one()
    list_id, programme_id, case_id, team_id = held.id, str(case.programme_id), case.id, team.id
    session.rollback()
    with pytest.raises(ChangeRefusedError, match="only: unknown"):
        add_code(list_id, HEATING, {"only": [elsewhere]}, seen_version=1, by_id=by_id, at=NOW)
    for _ in range(2):  # the button was pressed twice
        assert add_code(list_id, HEATING, {"only": [programme_id]}, seen_version=1, by_id=by_id, at=NOW) == "heating"
    with pytest.raises(ChangeRefusedError, match="changed_meanwhile"):
        add_code(list_id, {"code": "advice", "en": "Advice"}, {}, seen_version=1, by_id=by_id, at=NOW)
    session.expire_all()
    held = session.get_one(CodeList, list_id)
    assert (held.version, held.entries[-1]["name"], held.only_programmes) == (2, "heating", {"heating": [programme_id]})
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "code_list.add")).one()
    assert entry.fields == {"heating": {"old": None, "new": "9 | Heating | Gwres | only Shielding 2"}}
    typed = {f"position_{one['name']}": "1" for one in held.entries} | {"retired_heating": "1"}
    typed |= {f"en_{one['name']}": one["label"]["en"] for one in held.entries}
    session.rollback()
    assert _refer(case_id, team_id, by_id) is not None
    assert change_code_list(list_id, typed, {}, seen_version=2, by_id=by_id, at=NOW)
    with pytest.raises(ReferralRefusedError, match="need_not_offered"):
        _refer(case_id, team_id, by_id)
    assert session.scalars(select(Referral.type)).all() == ["heating"]


def _refer(case_id: uuid.UUID, team_id: uuid.UUID, by_id: uuid.UUID) -> uuid.UUID:
    new = NewReferral(
        case_id=case_id,
        need="heating",
        to=Receiver(team_id=team_id),
        agreement=Agreement.YES,
        urgent=False,
        start_on=None,
        page_id=new_id(),
        details={"what": "No boiler"},
    )
    return refer_by_hand(new, by_id=by_id, at=NOW)
