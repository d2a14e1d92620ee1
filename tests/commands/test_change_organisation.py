"""Units, people and posts change from a moment on; what is wrong is said at once and then nothing is changed."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from engine.commands.people.change_organisation import change_organisation
from engine.domain.errors import Invalid, NotAllowed
from engine.people.changes import Change, EndPost, EndUnit, LeavePerson, SetPerson, SetPost, SetUnit
from engine.people.situation import Situation
from engine.site import Site
from engine.store.models import Event
from tests.support.matter import complete, dispatch, open_task
from tests.support.office import (
    ADMINISTRATOR,
    HANDLER,
    MONDAY,
    OFFICER,
    SUBSTITUTE,
    act_of,
    doers,
    move_clock,
    person,
    roles,
)

DAY = timedelta(days=1)


def change(site: Site, *changes: Change, starts_at: datetime | None = None, by: str = ADMINISTRATOR) -> int:
    with site.writing() as session:
        return change_organisation(act_of(site, session, by), roles(session, by), changes, starts_at)


def office(site: Site, moment: datetime = MONDAY) -> Situation:
    with site.reading() as session:
        return act_of(site, session).situation_at(moment)


def unit_id(site: Site, code: str, moment: datetime = MONDAY) -> int:
    return next(unit.id for unit in office(site, moment).units() if unit.code == code)


def id_of(site: Site, username: str) -> int:
    with site.reading() as session:
        return person(session, username).id


def test_a_new_unit_with_its_people_and_post_in_one_go_takes_items(either_site: Site) -> None:
    change(
        either_site,
        SetPost("fzb", "承办岗", a="newa", b="newb", both_absent="head"),
        SetPerson("newa", "新甲", "newa@duban.example", unit="fzb"),
        SetPerson("newb", "新乙", "newb@duban.example", unit="fzb", roles=frozenset({"auditor"})),
        SetUnit("fzb", "法制办", parent="top", partner="zhc", leader="qianbo", line="政法"),
        SetUnit("top", "办公厅"),
    )
    situation = office(either_site)
    unit = situation.find_unit(unit_id(either_site, "fzb"))
    assert unit is not None
    assert (unit.name, unit.line, unit.parent_id) == ("法制办", "政法", unit_id(either_site, "top"))
    assert situation.name_of(situation.holder(unit.leader_post_id)) == "钱博"
    assert situation.roles(id_of(either_site, "newb")) == {"handler", "auditor"}
    dispatch(either_site, unit="fzb")
    with either_site.reading() as session:
        assert doers(session, open_task(either_site, "sign")) == ["newa"]


def test_a_change_of_tomorrow_takes_effect_tomorrow_and_history_stays(either_site: Site) -> None:
    dispatch(either_site)
    task_id = open_task(either_site, "sign")
    change(either_site, SetPost("zhc", "承办岗", a=SUBSTITUTE, both_absent="head"), starts_at=MONDAY + DAY)
    with either_site.reading() as session:
        assert doers(session, task_id) == [HANDLER]
    move_clock(either_site, MONDAY + DAY)
    with either_site.reading() as session:
        assert doers(session, task_id) == [SUBSTITUTE]
    post = office(either_site).post_of(unit_id(either_site, "zhc"), "handler")
    assert post is not None
    before, after = office(either_site, MONDAY), office(either_site, MONDAY + DAY)
    assert before.holder(post.id) == id_of(either_site, HANDLER)
    assert before.holder(post.id, "B") == id_of(either_site, SUBSTITUTE)
    assert (after.holder(post.id), after.holder(post.id, "B")) == (id_of(either_site, SUBSTITUTE), None)


def test_a_renamed_unit_is_read_by_its_old_name_in_the_past(site: Site) -> None:
    change(site, SetUnit("zhc", "综合一处", partner="dcs", leader="qianbo"), starts_at=MONDAY + DAY)
    names = [office(site, moment).find_unit(unit_id(site, "zhc")) for moment in (MONDAY, MONDAY + DAY)]
    assert [unit.name for unit in names if unit] == ["综合处", "综合一处"]


def test_leaving_hands_all_open_work_over_in_one_act(either_site: Site) -> None:
    dispatch(either_site)
    change(either_site, LeavePerson(OFFICER, successor="hefan"), LeavePerson(HANDLER, successor="caomin"))
    complete(either_site, "caomin", open_task(either_site, "sign"), decision="return", reason="不属本处职责")
    with either_site.reading() as session:
        assert doers(session, open_task(either_site, "redispatch")) == ["hefan"]
    situation = office(either_site)
    assert not situation.works_here(id_of(either_site, OFFICER))
    assert situation.roles(id_of(either_site, OFFICER)) == set()
    dispatched_by_hefan = open_task(either_site, "redispatch")
    complete(either_site, "hefan", dispatched_by_hefan, decision="insist", reason="属综合处职责")
    with either_site.reading() as session:
        assert doers(session, open_task(either_site, "sign")) == ["caomin"]


def test_who_left_without_a_successor_leaves_the_work_to_b_and_the_head(site: Site) -> None:
    dispatch(site)
    change(site, LeavePerson(HANDLER))
    with site.reading() as session:
        assert doers(session, open_task(site, "sign")) == [SUBSTITUTE]
    change(site, LeavePerson(SUBSTITUTE))
    with site.reading() as session:
        assert doers(session, open_task(site, "sign")) == ["wangqing"]


def test_a_unit_that_is_merged_takes_its_people_and_its_work_along(either_site: Site) -> None:
    dispatch(either_site, unit="ms3")
    change(either_site, EndUnit("ms3", "ms2"))
    situation = office(either_site)
    assert "ms3" not in {unit.code for unit in situation.units()}
    assert situation.unit_of(id_of(either_site, "hanbing")) == unit_id(either_site, "ms2")
    with either_site.reading() as session:
        assert doers(session, open_task(either_site, "sign")) == ["linxi"]
    complete(either_site, "linxi", open_task(either_site, "sign"), decision="sign")


def test_a_post_that_ends_leaves_its_holders_without_it(site: Site) -> None:
    change(site, EndPost("zhc", "联络员岗"))
    assert "liaison" not in office(site).roles(id_of(site, SUBSTITUTE))


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_changed(either_site: Site) -> None:
    with pytest.raises(Invalid) as refused:
        change(
            either_site,
            SetUnit("new", "新设处", parent="nowhere"),
            SetUnit("a", "甲", parent="b"),
            SetUnit("b", "乙", parent="a", partner="b"),
            SetPerson("x y", " ", "no-mail", unit="gone", roles=frozenset({"king"})),
            SetPost("zhc", "承办岗", kind="boss", both_absent="never", a=HANDLER, b=HANDLER),
            SetPost(None, "专员岗", a=HANDLER),
            SetPost("zhc", "另一岗", b="nobody"),
            EndUnit("ms3"),
            EndUnit("ms4"),
            EndPost("zhc", "没有的岗"),
            LeavePerson("nobody", successor="nobody"),
            SetUnit("new", "新设处二"),
        )
    found = [(problem.field, problem.code.removeprefix("people.")) for problem in refused.value.problems]
    assert found == [
        ("/changes/0", "twice"),
        ("/changes/0/parent", "unit_unknown"),
        ("/changes/1/parent", "parents_circle"),
        ("/changes/2/partner", "partner_itself"),
        ("/changes/2/parent", "parents_circle"),
        ("/changes/3/username", "code_wrong"),
        ("/changes/3/name", "name_missing"),
        ("/changes/3/email", "email_wrong"),
        ("/changes/3/unit", "unit_unknown"),
        ("/changes/3/roles", "role_unknown"),
        ("/changes/4/kind", "kind_unknown"),
        ("/changes/4/both_absent", "both_absent_unknown"),
        ("/changes/4/b", "a_is_b"),
        ("/changes/5/unit", "post_without_unit"),
        ("/changes/6/b", "person_unknown"),
        ("/changes/6/a", "b_without_a"),
        ("/changes/7/successor", "unit_in_use"),
        ("/changes/8/code", "unit_unknown"),
        ("/changes/9/title", "post_unknown"),
        ("/changes/10/username", "person_unknown"),
        ("/changes/10/successor", "person_unknown"),
        ("/changes/11", "twice"),
    ]
    assert "new" not in {unit.code for unit in office(either_site).units()}


def test_the_past_is_not_changed(site: Site) -> None:
    with pytest.raises(Invalid) as refused:
        change(site, SetUnit("zhc", "综合一处"), starts_at=MONDAY - DAY)
    assert [problem.code for problem in refused.value.problems] == ["people.backdated"]


@pytest.mark.parametrize("username", [HANDLER, OFFICER, "caomin", "qianbo"])
def test_only_administrators_change_the_organisation(site: Site, username: str) -> None:
    with pytest.raises(NotAllowed):
        change(site, SetUnit("zhc", "综合一处"), by=username)


def test_each_change_stands_in_the_record_of_the_office(either_site: Site) -> None:
    change(either_site, SetUnit("new", "新设处"), EndPost("zhc", "联络员岗"))
    with either_site.reading() as session:
        events = session.scalars(select(Event).where(Event.type == "organisation.changed").order_by(Event.seq))
        assert [(event.name, event.data["change"]) for event in events] == [
            ("new", "SetUnit"),
            ("zhc联络员岗", "EndPost"),
        ]


def test_the_same_sheet_again_changes_nothing_but_the_record(site: Site) -> None:
    sheet = (
        SetPost("zhc", "承办岗", a=HANDLER, b=SUBSTITUTE),
        SetPerson(HANDLER, "陈璐", "c@duban.example", unit="zhc"),
    )
    change(site, *sheet)
    before = office(site, MONDAY + 2 * DAY)
    change(site, *sheet, starts_at=MONDAY + DAY)
    after = office(site, MONDAY + 2 * DAY)
    assert (after.posts_held(id_of(site, HANDLER)), after.units_of(id_of(site, HANDLER))) == (
        before.posts_held(id_of(site, HANDLER)),
        before.units_of(id_of(site, HANDLER)),
    )
