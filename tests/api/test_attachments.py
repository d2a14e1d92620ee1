"""Files over HTTP: streamed in within a limit, seen by who sees the task or item, sent only to be saved."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from urllib.parse import quote

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select
from starlette.types import Message

from api.receiving import receive
from engine.domain.errors import TooLarge
from engine.site import Site
from engine.store.models import Attachment, BlobChunk, Item, PersonRole
from tests.api.conftest import Visitor
from tests.api.problem import problem_of
from tests.support.files import PDF, PROGRAM, TEXT, zipped
from tests.support.matter import complete, dispatch, open_task
from tests.support.office import DESIGNER, HANDLER, LEADER, OFFICER, SUBSTITUTE, person
from tests.support.server import token_of

AUDITOR = "yuanye"
NAME = "关于 专项检查的报告;一.pdf"


def post(person: httpx.Client, path: str, content: bytes = PDF, name: str = NAME) -> httpx.Response:
    return person.post(f"{path}/attachments", params={"name": name}, content=content)


def task_path(site: Site, element_id: str = "sign") -> str:
    return f"/tasks/{open_task(site, element_id)}"


def test_a_file_is_attached_listed_downloaded_and_removed(either_site: Site, either_visitor: Visitor) -> None:
    item = dispatch(either_site)
    handler, path = either_visitor(HANDLER), task_path(either_site)
    answer = post(handler, path)
    assert answer.status_code == 201, answer.text
    added = answer.json()
    assert (added["name"], added["kind"], added["size"]) == (NAME, {"code": "pdf", "text": "PDF 文件"}, len(PDF))
    assert (added["sha256"], added["removable"]) == (hashlib.sha256(PDF).hexdigest(), True)
    assert added["added_by"]["name"] == "陈璐"
    for place in (path, f"/items/{item}"):
        listed = handler.get(f"{place}/attachments").json()
        assert (listed["items"], listed["addable"], listed["megabytes"]) == ([added], True, 50)
    content = f"/attachments/{added['id']}/content"
    assert handler.get(content).content == PDF
    assert handler.delete(f"/attachments/{added['id']}").status_code == 204
    problem_of(handler.get(content), 404)
    problem_of(handler.delete(f"/attachments/{added['id']}"), 404)
    assert handler.get(f"{path}/attachments").json()["items"] == []


def test_a_download_is_only_to_be_saved(site: Site, visitor: Visitor) -> None:
    dispatch(site)
    number = post(visitor(HANDLER), task_path(site)).json()["id"]
    headers = visitor(HANDLER).get(f"/attachments/{number}/content").headers
    assert headers["content-type"] == "application/pdf"
    assert headers["content-disposition"] == (
        f"attachment; filename=\"__ _________.pdf\"; filename*=UTF-8''{quote(NAME, safe='')}"
    )
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "private, no-store"
    assert headers["content-length"] == str(len(PDF))


def test_a_file_is_seen_by_who_sees_its_task_or_item_and_by_nobody_else(site: Site, visitor: Visitor) -> None:
    item = dispatch(site)
    path = task_path(site)
    number = post(visitor(HANDLER), path).json()["id"]
    for seeing in (HANDLER, SUBSTITUTE, OFFICER, LEADER):
        assert visitor(seeing).get(f"/attachments/{number}/content").status_code == 200
        assert len(visitor(seeing).get(f"/items/{item}/attachments").json()["items"]) == 1
    for place in (f"/attachments/{number}/content", f"{path}/attachments", f"/items/{item}/attachments"):
        assert visitor(DESIGNER).get(place).json() == visitor(DESIGNER).get("/attachments/9/content").json()
        problem_of(visitor(DESIGNER).get(place), 404)
        problem_of(visitor("").get(place), 401)
    problem_of(post(visitor(DESIGNER), path), 404)
    problem_of(post(visitor(DESIGNER), f"/items/{item}"), 404)
    problem_of(post(visitor(""), path), 401)
    problem_of(visitor(DESIGNER).delete(f"/attachments/{number}"), 404)
    problem_of(visitor(OFFICER).delete(f"/attachments/{number}"), 403)


def test_an_auditor_sees_the_files_and_adds_none(site: Site, visitor: Visitor) -> None:
    item = dispatch(site)
    path = task_path(site)
    assert post(visitor(HANDLER), path).status_code == 201
    with site.writing() as session:
        session.add(PersonRole(person_id=person(session, AUDITOR).id, role="auditor"))
    for place in (path, f"/items/{item}"):
        listed = visitor(AUDITOR).get(f"{place}/attachments").json()
        assert (len(listed["items"]), listed["addable"]) == (1, False)
        assert problem_of(post(visitor(AUDITOR), place), 403)["problems"] == []


def test_who_verifies_finds_what_the_handler_attached(site: Site, visitor: Visitor) -> None:
    dispatch(site)
    complete(site, HANDLER, open_task(site, "sign"), decision="sign")
    post(visitor(HANDLER), task_path(site, "handle"))
    complete(site, HANDLER, open_task(site, "handle"), summary="已办结")
    listed = visitor(OFFICER).get(f"{task_path(site, 'verify')}/attachments").json()
    assert [(one["name"], one["removable"]) for one in listed["items"]] == [(NAME, False)]


def test_nothing_changes_when_the_work_is_done(site: Site, visitor: Visitor) -> None:
    item = dispatch(site)
    path = task_path(site)
    number = post(visitor(HANDLER), path).json()["id"]
    complete(site, HANDLER, open_task(site, "sign"), decision="sign")
    problem_of(post(visitor(HANDLER), path, TEXT, "a.txt"), 409)
    problem_of(visitor(HANDLER).delete(f"/attachments/{number}"), 409)
    assert visitor(HANDLER).get(f"{path}/attachments").json()["addable"] is False
    with site.writing() as session:
        session.get_one(Item, item).state = "closed"
    problem_of(post(visitor(OFFICER), f"/items/{item}"), 409)
    assert visitor(OFFICER).get(f"/items/{item}/attachments").json()["addable"] is False


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.pdf", "empty"),
        (PROGRAM, "a.pdf", "unknown"),
        (TEXT, "a.pdf", "wrong_name"),
        (b"<script>alert(1)</script>", "a.html", "wrong_name"),
        (zipped({"../a.pdf": PDF}), "a.zip", "archive_name"),
    ],
)
def test_a_file_that_may_not_be_attached_is_refused(
    site: Site, visitor: Visitor, content: bytes, name: str, code: str
) -> None:
    dispatch(site)
    document = problem_of(post(visitor(HANDLER), task_path(site), content, name), 422)
    assert [one["code"] for one in document["problems"]] == [f"attachments.{code}"]
    with site.reading() as session:
        assert session.scalars(select(Attachment)).all() == []


def test_what_a_sender_claims_of_the_type_is_not_believed(site: Site, visitor: Visitor) -> None:
    dispatch(site)
    answer = visitor(HANDLER).post(
        f"{task_path(site)}/attachments", params={"name": "a.pdf"}, content=PDF, headers={"content-type": "text/html"}
    )
    assert visitor(HANDLER).get(f"/attachments/{answer.json()['id']}/content").headers["content-type"] == (
        "application/pdf"
    )


def test_a_name_is_kept_cleaned(site: Site, visitor: Visitor) -> None:
    dispatch(site)
    answer = post(visitor(HANDLER), task_path(site), name="..\\..\\报告\u202e\r\nX: y\u2028.pdf")
    assert answer.json()["name"] == "报告X_ y.pdf"


def test_too_large_a_file_is_refused_while_it_comes_in(site: Site, visitor: Visitor) -> None:
    dispatch(site)
    site.settings.attachment_megabytes = 1
    document = problem_of(post(visitor(HANDLER), task_path(site), PDF + bytes(2**20)), 413)
    assert document["problems"][0]["message"] == "文件超过 1 MB，请压缩图片或拆分后再上传"
    assert post(visitor(HANDLER), task_path(site), PDF).status_code == 201


def test_what_is_beyond_the_limit_is_never_read() -> None:
    taken = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            yield bytes(2**18)

    class Nothing:
        def write(self, part: bytes) -> int:
            return len(part)

    with pytest.raises(TooLarge):
        asyncio.run(receive(endless(), Nothing(), 1))  # type: ignore[arg-type]
    assert taken == 5


@pytest.mark.parametrize("username", [DESIGNER, ""])
def test_no_file_is_read_from_who_may_not_attach(_app: FastAPI, site: Site, username: str) -> None:
    dispatch(site)
    _app.state.site = site
    sent: list[Message] = []

    async def untouched() -> Message:
        raise AssertionError("the body was read")

    async def keep(message: Message) -> None:
        sent.append(message)

    bearer = (b"authorization", f"Bearer {token_of(username)}".encode())
    scope = {
        "type": "http",
        "method": "POST",
        "path": f"/api/v1{task_path(site)}/attachments",
        "query_string": b"name=a.pdf",
        "headers": [bearer] if username else [],
    }
    asyncio.run(_app(scope, untouched, keep))
    assert sent[0]["status"] == (404 if username else 401)


def test_damaged_content_is_not_sent(site: Site, visitor: Visitor) -> None:
    dispatch(site)
    number = post(visitor(HANDLER), task_path(site)).json()["id"]
    with site.writing() as session:
        session.scalars(select(BlobChunk)).one().content = b"%PDF-other"
    document = problem_of(visitor(HANDLER).get(f"/attachments/{number}/content"), 409)
    assert document["problems"][0]["code"] == "attachments.broken"


def test_a_session_alone_attaches_nothing(site: Site, visitor: Visitor) -> None:
    """As for every write: the page shows the token that it was given."""
    dispatch(site)
    path = task_path(site)
    client = visitor("")
    answer = client.post("/session", json={"username": HANDLER, "password": "duban-demo"})
    assert answer.status_code in (200, 201), answer.text
    problem_of(post(client, path), 403)
