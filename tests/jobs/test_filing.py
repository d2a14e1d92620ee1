"""Official documents ordered by acts of the chain, filed by a worker once, and in the record by their hash."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from engine.commands.attachments.attach import Place, Received, attach
from engine.commands.attachments.remove import remove_attachment
from engine.commands.official_documents.file import HELD, Files, file_document, take_document
from engine.commands.supervision.step_by_hand import step_by_hand
from engine.domain.retrying import MAX_ATTEMPTS
from engine.jobs import filing
from engine.jobs.filing import file_waiting
from engine.site import Site, set_testing_clock
from engine.store.blobs import read_blob
from engine.store.models import Attachment, BlobChunk, Event, Item
from engine.typesetting import NoChineseFont
from tests.support.documents import documents, text_of
from tests.support.matter import complete, confirm, dispatch, open_task
from tests.support.office import HANDLER, MONDAY, OFFICER, act_of, roles
from tests.support.record import findings

FILED = "document.filed"
HOSTILE = "检查#eval(1) $x$ *重点* [一]"


def push(site: Site, item: int, code: str, reason: str = "请抓紧办理") -> None:
    with site.writing() as session:
        step_by_hand(act_of(site, session, OFFICER), roles(session, OFFICER), item, code, reason)


def filed_events(site: Site) -> list[Event]:
    with site.reading() as session:
        return list(session.scalars(select(Event).where(Event.type == FILED).order_by(Event.instance_id, Event.seq)))


def later(site: Site, by: timedelta) -> None:
    with site.writing() as session:
        set_testing_clock(session, site.clock.now() + by)


def live(site: Site, **row: Any) -> int:
    """An item from its work order to its close-out, urged and supervised on the way."""
    item = dispatch(site, **row)
    complete(site, HANDLER, open_task(site, "sign"), decision="sign")
    push(site, item, "urge")
    push(site, item, "supervise", "两次催办未落实")
    complete(site, HANDLER, open_task(site, "handle"), summary="已完成检查", evidence="报告")
    complete(site, OFFICER, open_task(site, "verify"), decision="accept", opinion="情况属实")
    confirm(site, "basically")
    return item


def test_every_act_of_the_chain_that_issues_a_document_has_it_filed(either_site: Site) -> None:
    live(either_site, text="第一段。\n第二段。")
    assert {one.state for one in documents(either_site)} == {"waiting"}
    assert file_waiting(either_site) == 4
    filed = documents(either_site)
    assert [(one.kind, one.number, one.state, one.version) for one in filed] == [
        ("work_order", "督交〔2026〕1号", "filed", 1),
        ("urge", None, "filed", 1),
        ("supervise", "督办〔2026〕1号", "filed", 1),
        ("closing", None, "filed", 1),
    ]
    told = [
        (
            "督办事项交办单",
            "督交〔2026〕1号",
            "第一段。",
            "第二段。",
            "陈璐（A岗）",
            "省政府领导",
            "2026年1月19日17:30",
        ),
        ("催办单", "第1次", "综合处：", "请抓紧办理。", "2026年1月6日17:30前"),
        ("关于第一项任务的督办通知", "督办〔2026〕1号", "两次催办未落实。截至目前，已催办1次", "抄送：钱博同志。"),
        ("督办事项办结单", "已完成检查", "情况属实", "基本满意", "按期办结"),
    ]
    for document, parts in zip(filed, told, strict=True):
        text = text_of(either_site, document)
        assert [part for part in parts if part not in text] == []


def test_the_record_covers_a_document_by_its_hash(either_site: Site) -> None:
    item = dispatch(either_site)
    file_waiting(either_site)
    (document,) = documents(either_site)
    event, of_word = filed_events(either_site)
    assert event.name == document.name == "督交〔2026〕1号 交办单.pdf"
    assert event.data == {
        "document": document.id,
        "item": item,
        "kind": "work_order",
        "number": "督交〔2026〕1号",
        "ordinal": 1,
        "version": 1,
        "size": document.size,
        "sha256": document.sha256,
    }
    word = {"document": f"{document.id}-docx", "size": document.word_size, "sha256": document.word_sha256}
    assert (of_word.name, of_word.data) == ("督交〔2026〕1号 交办单.docx", event.data | word)
    assert findings(either_site) == []
    for one in (event, of_word):
        with either_site.writing() as session:
            session.get_one(BlobChunk, (one.data["sha256"], 0)).content = b"another"
    found = [(one.code, one.instance, one.seq) for one in findings(either_site)]
    assert found == [("content", one.instance_id, one.seq) for one in (event, of_word)]


def test_a_document_is_filed_once_whoever_sets_it(either_site: Site) -> None:
    dispatch(either_site)
    (waiting,) = documents(either_site)
    file_waiting(either_site)
    assert file_waiting(either_site) == 0
    with either_site.writing() as session:
        assert not file_document(either_site.act(session), waiting.id, Files(b"%PDF-by another", b"PK another"))
    assert len(filed_events(either_site)) == 2
    assert findings(either_site) == []


def test_what_one_worker_has_in_hand_no_other_takes_until_its_time_is_over(either_site: Site) -> None:
    dispatch(either_site)
    now = either_site.clock.now()
    with either_site.writing() as session:
        assert take_document(session, now) is not None
    assert file_waiting(either_site) == 0
    later(either_site, HELD)
    assert file_waiting(either_site) == 1
    assert documents(either_site)[0].state == "filed"


def test_an_act_that_is_undone_issues_nothing(site: Site) -> None:
    item = dispatch(site)
    with pytest.raises(ZeroDivisionError), site.writing() as session:
        step_by_hand(act_of(site, session, OFFICER), roles(session, OFFICER), item, "urge", "x")
        raise ZeroDivisionError
    assert [one.kind for one in documents(site)] == ["work_order"]


def test_what_people_wrote_is_printed_as_they_wrote_it(site: Site) -> None:
    item = dispatch(site, title=HOSTILE, text=HOSTILE)
    push(site, item, "supervise", HOSTILE)
    file_waiting(site)
    for document in documents(site):
        assert "".join(HOSTILE.split()) in text_of(site, document)


def test_each_urge_is_a_note_of_its_own(site: Site) -> None:
    item = dispatch(site)
    push(site, item, "urge")
    push(site, item, "urge")
    file_waiting(site)
    notes = [one for one in documents(site) if one.kind == "urge"]
    assert [one.ordinal for one in notes] == [1, 2]
    assert len({one.name for one in notes}) == 2
    assert "第2次" in text_of(site, notes[1])


def test_a_title_that_would_be_too_long_leaves_its_place_to_the_name_of_the_document(site: Site) -> None:
    title = "开展全市安全生产专项检查" * 20
    item = dispatch(site, title=title)
    push(site, item, "supervise")
    file_waiting(site)
    notice = documents(site)[-1]
    assert notice.content["title"] == "督办通知单"
    assert title in text_of(site, notice)


def test_co_organising_units_are_named_and_get_a_copy(site: Site) -> None:
    dispatch(site, co_unit_ids=[3, 4])
    (order,) = documents(site)
    assert order.content["copies"] == "秘书一处，秘书二处"
    file_waiting(site)
    assert "抄送：秘书一处，秘书二处。" in text_of(site, documents(site)[0])


def test_only_so_many_are_set_at_once(site: Site) -> None:
    for _ in range(3):
        dispatch(site)
    assert file_waiting(site, most=2) == 2
    assert [one.state for one in documents(site)] == ["filed", "filed", "waiting"]


def test_what_cannot_be_set_is_tried_again_later_and_ends_as_failed(
    either_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    dispatch(either_site)

    def fail(pages: Mapping[str, Any], moment: datetime, font_dir: Path | None) -> bytes:
        raise NoChineseFont

    with monkeypatch.context() as broken:
        broken.setattr(filing, "render", fail)
        assert file_waiting(either_site) == 1
        assert file_waiting(either_site) == 0
        (document,) = documents(either_site)
        assert (document.state, document.next_attempt_at) == ("waiting", MONDAY + timedelta(minutes=1))
        assert "DUBAN_FONT_DIR" in (document.last_error or "")
        for _ in range(MAX_ATTEMPTS - 1):
            later(either_site, timedelta(hours=6))
            file_waiting(either_site)
    assert documents(either_site)[0].state == "failed"
    later(either_site, timedelta(days=1))
    assert file_waiting(either_site) == 0
    assert filed_events(either_site) == []


def test_a_document_that_failed_once_is_filed_when_the_cause_is_gone(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    dispatch(site)
    with monkeypatch.context() as broken:
        broken.setattr(filing, "render", lambda *_: 1 / 0)
        file_waiting(site)
    later(site, timedelta(minutes=1))
    file_waiting(site)
    (document,) = documents(site)
    assert (document.state, document.last_error) == ("filed", None)


def test_whoever_attaches_the_pdf_and_removes_it_does_not_take_the_document_away(either_site: Site) -> None:
    item_id = dispatch(either_site)
    file_waiting(either_site)
    (document,) = documents(either_site)
    with either_site.writing() as session:
        pdf = b"".join(read_blob(session, document.sha256 or ""))
        place = Place(session.get_one(Item, item_id).instance_id or 0, None, item_id)
        file = Received(BytesIO(pdf), "交办单.pdf", "pdf", len(pdf), hashlib.sha256(pdf).hexdigest())
        attachment = attach(act_of(either_site, session, HANDLER), place, file)
    with either_site.writing() as session:
        remove_attachment(act_of(either_site, session, HANDLER), attachment.id)
    with either_site.reading() as session:
        assert session.scalar(select(func.count()).where(Attachment.removed_at.is_(None))) == 0
        assert b"".join(read_blob(session, document.sha256 or "")) == pdf
    assert findings(either_site) == []


def test_a_circular_is_issued_on_paper_with_its_number_and_its_notices(site: Site) -> None:
    item = dispatch(site)
    push(site, item, "supervise", "两次催办未落实")
    push(site, item, "circular", "督办以后仍未落实")
    file_waiting(site)
    circular = documents(site)[-1]
    assert (circular.kind, circular.number, circular.state) == ("circular", "督通〔2026〕1号", "filed")
    text = text_of(site, circular)
    parts = ("并印发督办〔2026〕1号督办通知单", "督办以后仍未落实。", "各单位：")
    assert [part for part in parts if part not in text] == []
