"""会审纪要: ordered with the conclusion, says what was compared, said and decided; filed; seen as opinions are."""

from typing import Any

import pytest
from sqlalchemy import select

from engine.domain.errors import NotFound
from engine.jobs.filing import file_waiting
from engine.queries.official_documents import get_filed, list_documents, subjects_of
from engine.site import Site
from engine.store.blobs import read_blob
from engine.store.models import Event, OfficialDocument
from engine.typesetting import texts_of
from tests.support.deciding import at
from tests.support.office import ADMINISTRATOR, HANDLER, move_clock_and_work, reader
from tests.support.pdf import sheets
from tests.support.record import findings
from tests.support.reviews import EQUAL, PARTY_OFFICE, TRACK, enter_key_task, hand_in, open_reviews

PANEL = ("qianbo", "liming", "caizhi", "sunlan", "wangqing")  # the last one belongs to the unit


def reviewed(site: Site, **conclusion: Any) -> int:
    """The instance of a key task whose first gate was reviewed at the second sitting and found wanting."""
    open_reviews(site, panel=PANEL, sit=2)
    instance_id = enter_key_task(site, title="推进“高效办成一件事”")
    move_clock_and_work(site, at("2026-01-05", 10))
    hand_in(site, instance_id, "prepare_business", **TRACK)
    hand_in(site, instance_id, "prepare_party", **{**TRACK, "people": "党支部书记", "measures": "措施" * 400})
    hand_in(site, instance_id, "review", by="qianbo", **EQUAL, opinion="pass")
    move_clock_and_work(site, at("2026-01-07", 17, 30))  # one of four has spoken
    for username, said in (("qianbo", "rectify"), ("liming", "rectify"), ("caizhi", "pass")):
        opinion = {**EQUAL, "people_equal": "no", "opinion": said, "remark": "人员不一致"}
        hand_in(site, instance_id, "review", by=username, **opinion)
    hand_in(site, instance_id, "review", by="sunlan", opinion="recuse", remark="本人分管该项工作")
    found = [{"text": "两个方案的责任人员统一到岗到人", "due_working_days": 5}]
    given = {"conclusion": "原则同意方案。\n责任人员须统一。", "findings": found, **conclusion}
    hand_in(site, instance_id, "conclude", **given)
    return instance_id


def minutes(site: Site) -> OfficialDocument:
    with site.reading() as session:
        return session.scalars(select(OfficialDocument).where(OfficialDocument.kind == "minutes")).one()


def test_the_minutes_say_who_was_called_who_stood_aside_what_was_compared_and_decided(either_site: Site) -> None:
    reviewed(either_site)
    document = minutes(either_site)
    assert (document.number, document.ordinal, document.state) == ("会审〔2026〕1号", 1, "waiting")
    said = "\n".join(texts_of(document.content))
    for wanted in (
        "此前第1次会审应到4人，需3人，截至2026年1月7日 17:30实到1人，人数不够，另定日期再开。",
        "第2次会审应到3人，需2人，实到3人，人数符合规定。",
        "本单位事项，回避",
        "本人分管该项工作",
        "党支部书记",
        "整改：人员不一致",
        "会审决定：整改。",
        "责任人员须统一。",
        "1. 两个方案的责任人员统一到岗到人（5个工作日内整改，列入督办）",
    ):
        assert wanted in said, wanted
    assert "措施" * 120 + "……" in said


def test_the_minutes_are_filed_in_both_forms_with_their_hash_in_the_record(site: Site) -> None:
    instance_id = reviewed(site)
    file_waiting(site)
    document = minutes(site)
    assert document.state == "filed"
    with site.reading() as session:
        pdf = b"".join(read_blob(session, document.sha256 or ""))
        filed = session.scalars(select(Event).where(Event.type == "document.filed", Event.instance_id == instance_id))
        assert [one.data["sha256"] for one in filed] == [document.sha256, document.word_sha256]
    shown = "\n".join(sheet.text for sheet in sheets(pdf))
    assert "四同步会审纪要" in shown and "会审〔2026〕1号" in shown
    assert findings(site) == []


def test_who_may_not_know_who_said_what_does_not_see_the_minutes(site: Site) -> None:
    reviewed(site)
    file_waiting(site)
    document_id = minutes(site).id
    with site.reading() as session:
        for username in ("qianbo", "caizhi", PARTY_OFFICE, ADMINISTRATOR):
            assert get_filed(session, reader(session, username), document_id, word=True)
        for username in (HANDLER, "panying"):
            with pytest.raises(NotFound):
                get_filed(session, reader(session, username), document_id, word=False)
        listed, _ = list_documents(session, reader(session, PARTY_OFFICE), state=None, kind="minutes", before=0)
        assert [document.id for document, _ in listed] == [document_id]
        (subject,) = subjects_of(session, [listed[0][0]]).key_tasks.values()
    assert subject.title in minutes(site).content["title"]
