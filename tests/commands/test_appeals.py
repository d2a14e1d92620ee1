"""申诉 against a line of performance: upheld, corrected, cancelled; what a person decided no reckoning undoes."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.actions.reckoning import reckon_as_bound
from engine.commands.performance.appeal import raise_appeal
from engine.commands.performance.negative import NewNegative, enter_by_hand
from engine.domain.errors import Conflict, NotAllowed, NotFound
from engine.site import Site
from engine.store.models import Instance, Notice, PerformanceAppeal, PerformanceEntry, Person, Task
from tests.support.items import do, finish
from tests.support.matter import complete, dispatch, open_task
from tests.support.office import (
    HANDLER,
    LEADER,
    MONDAY,
    SUBSTITUTE,
    UNIT_HEAD,
    act_of,
    doers,
    move_clock_and_work,
    person,
)
from tests.support.performance import COMMITTEE, OTHER_COMMITTEE, lines

OFFICER = "zhengyi"


def returned(site: Site) -> dict[str, PerformanceEntry]:
    """The line of a result that was returned: the handler's, and the unit's."""
    item_id = dispatch(site)
    finish(site, HANDLER, item_id, "sign", decision="sign")
    finish(site, HANDLER, item_id, "handle", summary="已办结")
    finish(site, OFFICER, item_id, "verify", decision="reject", opinion="佐证材料不全")
    reckoned(site)
    return {whose: found[0] for whose, found in lines(site).items()}


def reckoned(site: Site) -> int:
    with site.writing() as session:
        return len(reckon_as_bound(act_of(site, session), 2026))


def appeal(site: Site, username: str, entry_id: int) -> PerformanceAppeal:
    found: PerformanceAppeal = do(site, username, lambda act, _: raise_appeal(act, entry_id, "材料齐全，附件为证"))
    return found


def answer(site: Site, who: str = COMMITTEE, **form: Any) -> str:
    return complete(site, who, open_task(site, "answer"), **form)


def entry_of(site: Site, entry_id: int) -> PerformanceEntry:
    with site.reading() as session:
        return session.get_one(PerformanceEntry, entry_id)


def told(site: Site, kind: str) -> list[str]:
    with site.reading() as session:
        query = select(Person.username).join(Notice, Notice.person_id == Person.id).where(Notice.kind == kind)
        return sorted(session.scalars(query))


def test_a_corrected_line_counts_with_its_new_points_and_keeps_what_it_was(site: Site) -> None:
    entry = returned(site)[HANDLER]
    appeal(site, HANDLER, entry.id)
    assert answer(site, outcome="corrected", points=-0.5, answer="材料当日补齐") == "completed"
    found = entry_of(site, entry.id)
    assert (found.state, found.points, found.reason) == ("corrected", -5, "材料当日补齐")
    assert [(one["points"], one["state"]) for one in found.history] == [(-10, "stands")]
    assert [one.points for one in lines(site)[HANDLER]] == [-5]
    assert told(site, "appeal_answered") == [HANDLER]
    assert reckoned(site) == 0


def test_a_cancelled_line_stays_cancelled_and_an_upheld_one_stands(site: Site) -> None:
    found = returned(site)
    appeal(site, HANDLER, found[HANDLER].id)
    answer(site, outcome="cancelled", answer="退回有误")
    appeal(site, UNIT_HEAD, found["zhc"].id)
    answer(site, outcome="upheld", answer="记录属实")
    assert reckoned(site) == 0
    after = lines(site)
    assert HANDLER not in after
    assert [(one.points, one.state) for one in after["zhc"]] == [(-10, "stands")]


def test_only_whose_line_it_is_appeals_and_one_at_a_time(site: Site) -> None:
    found = returned(site)
    for who, whose in ((SUBSTITUTE, HANDLER), (UNIT_HEAD, HANDLER), (HANDLER, "zhc")):
        with pytest.raises(NotFound):
            appeal(site, who, found[whose].id)
    appeal(site, HANDLER, found[HANDLER].id)
    with pytest.raises(Conflict):
        appeal(site, HANDLER, found[HANDLER].id)


def test_nobody_answers_their_own_appeal(site: Site) -> None:
    with site.writing() as session:
        who = person(session, COMMITTEE).id
        new = NewNegative(
            "document_error", "文号写错", MONDAY.date(), person_id=who, cause="套用旧稿", correction="收回重发"
        )
        enter_by_hand(act_of(site, session, COMMITTEE), {"party_committee"}, new)
    reckoned(site)
    entry = lines(site)[COMMITTEE][0]
    appeal(site, COMMITTEE, entry.id)
    task_id = open_task(site, "answer")
    with site.reading() as session:
        assert doers(session, task_id) == [OTHER_COMMITTEE]
    with pytest.raises((NotAllowed, NotFound)):
        complete(site, COMMITTEE, task_id, outcome="cancelled", answer="不应记")


def test_leaders_are_told_once_an_answer_is_late_and_nobody_else_sees_the_appeal(site: Site) -> None:
    raised = appeal(site, HANDLER, returned(site)[HANDLER].id)
    with site.reading() as session:
        due = session.scalars(select(Task.due_at).where(Task.element_id == "answer")).one()
        instance = session.get_one(Instance, raised.instance_id)
    assert due is not None
    assert due.date() == (MONDAY + timedelta(days=7)).date()
    assert instance.business_key == f"实绩申诉〔2026〕{raised.id}号"
    move_clock_and_work(site, MONDAY + timedelta(days=7))
    assert told(site, "appeal_late") == []
    move_clock_and_work(site, MONDAY + timedelta(days=9))
    assert LEADER in told(site, "appeal_late")
