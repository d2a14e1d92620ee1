"""`duban check`: problems and warnings in lines or as JSON, exit 1 on problems, and no database."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from tests.support.diagrams import chain, diagram, end, exclusive, flow, parallel, start, task

SHIPPED = Path(__file__).resolve().parents[2] / "processes" / "supervision"
SOUND = diagram(start(), task("work"), end(), chain("start", "work", "end"))
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


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DUBAN_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    (tmp_path / "sound.bpmn").write_bytes(SOUND)
    (tmp_path / "stuck.bpmn").write_bytes(STUCK)
    return tmp_path


def test_the_shipped_family_has_nothing_wrong(folder: Path) -> None:
    result = CliRunner().invoke(app, ["check", str(SHIPPED)])
    assert (result.exit_code, result.output) == (0, "")


def test_a_problem_stands_in_a_line_with_file_line_element_and_path(folder: Path) -> None:
    result = CliRunner().invoke(app, ["check", "sound.bpmn", "stuck.bpmn"])
    assert result.exit_code == 1
    (line,) = result.output.splitlines()
    assert line.startswith("stuck.bpmn:8: join: verification.deadlock: ")
    assert "走法：start → split → a → join" in line


def test_json_holds_the_path_as_elements(folder: Path) -> None:
    result = CliRunner().invoke(app, ["check", "--json", "stuck.bpmn"])
    assert result.exit_code == 1
    ((problem,),) = [one["problems"] for one in json.loads(result.output)["checks"]]
    assert [step["id"] for step in problem["path"]] == ["start", "split", "a", "join"]
    assert problem["path"][2] == {"id": "a", "name": "a"}


def test_what_is_deployed_with_open_variables_is_only_warned_of(folder: Path) -> None:
    result = CliRunner().invoke(app, ["check", "--open", "stuck.bpmn"])
    assert result.exit_code == 0
    assert result.output.startswith("提醒 stuck.bpmn:8: join: verification.deadlock: ")


def test_a_file_that_is_not_there_is_a_problem(folder: Path) -> None:
    result = CliRunner().invoke(app, ["check", "gone.bpmn"])
    assert result.exit_code == 1
    assert "definitions.unreadable" in result.output
