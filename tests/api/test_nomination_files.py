"""证明材料 of a nomination over HTTP: who adds, sees and takes away files, until when, and where they stand."""

import hashlib
import io
import json
import zipfile
from datetime import date

import httpx
import openpyxl
from sqlalchemy import select

from engine.site import Site
from engine.store.models import Event, Nomination, PersonRole
from tests.api.conftest import Visitor
from tests.api.problem import problem_of
from tests.support.commending import begin_cycle, put_forward, stand_at, to_panel
from tests.support.files import PDF, PROGRAM, TEXT
from tests.support.office import LEADER, OFFICER, person

OFFICE, HEAD, LIAISON, NOMINEE, COLLEAGUE = "shenmo", "zhaolei", "xuhao", "huangjing", "chenlu"
MEMBER, AUDITOR, OTHER = "liming", "yuanye", "panying"
NAME = "获奖证书.pdf"


def _nominated(site: Site) -> tuple[int, str]:
    """A cycle in which the head has nominated one of the unit; the cycle and the path of the nomination."""
    cycle_id = begin_cycle(site)
    number = put_forward(site, cycle_id, "先进个人", "ms1", NOMINEE)
    with site.writing() as session:
        session.add(PersonRole(person_id=person(session, AUDITOR).id, role="auditor"))
        nomination = session.scalars(select(Nomination.id).where(Nomination.number == number)).one()
    return cycle_id, f"/commendation/nominations/{nomination}"


def _add(who: httpx.Client, path: str, content: bytes = PDF, name: str = NAME) -> httpx.Response:
    return who.post(f"{path}/attachments", params={"name": name}, content=content)


def test_who_nominated_the_nominee_and_the_office_change_the_files_until_the_panel_sits(
    either_site: Site, either_visitor: Visitor
) -> None:
    cycle_id, path = _nominated(either_site)
    files = [_add(either_visitor(who), path, name=f"{who}.pdf").json()["id"] for who in (HEAD, NOMINEE, OFFICE)]
    listed = either_visitor(NOMINEE).get(f"{path}/attachments").json()
    assert [(one["added_by"]["name"], one["removable"]) for one in listed["items"]] == [
        ("赵磊", True),
        ("黄静", True),
        ("沈默", True),
    ]
    assert listed["addable"] is True
    assert problem_of(_add(either_visitor(HEAD), path, PROGRAM), 422)["problems"][0]["code"] == "attachments.unknown"
    assert either_visitor(NOMINEE).delete(f"/attachments/{files[0]}").status_code == 204  # the unit's, by the nominee
    assert either_visitor(HEAD).get(f"/attachments/{files[1]}/content").content == PDF

    to_panel(either_site, cycle_id)
    for who in (HEAD, NOMINEE, OFFICE):
        refused = problem_of(_add(either_visitor(who), path, TEXT, "补交.txt"), 409)
        assert [one["code"] for one in refused["problems"]] == ["commendation.files_frozen"]
        problem_of(either_visitor(who).delete(f"/attachments/{files[1]}"), 409)
    shut = either_visitor(HEAD).get(f"{path}/attachments").json()
    assert ([one["removable"] for one in shut["items"]], shut["addable"]) == ([False, False], False)
    with either_site.reading() as session:
        told = session.scalars(select(Event).where(Event.type.like("attachment.%")).order_by(Event.seq)).all()
    assert [(one.type, one.name) for one in told] == [
        ("attachment.added", "zhaolei.pdf"),
        ("attachment.added", "huangjing.pdf"),
        ("attachment.added", "shenmo.pdf"),
        ("attachment.removed", "zhaolei.pdf"),
    ]
    assert told[0].data["sha256"] == hashlib.sha256(PDF).hexdigest()


