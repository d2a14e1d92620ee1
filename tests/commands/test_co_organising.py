"""Co-organising units sign for an item beside the lead unit, each by its own handler."""

from datetime import timedelta

from sqlalchemy import select

from engine.actions.reckoning import reckon_as_bound
from engine.commands.supervision.matters import Registration, register_matter
from engine.commands.tasks.complete import Completion, complete_task
from engine.site import Site
from engine.store import Session
from engine.store.models import Item, ItemRecord, OutboxMail, Task
from engine.store.rows import HeldTask
from engine.store.tasks import open_tasks
from tests.support.office import HANDLER, MONDAY, OFFICER, act_of, doers, move_clock_and_work, roles, situation
from tests.support.performance import lines

TITLE = "联合整治"


def dispatch(site: Site, co_units: tuple[str, ...]) -> None:
    """One item led by 综合处 with these co-organising units."""
    with site.writing() as session:
        ids = {unit.name: unit.id for unit in situation(session).units()}
        row = {
            "title": TITLE,
            "lead_unit_id": ids["综合处"],
            "co_unit_ids": [ids[name] for name in co_units],
            "due_working_days": 10,
        }
        act = act_of(site, session, OFFICER)
        registration = Registration(TITLE, "领导批示", "主任", "平件", MONDAY.date())
        _, task = register_matter(act, roles(session, OFFICER), registration, [row])
        assert task is not None
        complete_task(act, roles(session, OFFICER), Completion(task.id, {}))


def tasks_of_item(session: Session) -> list[HeldTask]:
    item = session.scalars(select(Item)).one()
    return open_tasks(session, item.instance_id or 0)


def complete(site: Site, username: str, task_id: str, **variables: object) -> None:
    with site.writing() as session:
        complete_task(act_of(site, session, username), roles(session, username), Completion(task_id, variables))


def test_each_co_organising_unit_gets_its_own_task_and_mail(site: Site) -> None:
    dispatch(site, ("信息处", "法规处"))
    with site.reading() as session:
        co_signs = [task for task in tasks_of_item(session) if task.element_id == "co_sign"]
        assert sorted(doers(session, task.id) for task in co_signs) == [["caomin"], ["jiangnan"]]
        told = session.scalars(select(OutboxMail.recipient).where(OutboxMail.kind == "co_work_order"))
        assert sorted(told) == sorted(["曹敏", "江楠"])


def test_a_co_organising_unit_signs_and_it_stands_in_the_record(site: Site) -> None:
    dispatch(site, ("信息处",))
    with site.reading() as session:
        task_id = next(task.id for task in tasks_of_item(session) if task.element_id == "co_sign")
    complete(site, "caomin", task_id, remark="指定专人配合")
    with site.reading() as session:
        record = session.scalars(select(ItemRecord).where(ItemRecord.kind == "co_sign")).one()
        assert record.data == {"text": "指定专人配合", "unit": "信息处"}
        assert sorted(task.element_id for task in tasks_of_item(session)) == ["co_feed", "sign"]


def test_the_lead_unit_is_not_held_up_and_its_result_withdraws_what_nobody_signed(site: Site) -> None:
    dispatch(site, ("信息处",))
    with site.reading() as session:
        sign = next(task.id for task in tasks_of_item(session) if task.element_id == "sign")
    complete(site, HANDLER, sign, decision="sign")
    with site.reading() as session:
        handle = next(task.id for task in tasks_of_item(session) if task.element_id == "handle")
    complete(site, HANDLER, handle, summary="已办结")
    with site.reading() as session:
        assert [task.element_id for task in tasks_of_item(session)] == ["verify"]
        co_sign = session.scalars(select(Task).where(Task.element_id == "co_sign")).one()
        assert co_sign.state == "withdrawn"


def test_without_co_organising_units_nobody_is_asked(site: Site) -> None:
    dispatch(site, ())
    with site.reading() as session:
        assert [task.element_id for task in tasks_of_item(session)] == ["sign"]


def of_unit(site: Site, element_id: str, username: str) -> str:
    """The open task at an element that is this person's."""
    with site.reading() as session:
        found = [one for one in tasks_of_item(session) if one.element_id == element_id]
        return next(one.id for one in found if username in doers(session, one.id))


