"""批示: a leader instructs on an item or a matter at any time, and a new work order follows."""

from datetime import date

import pytest
from sqlalchemy import select

from engine.commands.supervision.instruct import Instruction, instruct_on_item, instruct_on_matter
from engine.domain.errors import Conflict, Invalid, NotAllowed
from engine.site import Site
from engine.store.models import Event, Instance, Item, ItemLink, Matter, OfficialDocument, OutboxMail
from tests.support.items import do, finish, leader_post, open_elements, records
from tests.support.matter import dispatch
from tests.support.office import HANDLER, LEADER, MONDAY, OFFICER, person
from tests.support.several import dispatch_several

TODAY = MONDAY.date()
TEXT = "请加快进度，月底前报阶段成果。"


def instruct(site: Site, username: str, item_id: int, **given: object) -> int:
    wanted = {"text": TEXT, "dated_on": TODAY, **given}
    item = do(site, username, lambda act, roles: instruct_on_item(act, roles, item_id, Instruction(**wanted)))  # type: ignore[arg-type]
    found: int = item.id
    return found


def close(site: Site, item_id: int) -> None:
    finish(site, HANDLER, item_id, "sign", decision="sign")
    finish(site, HANDLER, item_id, "handle", summary="已办结")
    finish(site, OFFICER, item_id, "verify", decision="accept", opinion="属实")
    finish(site, LEADER, item_id, "confirm", satisfaction="satisfied")


def test_an_instruction_on_an_open_item_is_a_second_work_order_that_is_signed_for(either_site: Site) -> None:
    site = either_site
    item_id = dispatch(site)
    assert instruct(site, LEADER, item_id) == item_id
    assert open_elements(site, item_id) == ["sign", "sign_supplement"]
    with site.reading() as session:
        instruction = records(session, item_id, "instruction")[0]
        assert instruction.data["text"] == TEXT
        assert instruction.data["leader"] == "钱博"
        assert records(session, item_id, "supplement")[0].number == "督交〔2026〕1号（第2号）"
        told = session.scalars(select(OutboxMail.recipient).where(OutboxMail.kind == "instruction"))
        assert {"陈璐", "刘洋"} <= set(told)
        papers = session.scalars(select(OfficialDocument.number).where(OfficialDocument.kind == "work_order"))
        assert "督交〔2026〕1号（第2号）" in set(papers)
    finish(site, HANDLER, item_id, "sign_supplement", remark="收到")
    assert open_elements(site, item_id) == ["sign"]


def test_each_instruction_has_an_order_of_its_own(site: Site) -> None:
    item_id = dispatch(site)
    instruct(site, LEADER, item_id)
    instruct(site, LEADER, item_id, text="再报一次")
    with site.reading() as session:
        assert [one.number for one in records(session, item_id, "supplement")] == [
            "督交〔2026〕1号（第2号）",
            "督交〔2026〕1号（第3号）",
        ]


def test_an_officer_enters_it_for_the_leader_and_both_are_named(site: Site) -> None:
    item_id = dispatch(site)
    with site.reading() as session:
        post_id, officer, leader = leader_post(session), person(session, OFFICER).id, person(session, LEADER).id
    instruct(site, OFFICER, item_id, leader_post_id=post_id)
    with site.reading() as session:
        entry = records(session, item_id, "instruction")[0]
        assert (entry.data["leader"], entry.actor_id) == ("钱博", officer)
        event = session.scalars(select(Event).where(Event.type == "item.instructed")).one()
        assert (event.actor_id, event.behalf_of_id) == (officer, leader)


def test_a_result_waits_for_the_signature_under_a_new_order(site: Site) -> None:
    item_id = dispatch(site)
    finish(site, HANDLER, item_id, "sign", decision="sign")
    instruct(site, LEADER, item_id)
    with pytest.raises(Invalid) as refused:
        finish(site, HANDLER, item_id, "handle", summary="已办结")
    assert [problem.code for problem in refused.value.problems] == ["supervision.supplement_unsigned"]
    finish(site, HANDLER, item_id, "sign_supplement")
    finish(site, HANDLER, item_id, "handle", summary="已办结")