def test_the_files_are_seen_by_those_in_it_and_by_the_panel_only_when_it_marks(site: Site, visitor: Visitor) -> None:
    cycle_id, path = _nominated(site)
    file = _add(visitor(HEAD), path).json()["id"]
    places = (f"{path}/attachments", f"/attachments/{file}/content")
    for who in (HEAD, LIAISON, NOMINEE, OFFICE, AUDITOR):
        assert [visitor(who).get(place).status_code for place in places] == [200, 200], who
    for who in (MEMBER, OFFICER, OTHER):
        assert [visitor(who).get(place).status_code for place in places] == [404, 404], who
        problem_of(_add(visitor(who), path), 404)
        problem_of(visitor(who).delete(f"/attachments/{file}"), 404)
    assert visitor(MEMBER).get(path).json()["sees_files"] is False
    for who in (LIAISON, AUDITOR):  # they see it and did not nominate
        problem_of(_add(visitor(who), path), 403)
        problem_of(visitor(who).delete(f"/attachments/{file}"), 403)

    to_panel(site, cycle_id)
    marking = next(one for one in visitor(MEMBER).get("/tasks").json()["items"] if one["element_id"] == "mark")
    nominees = visitor(MEMBER).get(f"/tasks/{marking['id']}/nominees").json()["items"]
    assert [(one["name"], one["files"]) for one in nominees] == [("黄静", 1)]
    assert visitor(MEMBER).get(path).json()["sees_files"] is True
    assert [visitor(MEMBER).get(place).status_code for place in places] == [200, 200]
    problem_of(_add(visitor(MEMBER), path), 403)
    assert [visitor(OFFICER).get(place).status_code for place in places] == [404, 404]


def test_colleagues_see_the_nomination_and_not_its_files(site: Site, visitor: Visitor) -> None:
    cycle_id = begin_cycle(site)
    number = put_forward(site, cycle_id, "先进个人", "zhc", "liuyang")
    with site.reading() as session:
        path = f"/commendation/nominations/{session.scalars(select(Nomination.id)).one()}"
    _add(visitor("wangqing"), path)
    seen = visitor(COLLEAGUE).get(path).json()
    assert (seen["number"], seen["sees_files"]) == (number, False)
    problem_of(visitor(COLLEAGUE).get(f"{path}/attachments"), 404)


def test_a_nomination_that_has_ended_keeps_its_files(site: Site, visitor: Visitor) -> None:
    _, path = _nominated(site)
    file = _add(visitor(HEAD), path).json()["id"]
    visitor(HEAD).post(f"{path}/withdraw", json={"reason": "另行申报"})
    problem_of(_add(visitor(HEAD), path, TEXT, "补交.txt"), 409)
    problem_of(visitor(HEAD).delete(f"/attachments/{file}"), 409)
    assert visitor(HEAD).get(f"/attachments/{file}/content").content == PDF


def test_the_package_of_evidence_and_the_results_name_the_files(site: Site, visitor: Visitor) -> None:
    cycle_id, path = _nominated(site)
    file = _add(visitor(HEAD), path).json()
    stand_at(site, date(2026, 1, 6))
    cycle = f"/commendation/cycles/{cycle_id}"
    package = zipfile.ZipFile(io.BytesIO(visitor(OFFICE).get(f"{cycle}/evidence").content))
    assert package.read(f"attachments/{file['id']}/{NAME}") == PDF
    (told,) = json.loads(package.read("nominations.json"))
    wanted = {"path": f"attachments/{file['id']}", "name": NAME, "size": len(PDF), "sha256": file["sha256"]}
    assert told["files"] == [wanted]
    rows = {}
    for who in (OFFICE, LEADER):
        book = openpyxl.load_workbook(io.BytesIO(visitor(who).get(f"{cycle}/results").content))
        rows[who] = [(row[1], row[2], row[4], row[5]) for row in list(book["证明材料"].values)[1:]]
    assert rows[OFFICE] == [("黄静", NAME, len(PDF), file["sha256"])]
    assert rows[LEADER] == []  # sees every nomination, and before the panel sits none of the files
