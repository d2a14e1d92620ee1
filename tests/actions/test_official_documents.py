"""通报 and 延期审批表: what they say, from their order to the page."""

from dataclasses import replace
from datetime import date, timedelta

from engine.actions.official_circular import order_circular
from engine.actions.official_extension import Extension, order_extension
from engine.domain.wording import Wording
from engine.jobs.filing import file_waiting
from engine.site import Site
from engine.store.models import Item
from tests.support.documents import call_of, documents, text_of
from tests.support.matter import dispatch
from tests.support.office import HANDLER, LEADER, MONDAY, OFFICER, person


def circular(site: Site, item: int, *, dated: bool = True) -> None:
    until = (MONDAY + timedelta(days=2), MONDAY + timedelta(days=7)) if dated else (None, None)
    with site.writing() as session:
        order_circular(call_of(site, session, OFFICER, item), "督通〔2026〕1号", "两次督办仍未落实", *until)


def extension(site: Site, item_id: int, *, approved: bool = True) -> None:
    with site.writing() as session:
        asked = Extension(
            asked_by_id=person(session, HANDLER).id,
            reason="需要征求五个市县的意见",
            progress="初稿已完成",
            proposed_on=date(2026, 1, 30),
            original_due=None,
            due=session.get_one(Item, item_id).due_at,
            decided_by_id=person(session, LEADER).id,
            opinion="同意，抓紧办理" if approved else "任务紧急，不能再延",
            until=MONDAY + timedelta(days=25) if approved else None,
            times=1,
            after_miss=not approved,
        )
        order_extension(call_of(site, session, LEADER, item_id), asked)


def said(site: Site) -> str:
    file_waiting(site)
    return text_of(site, documents(site)[-1])


def missing(text: str, *parts: str) -> list[str]:
    return [part for part in parts if part not in text]


def test_a_circular_goes_to_all_units_under_the_red_head_with_what_was_done_before(site: Site) -> None:
    circular(site, dispatch(site, co_unit_ids=[3]))
    parts = (
        "督通〔2026〕1号",
        "关于综合处未按要求落实“第一项任务”的通报",
        "各单位：",
        "一、基本情况",
        "已催办0次，办理进度0%",
        "二、通报事由",
        "两次督办仍未落实。",
        "三、有关要求",
        "综合处要认真查找原因，逐条整改，于2026年1月7日09:30前报送书面说明，于2026年1月12日09:30前完成整改。",
        "特此通报。",
        "抄送：钱博同志，秘书一处。",
        "印发",
    )
    assert missing(said(site), *parts) == []
    document = documents(site)[-1]
    assert (document.kind, document.number, document.name) == (
        "circular",
        "督通〔2026〕1号",
        "督通〔2026〕1号 通报.pdf",
    )


def test_a_circular_without_dates_asks_soon_and_a_long_title_gives_way_to_its_name(site: Site) -> None:
    title = "开展全市安全生产专项检查" * 20
    circular(site, dispatch(site, title=title), dated=False)
    text = said(site)
    assert "逐条整改，尽快报送书面说明，尽快完成整改。" in text
    assert documents(site)[-1].content["title"] == "督办通报"
    assert title in text


def test_an_extension_that_was_approved_is_on_one_sheet_with_both_dates(site: Site) -> None:
    extension(site, dispatch(site))
    rows = fields(site)
    assert rows["原定时限"] == rows["现行时限"] == "2026年1月19日 17:30"
    assert (rows["申请人"], rows["拟延至"]) == ("陈璐", "2026年1月30日")
    assert (rows["延期理由"], rows["目前进展"]) == ("需要征求五个市县的意见", "初稿已完成")
    assert (rows["审批人"], rows["审批结果"], rows["审批意见"]) == ("钱博", "同意延期", "同意，抓紧办理")
    assert rows["新的时限"] == "2026年1月30日 09:30（第1次延期）"
    assert "逾期情况" not in rows
    text = said(site)
    assert missing(text, "督办事项延期审批表", "需要征求五个市县的意见", "同意，抓紧办理") == []


def test_an_extension_that_was_refused_has_the_reason_and_no_new_date(site: Site) -> None:
    extension(site, dispatch(site), approved=False)
    rows = fields(site)
    assert (rows["审批结果"], rows["审批意见"]) == ("不同意延期", "任务紧急，不能再延")
    assert rows["逾期情况"] == "申请时已逾期，统计仍按原定时限计。"
    assert "新的时限" not in rows


def fields(site: Site) -> dict[str, str]:
    rows = documents(site)[-1].content["rows"]
    return {one["label"]: "".join(one["says"]) for row in rows for one in row}


def test_the_office_words_its_documents_itself(site: Site) -> None:
    own = {"circular_to": "机关各处室", "work_order": "任务交办单", "label_unit": "责任处室"}
    site.house = replace(site.house, wording=Wording(own))
    circular(site, dispatch(site))
    order, notice = documents(site)
    assert (order.content["title"], notice.content["to"]) == ("任务交办单", "机关各处室")
    assert "责任处室" in fields_of(order.content)


def fields_of(content: dict[str, list[list[dict[str, str]]]]) -> set[str]:
    return {one["label"] for row in content["rows"] for one in row}
