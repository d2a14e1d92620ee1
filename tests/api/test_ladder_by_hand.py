"""Steps by hand over the API: up, down, at many items at once; shown as a ladder, with who said what."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from engine.site import Site
from engine.store.models import Event, Item, ItemRecord, OfficialDocument, OutboxMail, Task
from tests.api.conftest import Visitor
from tests.support.matter import complete, dispatch, open_task
from tests.support.office import HANDLER, LEADER, MONDAY, OFFICER, SUBSTITUTE, move_clock_and_work

SAID = "上周三次推诿"
PROMISE = "三日内办结并书面报告"


def signed(site: Site, **row: Any) -> int:
    item_id = dispatch(site, **row)
    complete(site, HANDLER, open_task(site, "sign"), decision="sign")
    return item_id


def push(visitor: Visitor, item_id: int, step: str, who: str = LEADER, **more: Any) -> dict[str, Any]:
    answer = visitor(who).post(f"/items/{item_id}/{step}", json={"reason": "请抓紧", **more})
    assert answer.status_code == 200, answer.json()
    found: dict[str, Any] = answer.json()
    return found


def records(site: Site, item_id: int, kind: str) -> list[ItemRecord]:
    with site.reading() as session:
        query = select(ItemRecord).where(ItemRecord.item_id == item_id, ItemRecord.kind == kind)
        return list(session.scalars(query.order_by(ItemRecord.id)))


def test_the_ladder_tells_each_step_by_whom_told_whom_and_what_comes_next(site: Site, visitor: Visitor) -> None:
    item_id = signed(site, due_working_days=30)
    found = push(visitor, item_id, "urge", OFFICER)["ladder"]
    (urged,) = found["taken"]
    assert (urged["step"]["code"], urged["rule"], urged["rule_name"]) == ("urge", "by_hand_urge", "人工催办")
    assert (urged["by"], urged["text"], urged["channels"]) == ("郑怡", "请抓紧", ["mail", "in_app"])
    assert len(urged["told"]) == 2
    assert urged["answered_at"] is None
    complete(site, HANDLER, open_task(site, "urge_answer"), answer="正在办理")
    found = visitor(OFFICER).get(f"/items/{item_id}/explain").json()["ladder"]
    assert found["taken"][0]["answered_at"] is not None
    ahead = found["ahead"][0]
    assert (ahead["step"]["code"], ahead["rule"], ahead["activity"]) == ("watch", "handle_watch_last", "办理并报送结果")
    assert ahead["at"].startswith("2026-02-13")  # one working day before it is due


def test_a_circular_has_its_number_and_goes_on_the_negative_list_until_it_is_withdrawn(
    site: Site, visitor: Visitor
) -> None:
    item_id = signed(site)
    push(visitor, item_id, "supervise")
    found = push(visitor, item_id, "circular")
    assert [one["number"] for one in found["ladder"]["taken"]] == ["督办〔2026〕1号", "督通〔2026〕1号"]
    (entry,) = records(site, item_id, "negative")
    with site.reading() as session:
        item = session.get_one(Item, item_id)
        told = (entry.number, entry.data["cause"], entry.data["unit_id"], entry.data["post_id"])
        assert told == ("督通〔2026〕1号", "circular", item.lead_unit_id, item.handler_post_id)
    assert entry.data["person_id"] is not None
    found = push(visitor, item_id, "step-down")
    assert found["step"]["code"] == "supervise"
    assert [one["withdrawn_at"] is None for one in found["ladder"]["taken"]] == [True, False]
    assert records(site, item_id, "negative")[0].withdrawn_at is not None
    assert records(site, item_id, "supervise")[0].withdrawn_at is None


def test_a_withdrawal_takes_back_what_was_asked_for_and_says_so(site: Site, visitor: Visitor) -> None:
    item_id = signed(site, due_working_days=30)
    push(visitor, item_id, "watch", OFFICER)
    push(visitor, item_id, "supervise")
    found = push(visitor, item_id, "step-down", OFFICER, down_to="none")
    assert (found["step"]["code"], found["light"]["code"]) == ("none", "green")
    assert [task["name"] for task in found["open_tasks"]] == ["办理并报送结果"]
    with site.reading() as session:
        mails = select(OutboxMail.recipient).where(OutboxMail.item_id == item_id, OutboxMail.kind == "withdrawal")
        assert len(list(session.scalars(mails))) == 4
        event = session.scalars(select(Event).where(Event.type == "ladder.withdraw")).one()
        assert event.data["reason"] == "请抓紧"
        kept = session.scalars(select(OfficialDocument).where(OfficialDocument.item_id == item_id))
        assert "supervise" in [one.kind for one in kept]
    refused = visitor(OFFICER).post(f"/items/{item_id}/step-down", json={"reason": "再撤"})
    assert refused.status_code == 409
    assert refused.json()["problems"][0]["code"] == "supervision.nothing_to_withdraw"


def test_one_can_only_go_down_and_only_to_a_step_that_was_taken(site: Site, visitor: Visitor) -> None:
    item_id = signed(site)
    push(visitor, item_id, "supervise")
    refused = visitor(OFFICER).post(f"/items/{item_id}/step-down", json={"reason": "降", "down_to": "watch"})
    assert refused.status_code == 422
    assert refused.json()["problems"][0]["code"] == "supervision.down_to_unknown"


def test_many_items_at_once_each_with_its_own_result_and_nothing_half_done(site: Site, visitor: Visitor) -> None:
    open_ones = [signed(site) for _ in range(2)]
    handed_in = signed(site)
    with site.reading() as session:
        query = select(Task.id).where(Task.item_id == handed_in, Task.element_id == "handle")
        handle = session.scalars(query).one()
    complete(site, HANDLER, handle, summary="已办结")
    body = {"item_ids": [*open_ones, handed_in, 9999, open_ones[0]], "step": "watch", "reason": "集中盯办"}
    found = visitor(OFFICER).post("/items/steps", json=body).json()
    assert found["done"] == 2
    by_id = {one["item_id"]: one for one in found["outcomes"]}
    assert [by_id[one]["step"]["code"] for one in open_ones] == ["watch", "watch"]
    assert "没有可以督办的环节" in by_id[handed_in]["problems"][0]
    assert by_id[9999]["problems"]
    assert [len(records(site, one, "watch")) for one in (*open_ones, handed_in)] == [1, 1, 0]
    down = {"item_ids": open_ones, "step": "withdraw", "reason": "已落实"}
    assert visitor(OFFICER).post("/items/steps", json=down).json()["done"] == 2
    assert visitor(HANDLER).post("/items/steps", json=down).status_code == 403


def test_what_was_said_in_a_talk_is_read_by_those_concerned_alone(site: Site, visitor: Visitor) -> None:
    item_id = signed(site)
    push(visitor, item_id, "talk")
    form = {"talked_with": "李明", "talked_on": "2026-01-06", "talk_content": SAID, "commitments": PROMISE}
    talked = visitor(LEADER).post(f"/tasks/{open_task(site, 'talk')}/complete", json={"variables": form})
    assert talked.status_code == 200, talked.json()
    instance_id = visitor(OFFICER).get(f"/items/{item_id}").json()["instance_id"]
    for who, reads in ((LEADER, True), (HANDLER, True), (OFFICER, False), (SUBSTITUTE, False)):
        found = visitor(who).get(f"/items/{item_id}").json()
        (held,) = [one for one in found["records"] if one["kind"]["code"] == "talk_held"]
        assert (held["private"] == {"content": SAID, "commitments": PROMISE}) is reads
        assert "李明" in held["text"]
    for path in (f"/instances/{instance_id}", f"/instances/{instance_id}/timeline", f"/items/{item_id}/explain"):
        assert SAID not in visitor(OFFICER).get(path).text
    evidence = visitor(OFFICER).get(f"/instances/{instance_id}/evidence")
    assert SAID.encode() not in evidence.content
    with site.reading() as session:
        told = [event.data for event in session.scalars(select(Event))]
        assert SAID not in str(told)
        assert SAID not in str([task.submitted for task in session.scalars(select(Task))])
    assert records(site, item_id, "talk")[0].answered_at is not None


def test_a_miss_made_good_by_a_later_due_date_is_yellow_and_marked(site: Site, visitor: Visitor) -> None:
    item_id = signed(site, due_working_days=5)
    move_clock_and_work(site, MONDAY + timedelta(days=9))
    assert visitor(OFFICER).get(f"/items/{item_id}").json()["light"]["code"] == "red"
    with site.writing() as session:
        item = session.get_one(Item, item_id)
        calendar = site.house.calendar
        item.due_at = calendar.due_instant(calendar.add_working_days(calendar.local_date(site.clock.now()), 20).due_on)
    push(visitor, item_id, "urge", OFFICER)
    push(visitor, item_id, "step-down", OFFICER, down_to="none")
    found = visitor(OFFICER).get(f"/items/{item_id}").json()
    assert (found["light"]["code"], found["light"]["reason"]) == ("yellow", "曾逾期，已补办")
    assert found["missed_at"].startswith("2026-01-12")
    reasons = visitor(OFFICER).get(f"/items/{item_id}/explain").json()["reasons"]
    assert [one["code"] for one in reasons] == ["missed"]
