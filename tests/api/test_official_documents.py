"""Official documents over HTTP: on the page of their item, and downloaded by who sees it."""

import hashlib

from sqlalchemy import select

from engine.jobs.filing import file_waiting
from engine.site import Site
from engine.store.models import BlobChunk, Event, OfficialDocument
from tests.api.conftest import Visitor
from tests.api.problem import problem_of
from tests.support.documents import documents, text_of
from tests.support.matter import dispatch
from tests.support.office import ADMINISTRATOR, DESIGNER, HANDLER, LEADER, OFFICER
from tests.support.record import findings


def test_a_document_is_being_made_then_there_and_is_what_its_hash_says(
    either_site: Site, either_visitor: Visitor
) -> None:
    item, handler = dispatch(either_site), either_visitor(HANDLER)
    (waiting,) = handler.get(f"/items/{item}").json()["documents"]
    assert waiting["state"] == {"code": "waiting", "text": "正在生成"}
    problem_of(handler.get(f"/official-documents/{waiting['id']}/content"), 404)
    file_waiting(either_site)
    (filed,) = handler.get(f"/items/{item}").json()["documents"]
    assert (filed["kind"]["text"], filed["number"], filed["state"]["code"]) == ("交办单", "督交〔2026〕1号", "filed")
    answer = handler.get(f"/official-documents/{filed['id']}/content")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")
    assert (len(answer.content), hashlib.sha256(answer.content).hexdigest()) == (filed["size"], filed["sha256"])
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment;")
    word = handler.get(f"/official-documents/{filed['id']}/content", params={"format": "docx"})
    assert (len(word.content), hashlib.sha256(word.content).hexdigest()) == (
        filed["word"]["size"],
        filed["word"]["sha256"],
    )
    assert word.headers["content-type"].endswith("wordprocessingml.document")
    assert filed["word"]["name"] == "督交〔2026〕1号 交办单.docx"


def test_who_does_not_see_the_item_sees_no_document(site: Site, visitor: Visitor) -> None:
    item = dispatch(site)
    file_waiting(site)
    (filed,) = visitor(OFFICER).get(f"/items/{item}").json()["documents"]
    path = f"/official-documents/{filed['id']}/content"
    assert [visitor(one).get(path).status_code for one in (HANDLER, OFFICER, LEADER)] == [200] * 3
    assert visitor(DESIGNER).get(path).json() == visitor(DESIGNER).get("/official-documents/99/content").json()
    problem_of(visitor(DESIGNER).get(path), 404)
    problem_of(visitor("").get(path), 401)


def test_damaged_content_is_not_sent(site: Site, visitor: Visitor) -> None:
    item = dispatch(site)
    file_waiting(site)
    (filed,) = visitor(OFFICER).get(f"/items/{item}").json()["documents"]
    with site.writing() as session:
        session.get_one(BlobChunk, (filed["sha256"], 0)).content = b"%PDF-other"
    problem_of(visitor(OFFICER).get(f"/official-documents/{filed['id']}/content"), 409)


def fail(site: Site) -> None:
    """What could not be set in all its attempts."""
    with site.writing() as session:
        document = session.scalars(select(OfficialDocument)).one()
        document.state, document.attempts, document.last_error = "failed", 10, "No Chinese font"


def test_a_document_is_set_again_with_a_reason_and_its_words_put_right(
    either_site: Site, either_visitor: Visitor
) -> None:
    item, officer = dispatch(either_site, title="建立健全台帐"), either_visitor(OFFICER)
    file_waiting(either_site)
    (first,) = officer.get(f"/items/{item}").json()["documents"]
    assert "建立健全台帐" in officer.get(f"/official-documents/{first['id']}").json()["texts"]
    body = {"reason": "错别字", "corrections": [{"before": "台帐", "after": "台账"}]}
    answer = officer.post(f"/official-documents/{first['id']}/versions", json=body)
    assert answer.status_code == 201
    assert (answer.json()["version"], answer.json()["state"]["code"]) == (2, "waiting")
    assert [one["state"]["code"] for one in officer.get(f"/items/{item}").json()["documents"]] == ["filed", "waiting"]
    problem_of(officer.post(f"/official-documents/{first['id']}/versions", json=body), 409)
    file_waiting(either_site)
    old, new = officer.get(f"/items/{item}").json()["documents"]
    assert (old["state"]["code"], new["state"]["code"], new["reason"]) == ("superseded", "filed", "错别字")
    assert (new["number"], new["ordered_by"]["name"]) == (old["number"], "郑怡")
    assert new["name"] == "督交〔2026〕1号 交办单（第2版）.pdf"
    text = text_of(either_site, documents(either_site)[1])
    assert ("建立健全台账" in text, "台帐" in text) == (True, False)
    assert officer.get(f"/official-documents/{old['id']}/content").status_code == 200
    problem_of(officer.post(f"/official-documents/{old['id']}/versions", json=body), 409)
    with either_site.reading() as session:
        event = session.scalars(select(Event).where(Event.type == "document.set_again")).one()
    assert (event.data["reason"], event.data["corrections"]) == ("错别字", body["corrections"])
    assert event.before == {"document": old["id"], "version": 1, "sha256": old["sha256"]}
    assert findings(either_site) == []


