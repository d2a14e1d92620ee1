"""Deploying: what was sent comes back byte for byte, and the same content is the same version in whatever order."""

import httpx
import pytest

from tests.api.conftest import Visitor
from tests.api.problem import problem_of
from tests.bpmn.source.test_decision_table import decision, drawing, rule
from tests.support.diagrams import chain, diagram, end, exclusive, flow, parallel, start, task
from tests.support.office import ADMINISTRATOR, DESIGNER

PLAIN = diagram(start(), task("work"), end(), chain("start", "work", "end"))
OTHER = PLAIN.replace(b'id="p"', b'id="q"')


def deploy(designer: httpx.Client, *named: tuple[str, bytes], variables: str = "declared") -> httpx.Response:
    return designer.post(f"/definitions?variables={variables}", files=[("files", one) for one in named])


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        PLAIN.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + PLAIN,
        PLAIN.decode().replace('name="p"', 'name="督办"').replace("UTF-8", "GB18030").encode("gb18030"),
        PLAIN + b"<!-- drawn by hand -->\n\n",
    ],
    ids=["plain", "CRLF", "byte order mark", "GB18030", "comment at the end"],
)
def test_the_stored_xml_comes_back_byte_for_byte(either_visitor: Visitor, content: bytes) -> None:
    designer = either_visitor(DESIGNER)
    response = deploy(designer, ("drawing.bpmn", content))
    assert response.status_code == 201, response.text
    assert designer.get("/definitions/p/versions/1/xml").content == content


def test_the_same_content_again_is_no_new_version_whatever_the_order(visitor: Visitor) -> None:
    designer = visitor(DESIGNER)
    first = deploy(designer, ("a.bpmn", PLAIN), ("b.bpmn", OTHER))
    again = deploy(designer, ("b.bpmn", OTHER), ("a.bpmn", PLAIN))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    changed = deploy(designer, ("a.bpmn", PLAIN + b"\n"), ("b.bpmn", OTHER))
    assert changed.json()["digest"] != first.json()["digest"]
    assert [one["version"] for one in changed.json()["definitions"]] == [2, 2]


def test_a_running_instance_stays_on_its_version(visitor: Visitor) -> None:
    designer, operator = visitor(DESIGNER), visitor(ADMINISTRATOR)
    deploy(designer, ("a.bpmn", PLAIN))
    started = operator.post("/instances", json={"key": "p"}).json()
    deploy(designer, ("a.bpmn", PLAIN.replace(b'id="work"', b'id="other"').replace(b'"work"', b'"other"')))
    detail = operator.get(f"/instances/{started['id']}").json()
    assert (detail["version"], detail["active"][0]["element_id"]) == (1, "work")
    newer = operator.post("/instances", json={"key": "p"}).json()
    assert operator.get(f"/instances/{newer['id']}").json()["active"][0]["element_id"] == "other"


def test_checking_stores_nothing(visitor: Visitor) -> None:
    designer = visitor(DESIGNER)
    response = designer.post("/definitions/check", files=[("files", ("a.bpmn", PLAIN))])
    assert (response.status_code, response.json()) == (200, {"problems": []})
    assert designer.get("/definitions/p").status_code == 404


@pytest.mark.parametrize(("variables", "status"), [("declared", 422), ("open", 200)])
def test_a_task_without_a_form_takes_variables_only_where_they_are_open(
    visitor: Visitor, variables: str, status: int
) -> None:
    deploy(visitor(DESIGNER), ("a.bpmn", PLAIN), variables=variables)
    operator = visitor(ADMINISTRATOR)
    started = operator.post("/instances", json={"key": "p"}).json()
    task_id = operator.get(f"/instances/{started['id']}").json()["active"][0]["task_id"]
    body = {"variables": {"a": {"kind": "x"}}}
    assert operator.post(f"/tasks/{task_id}/complete", json=body).status_code == status
    if status == 200:
        assert operator.get(f"/instances/{started['id']}").json()["variables"] == body["variables"]


def test_names_are_known_unless_variables_are_open_and_tables_are_examined(visitor: Visitor) -> None:
    """What is said of a table stands with every process that was deployed with it."""
    designer = visitor(DESIGNER)
    reading = diagram(
        start(), exclusive("gate", "gate-other"), end(), end("other"), chain("start", "gate"),
        flow("gate", "end", "amount &gt; 5"), flow("gate", "other"),
    )  # fmt: skip
    response = deploy(designer, ("a.bpmn", reading))
    (problem,) = problem_of(response, 422)["problems"]
    assert (problem["code"], problem["file"], problem["element"]) == ("expressions.name_unknown", "a.bpmn", "gate-end")
    assert "amount" in problem["message"]
    for variables, status in (("declared", 422), ("open", 200)):
        checked = designer.post(f"/definitions/check?variables={variables}", files=[("files", ("a.bpmn", reading))])
        assert checked.status_code == status
    table = drawing(decision(rule("< 10", '"low"')))
    response = deploy(designer, ("a.bpmn", reading), ("t.dmn", table), variables="open")
    assert response.status_code == 201, response.text
    assert [warning["code"] for warning in response.json()["definitions"][0]["warnings"]] == ["dmn.gap"]


STUCK = diagram(
    start(),
    exclusive("split", "split-b"),
    task("a"),
    task("b"),
    parallel("join"),
    end(),
    chain("start", "split"),
    flow("split", "a", "1 == 1"),
    flow("split", "b"),
    chain("a", "join", "end"),
    flow("b", "join"),
)


@pytest.mark.parametrize("path", ["/definitions", "/definitions/check"])
def test_what_can_get_stuck_is_refused_with_the_path_that_leads_there(visitor: Visitor, path: str) -> None:
    response = visitor(DESIGNER).post(path, files=[("files", ("a.bpmn", STUCK))])
    (problem,) = problem_of(response, 422)["problems"]
    assert (problem["code"], problem["element"]) == ("verification.deadlock", "join")
    assert [step["id"] for step in problem["path"]] == ["start", "split", "a", "join"]


def test_what_was_drawn_elsewhere_is_deployed_with_the_finding_as_a_warning(visitor: Visitor) -> None:
    designer = visitor(DESIGNER)
    ((warning,),) = [
        [one for one in definition["warnings"] if one["code"] == "verification.deadlock"]
        for definition in deploy(designer, ("a.bpmn", STUCK), variables="open").json()["definitions"]
    ]
    assert [step["id"] for step in warning["path"]] == ["start", "split", "a", "join"]
    checked = designer.post("/definitions/check?variables=open", files=[("files", ("a.bpmn", STUCK))])
    assert checked.json()["problems"][-1]["code"] == "verification.deadlock"


def test_the_files_of_a_definition_say_what_came_along_because_it_is_called(visitor: Visitor) -> None:
    designer = visitor(DESIGNER)
    deploy(designer, ("other.bpmn", OTHER))
    call = '<callActivity id="call" calledElement="q" />'
    caller = diagram(start(), call, end(), chain("start", "call", "end"))
    deployed = deploy(designer, ("p.bpmn", caller)).json()["definitions"]
    assert [(one["key"], [warning["code"] for warning in one["warnings"]]) for one in deployed] == [
        ("p", ["bpmn.call_bound"])
    ]
    files = designer.get("/definitions/p").json()["files"]
    assert [(one["name"], one["called"]) for one in files] == [
        ("called/q@1/other.bpmn", [{"key": "q", "version": 1}]),
        ("p.bpmn", []),
    ]
    assert designer.get("/definitions/q").json()["version"] == 1
