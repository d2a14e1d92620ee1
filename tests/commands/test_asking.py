"""减负: what is over a unit's weekly cap comes in one note; by hand only with a reason; a notice is never held back."""

from datetime import datetime

import pytest
from sqlalchemy import select

from engine.commands.supervision.caps import change_caps
from engine.commands.supervision.step_by_hand import step_by_hand
from engine.domain.asking import Cap
from engine.domain.errors import Invalid, NotAllowed
from engine.jobs.work import do_all_due
from engine.site import Site
from engine.store.models import Item, OutboxMail
from tests.support.items import do, records
from tests.support.matter import dispatch
from tests.support.office import ADMINISTRATOR, HANDLER, OFFICER, move_clock_and_work
from tests.support.several import dispatch_several

NEXT_MORNING = datetime.fromisoformat("2026-01-06T09:00:00+08:00")


def cap(site: Site, urges: int | None, line: str = "", who: str = ADMINISTRATOR) -> None:
    do(site, who, lambda act, roles: change_caps(act, roles, {"": Cap(), line: Cap(urges)}))


def mails(site: Site, kind: str) -> list[OutboxMail]:
    with site.reading() as session:
        return list(session.scalars(select(OutboxMail).where(OutboxMail.kind == kind).order_by(OutboxMail.id)))


def test_urges_over_the_cap_come_in_one_note_that_lists_the_items(either_site: Site) -> None:
    site = either_site
    cap(site, 1)
    items = dispatch_several(site, 3)
    move_clock_and_work(site, NEXT_MORNING)  # none was signed for in time
    assert len({mail.item_id for mail in mails(site, "urge")}) == 1
    notes = mails(site, "urge_bundle")
    assert sorted(mail.recipient for mail in notes) == ["刘洋", "陈璐"]
    with site.reading() as session:
        urged = [session.get_one(Item, item_id) for item_id in items]
        assert [item.times_urged for item in urged] == [1, 1, 1]
        assert all(records(session, item_id, "urge") for item_id in items)
        single = {mail.item_id for mail in mails(site, "urge")}
        listed = [item.number for item in urged if item.id not in single]
    assert all(number in notes[0].text for number in listed if number)
    do_all_due(site)
    assert len(mails(site, "urge_bundle")) == 2


def test_without_a_cap_each_comes_singly(site: Site) -> None:
    dispatch_several(site, 3)
    move_clock_and_work(site, NEXT_MORNING)
    assert len({mail.item_id for mail in mails(site, "urge")}) == 3
    assert mails(site, "urge_bundle") == []


def test_by_hand_over_the_cap_needs_a_reason_and_a_notice_does_not(site: Site) -> None:
    cap(site, 0)
    item_id = dispatch(site)
    with pytest.raises(Invalid) as refused:
        do(site, OFFICER, lambda act, roles: step_by_hand(act, roles, item_id, "urge", "请抓紧"))
    assert [(one.code, one.field) for one in refused.value.problems] == [("supervision.over_cap", "over_cap_reason")]
    do(site, OFFICER, lambda act, roles: step_by_hand(act, roles, item_id, "urge", "请抓紧", "上级明日检查"))
    with site.reading() as session:
        assert "上级明日检查" in records(session, item_id, "urge")[0].data["text"]
    assert len(mails(site, "urge")) == 2
    do(site, OFFICER, lambda act, roles: step_by_hand(act, roles, item_id, "supervise", "请说明"))
    assert len(mails(site, "supervise")) > 0


def test_only_who_designs_changes_the_caps_and_one_holds_for_all(site: Site) -> None:
    with pytest.raises(NotAllowed):
        cap(site, 1, who=HANDLER)
    with pytest.raises(Invalid):
        do(site, ADMINISTRATOR, lambda act, roles: change_caps(act, roles, {"综合": Cap(1)}))