def test_an_instruction_after_the_result_is_signed_for_before_it_is_confirmed(site: Site) -> None:
    item_id = dispatch(site)
    finish(site, HANDLER, item_id, "sign", decision="sign")
    finish(site, HANDLER, item_id, "handle", summary="已办结")
    finish(site, OFFICER, item_id, "verify", decision="accept", opinion="属实")
    instruct(site, LEADER, item_id)
    with pytest.raises(Invalid):
        finish(site, LEADER, item_id, "confirm", satisfaction="satisfied")
    finish(site, HANDLER, item_id, "sign_supplement")
    assert finish(site, LEADER, item_id, "confirm", satisfaction="satisfied") == "completed"


def test_on_a_closed_item_it_opens_a_new_item_of_the_same_matter_which_is_taken_up_again(either_site: Site) -> None:
    site = either_site
    item_id = dispatch(site)
    close(site, item_id)
    with pytest.raises(Invalid) as refused:
        instruct(site, LEADER, item_id)
    assert [problem.code for problem in refused.value.problems] == ["supervision.instruction_due"]
    new_id = instruct(site, LEADER, item_id, due_working_days=15)
    assert new_id != item_id
    with site.reading() as session:
        old, new = session.get_one(Item, item_id), session.get_one(Item, new_id)
        matter = session.get_one(Matter, old.matter_id)
        assert (new.matter_id, new.number, new.lead_unit_id) == (old.matter_id, f"{matter.number}-2", old.lead_unit_id)
        assert TEXT in new.text
        assert old.number is not None
        assert old.number in new.text
        assert (matter.state, matter.closed_at) == ("running", None)
        link = session.scalars(select(ItemLink)).one()
        assert (link.from_id, link.to_id, link.kind) == (item_id, new_id, "instruction")
        runs = session.scalars(select(Instance.state).where(Instance.key == "supervision-matter").order_by(Instance.id))
        assert list(runs) == ["completed", "running"]
    close(site, new_id)
    with site.reading() as session:
        matter = session.scalars(select(Matter)).one()
        assert matter.state == "closed"
        assert session.get_one(Instance, matter.instance_id).state == "completed"


def test_a_closed_item_of_a_running_matter_gets_its_follower_in_the_same_run(site: Site) -> None:
    first, second = dispatch_several(site, 2)
    close(site, first)
    new_id = instruct(site, LEADER, first, due_on=date(2026, 2, 6))
    with site.reading() as session:
        matter = session.scalars(select(Matter)).one()
        assert session.get_one(Item, new_id).number == f"{matter.number}-3"
        assert len(session.scalars(select(Instance).where(Instance.key == "supervision-matter")).all()) == 1
    close(site, second)
    with site.reading() as session:
        assert session.scalars(select(Matter.state)).one() == "running"
    close(site, new_id)
    with site.reading() as session:
        assert session.scalars(select(Matter.state)).one() == "closed"


def test_an_instruction_on_a_matter_reaches_each_open_item_and_stands_in_its_own_record(site: Site) -> None:
    first, second = dispatch_several(site, 2)
    close(site, first)
    with site.reading() as session:
        matter_id = session.scalars(select(Matter.id)).one()
    wanted = Instruction(TEXT, TODAY)
    reached = do(site, LEADER, lambda act, roles: instruct_on_matter(act, roles, matter_id, wanted))
    assert [item.id for item in reached] == [second]
    assert "sign_supplement" in open_elements(site, second)
    with site.reading() as session:
        event = session.scalars(select(Event).where(Event.type == "matter.instructed")).one()
        assert event.data["text"] == TEXT
    close_with_order(site, second)
    with pytest.raises(Conflict):
        do(site, LEADER, lambda act, roles: instruct_on_matter(act, roles, matter_id, wanted))


def close_with_order(site: Site, item_id: int) -> None:
    finish(site, HANDLER, item_id, "sign_supplement")
    close(site, item_id)


def test_everything_wrong_is_told_at_once(site: Site) -> None:
    item_id = dispatch(site)
    with pytest.raises(Invalid) as refused:
        instruct(site, OFFICER, item_id, text=" ", dated_on=date(2026, 3, 1), attachment_ids=(99,))
    assert [problem.code for problem in refused.value.problems] == [
        "supervision.instruction_empty",
        "supervision.instruction_leader",
        "supervision.instruction_future",
        "supervision.instruction_files",
    ]


def test_a_handler_does_not_instruct(site: Site) -> None:
    item_id = dispatch(site)
    with pytest.raises(NotAllowed):
        instruct(site, HANDLER, item_id)
