"""Official documents over HTTP: on the page of their item, and downloaded by who sees it."""

import hashlib

from sqlalchemy import select

from engine.jobs.filing import file_waiting
from engine.site import Site
from engine.store.models import BlobChunk
from tests.api.conftest import Visitor
from tests.api.problem import problem_of
from tests.support.matter import dispatch
from tests.support.office import DESIGNER, HANDLER, LEADER, OFFICER


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
        session.scalars(select(BlobChunk)).one().content = b"%PDF-other"
    problem_of(visitor(OFFICER).get(f"/official-documents/{filed['id']}/content"), 409)
