"""减负: what is over a unit's weekly cap comes in one note; by hand only with a reason; a notice is never held back."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from engine.actions.asking import week_of
from engine.commands.supervision.ask_of_item import ask_of_item
from engine.commands.supervision.caps import change_caps
from engine.commands.supervision.step_by_hand import step_by_hand
from engine.documents.word import read_word
from engine.domain.asking import Cap
from engine.domain.errors import Invalid, NotAllowed, NotFound
from engine.jobs.filing import file_waiting
from engine.jobs.work import do_all_due
from engine.queries.asking import asked_in_week
from engine.queries.official_documents import documents_of, get_document, subjects_of
from engine.queries.record.evidence import matter_subject
from engine.site import Site
from engine.store.models import Instance, Item, Matter, OutboxMail
from tests.support.documents import content_of, documents, text_of
from tests.support.items import do, records, unit_id
from tests.support.matter import complete, dispatch, open_task
from tests.support.office import ADMINISTRATOR, HANDLER, OFFICER, act_of, doers, move_clock_and_work, reader
from tests.support.several import dispatch_several

STRANGER, OTHER_UNIT = "huangjing", "ms1"
THURSDAY = datetime.fromisoformat("2026-01-08T10:00:00+08:00")
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


def test_urges_that_came_together_are_one_numbered_paper_found_from_each_of_their_items(either_site: Site) -> None:
    site = either_site
    cap(site, 1)
    items = dispatch_several(site, 3)
    move_clock_and_work(site, NEXT_MORNING)
    while file_waiting(site):
        pass
    (paper,) = (one for one in documents(site) if one.kind == "urges")
    assert (paper.number, paper.state, paper.item_id) == ("督催〔2026〕1号", "filed", None)
    with site.reading() as session:
        urged = [session.get_one(Item, item_id) for item_id in items]
        single = {one.item_id for one in documents(site) if one.kind == "urge"}
        listed = [one for one in urged if one.id not in single]
        officer, handler = reader(session, OFFICER), reader(session, HANDLER)
        for one in urged:
            is_listed = paper.id in {found.id for found in documents_of(session, officer, one.id)}
            assert is_listed is (one in listed)
        assert get_document(session, handler, paper.id).id == paper.id
        assert subjects_of(session, [paper]).urged == {paper.instance_id: listed}
        with pytest.raises(NotFound):
            get_document(session, reader(session, STRANGER), paper.id)
        matter = session.get_one(Matter, urged[0].matter_id)
        assert session.get_one(Instance, paper.instance_id).state == "completed"
        assert paper.instance_id in matter_subject(session, matter).instances
    assert len(listed) == 2
    told = text_of(site, paper)
    word = read_word(content_of(site, paper.word_sha256), "a.docx")
    for one in listed:
        assert one.title in told
        assert str(one.number) in word
    assert "签收" in told
    assert all("督催〔2026〕1号" in mail.text for mail in mails(site, "urge_bundle"))


def asked(site: Site) -> dict[str, tuple[int, int]]:
    """Urges and reports of the week, by unit."""
    with site.reading() as session:
        act = act_of(site, session, OFFICER)
        found = asked_in_week(session, act.situation, week_of(act, act.now))
        return {one.unit: (one.urges, one.reports) for one in found}


def urge(site: Site, item_id: int) -> None:
    do(site, OFFICER, lambda act, roles: step_by_hand(act, roles, item_id, "urge", "请抓紧"))


def test_what_a_unit_was_asked_stays_its_own_when_the_item_moves_on(either_site: Site) -> None:
    site = either_site
    item_id = dispatch(site, cadence="weekly", due_working_days=40)
    complete(site, HANDLER, open_task(site, "sign"), decision="sign")
    move_clock_and_work(site, THURSDAY)
    urge(site, item_id)
    before = asked(site)
    assert before == {"综合处": (1, 1)}
    with site.reading() as session:
        other = unit_id(session, OTHER_UNIT)
    move_clock_and_work(site, THURSDAY + timedelta(hours=1))
    move = {"unit_id": other, "reason": "职能已经调整"}
    do(site, HANDLER, lambda act, roles: ask_of_item(act, roles, item_id, "hand-over", move))
    for element in ("give", "take"):
        with site.reading() as session:
            (signer,) = doers(session, open_task(site, element))
        complete(site, signer, open_task(site, element), decision="sign")
    assert asked(site) == before
    urge(site, item_id)
    assert asked(site) == {**before, "秘书一处": (1, 0)}


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
