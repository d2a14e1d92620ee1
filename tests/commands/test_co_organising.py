"""Co-organising units sign for an item beside the lead unit, each by its own handler."""

from sqlalchemy import select

from engine.commands.supervision.matters import Registration, register_matter
from engine.commands.tasks.complete import Completion, complete_task
from engine.site import Site
from engine.store import Session
from engine.store.models import Item, ItemRecord, OutboxMail, Task
from engine.store.rows import HeldTask
from engine.store.tasks import open_tasks
from tests.support.office import HANDLER, MONDAY, OFFICER, act_of, doers, roles, situation

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
        assert [task.element_id for task in tasks_of_item(session)] == ["sign"]


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