def record(site: Site, kind: str) -> ItemRecord:
    """The newest entry of a kind."""
    with site.reading() as session:
        query = select(ItemRecord).where(ItemRecord.kind == kind).order_by(ItemRecord.id.desc())
        return session.scalars(query.limit(1)).one()


def test_each_part_is_due_before_the_whole_so_that_the_lead_unit_can_put_them_together(site: Site) -> None:
    dispatch(site, ("信息处",))
    with site.reading() as session:
        feed = next(task for task in tasks_of_item(session) if task.element_id == "co_feed")
        item = session.scalars(select(Item)).one()
        assert feed.due_at is not None
        assert item.due_at is not None
        assert site.house.calendar.working_days_left(feed.due_at, item.due_at) == 2


def test_the_one_answer_shows_each_part_and_names_who_fed_nothing(either_site: Site) -> None:
    site = either_site
    dispatch(site, ("信息处", "法规处"))
    complete(site, "caomin", of_unit(site, "co_feed", "caomin"), summary="平台已接通")
    complete(site, HANDLER, of_unit(site, "sign", HANDLER), decision="sign")
    complete(site, HANDLER, of_unit(site, "handle", HANDLER), summary="已办结")
    result = record(site, "result")
    assert result.data["contributions"] == [{"unit": "信息处", "text": "平台已接通"}]
    assert result.data["not_contributed"] == ["法规处"]
    with site.reading() as session:
        told = session.scalars(select(OutboxMail.kind).where(OutboxMail.kind == "contribution"))
        assert list(told) == ["contribution", "contribution"]  # A and B of the lead unit


def test_after_a_rejection_only_who_fed_nothing_is_asked_again_and_nobody_signs_again(site: Site) -> None:
    dispatch(site, ("信息处", "法规处"))
    complete(site, "caomin", of_unit(site, "co_feed", "caomin"), summary="平台已接通")
    complete(site, HANDLER, of_unit(site, "sign", HANDLER), decision="sign")
    complete(site, HANDLER, of_unit(site, "handle", HANDLER), summary="已办结")
    complete(site, OFFICER, of_unit(site, "verify", OFFICER), decision="reject", opinion="法规处未反馈")
    with site.reading() as session:
        assert sorted(task.element_id for task in tasks_of_item(session)) == ["co_feed", "handle"]
    complete(site, "jiangnan", of_unit(site, "co_feed", "jiangnan"), summary="已出具意见")
    complete(site, HANDLER, of_unit(site, "handle", HANDLER), summary="已办结")
    assert record(site, "result").data["not_contributed"] == []


def test_the_officer_is_told_when_a_part_is_not_there_in_time(site: Site) -> None:
    dispatch(site, ("信息处",))
    with site.reading() as session:
        due_at = next(task.due_at for task in tasks_of_item(session) if task.element_id == "co_feed")
    assert due_at is not None
    move_clock_and_work(site, site.house.calendar.next_opening(due_at))
    with site.reading() as session:
        mails = session.scalars(select(OutboxMail).where(OutboxMail.kind == "step_late"))
        assert "协办单位未按时反馈" in [asked for mail in mails for asked in mail.text.split() if "反馈" in asked][-1]


def test_who_fed_nothing_when_it_was_due_has_a_line_of_performance_and_the_lead_unit_has_none(site: Site) -> None:
    dispatch(site, ("信息处", "法规处"))
    complete(site, "caomin", of_unit(site, "co_feed", "caomin"), summary="平台已接通")
    move_clock_and_work(site, MONDAY + timedelta(days=14))
    with site.writing() as session:
        reckon_as_bound(act_of(site, session), 2026)
    missed = {whose for whose, own in lines(site).items() for one in own if one.kind == "co_missed"}
    assert missed == {"fgc", "jiangnan"}
    complete(site, "jiangnan", of_unit(site, "co_feed", "jiangnan"), summary="已出具意见")
    with site.writing() as session:
        assert not [
            one for one in reckon_as_bound(act_of(site, session), 2026) if one.line and one.line.rule == "co_missed"
        ]