def test_every_correction_that_finds_nothing_or_leaves_nothing_is_named_at_once(site: Site, visitor: Visitor) -> None:
    item, officer = dispatch(site), visitor(OFFICER)
    file_waiting(site)
    (filed,) = officer.get(f"/items/{item}").json()["documents"]
    wrong = [{"before": "没有这句", "after": "有"}, {"before": "第一项任务", "after": ""}]
    answer = officer.post(f"/official-documents/{filed['id']}/versions", json={"reason": "改", "corrections": wrong})
    fields = [one["field"] for one in problem_of(answer, 422)["problems"]]
    assert fields == ["/corrections/0/before", "/corrections/1/after"]


def test_only_officers_and_administrators_set_a_document_again(site: Site, visitor: Visitor) -> None:
    item = dispatch(site)
    file_waiting(site)
    (filed,) = visitor(OFFICER).get(f"/items/{item}").json()["documents"]
    path, body = f"/official-documents/{filed['id']}/versions", {"reason": "版式已改"}
    assert [visitor(one).post(path, json=body).status_code for one in (HANDLER, LEADER, DESIGNER)] == [403, 403, 404]
    assert visitor(ADMINISTRATOR).post(path, json=body).status_code == 201


def test_the_list_tells_what_failed_and_why_and_an_administrator_tries_again(
    either_site: Site, either_visitor: Visitor
) -> None:
    item = dispatch(either_site)
    fail(either_site)
    administrator, officer = either_visitor(ADMINISTRATOR), either_visitor(OFFICER)
    (failed,) = officer.get("/official-documents", params={"state": "failed"}).json()["items"]
    assert (failed["item"]["id"], failed["attempts"], failed["last_error"]) == (item, 10, "No Chinese font")
    assert officer.get("/official-documents/summary").json()["failed"] == 1
    path = f"/official-documents/{failed['id']}/retry"
    problem_of(officer.post(path, json={"reason": "已装字体"}), 403)
    assert administrator.post(path, json={"reason": "已装字体"}).json()["state"]["code"] == "waiting"
    problem_of(administrator.post(path, json={"reason": "已装字体"}), 409)
    file_waiting(either_site)
    assert documents(either_site)[0].state == "filed"
    with either_site.reading() as session:
        event = session.scalars(select(Event).where(Event.type == "document.retried")).one()
    assert event.data == {"document": failed["id"], "reason": "已装字体", "error": "No Chinese font"}


def test_the_list_goes_on_from_page_to_page_and_is_for_those_who_oversee(site: Site, visitor: Visitor) -> None:
    dispatch(site)
    with site.writing() as session:
        first = session.scalars(select(OfficialDocument)).one()
        kept = {column.key: getattr(first, column.key) for column in first.__mapper__.column_attrs}
        session.add_all(OfficialDocument(**kept | {"id": None, "ordinal": number}) for number in range(2, 61))
    officer = visitor(OFFICER)
    page = officer.get("/official-documents").json()
    rest = officer.get("/official-documents", params={"cursor": page["next"]}).json()
    assert ([len(page["items"]), len(rest["items"])], rest["next"]) == ([50, 10], None)
    assert officer.get("/official-documents", params={"kind": "circular"}).json()["items"] == []
    problem_of(visitor(HANDLER).get("/official-documents"), 403)
    problem_of(visitor(HANDLER).get("/official-documents/summary"), 403)
