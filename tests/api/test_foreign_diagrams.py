"""Files drawn elsewhere: deployed, kept as a drawing or refused with reasons, never an error of ours, never changed.

Files come from three places: varied by ourselves, the conformance cases beside the repository where they are there, and
any folder that `DUBAN_FOREIGN_BPMN` names.
"""

import codecs
import os
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from engine.bpmn.checks.verdicts import ELEMENT, REFUSED, verdicts
from tests.api.conftest import Visitor
from tests.support.diagrams import HEAD, chain, diagram, end, start, task
from tests.support.office import DESIGNER
from tests.support.specimens import DECISION, element_specimen

CONFORMANCE = Path(__file__).resolve().parents[3] / "shared" / "conformance"
FOREIGN = os.environ.get("DUBAN_FOREIGN_BPMN", "")
SUFFIXES = (".bpmn", ".bpmn2", ".xml")


def judged(designer: httpx.Client, content: bytes) -> str:
    """`executable`, `drawing` or `refused`; whatever is answered is one of these, and what is kept is kept as it is."""
    files = [("files", ("drawn.bpmn", content)), ("files", ("decision.dmn", DECISION.encode()))]
    response = designer.post("/definitions?variables=open", files=files)
    if response.status_code == 422:
        problems = response.json()["problems"]
        assert problems
        assert all(problem["message"] and problem["file"] == "drawn.bpmn" and problem["line"] for problem in problems)
        return "refused"
    assert response.status_code in (200, 201), response.text
    deployed = response.json()["definitions"]
    for one in deployed:
        stored = designer.get(f"/definitions/{one['key']}/versions/{one['version']}/xml")
        assert stored.content == content
    if any(one["executable"] for one in deployed):
        return "executable"
    assert "bpmn.kept_as_drawing" in {warning["code"] for one in deployed for warning in one["warnings"]}
    return "drawing"


def files_under(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.name.lower().endswith(SUFFIXES))


PLAIN = diagram(start(), task("审核"), end(), chain("start", "审核", "end"))
VARIED = {
    "plain": (PLAIN, "executable"),
    "Windows lines": (PLAIN.replace(b"\n", b"\r\n"), "executable"),
    "byte order mark": (codecs.BOM_UTF8 + PLAIN, "executable"),
    "UTF-16": (PLAIN.decode().replace("UTF-8", "UTF-16").encode("utf-16"), "executable"),
    "GB18030": (PLAIN.decode().replace("UTF-8", "GB18030").encode("gb18030"), "executable"),
    "comments around": (PLAIN + b"<!-- after -->\n", "executable"),
    "another prefix": (re.sub(rb"<(/?)(?=[a-z])", rb"<\1b:", PLAIN).replace(b"xmlns=", b"xmlns:b="), "executable"),
    "not executable": (PLAIN.replace(b'isExecutable="true"', b'isExecutable="false"'), "drawing"),
    "only a collaboration": (f'{HEAD}<collaboration id="c"/></definitions>'.encode(), "drawing"),
    "all kinds of declarations": (element_specimen("definitions"), "executable"),
    "cut off": (PLAIN[:-20], "refused"),
    "nothing": (b"", "refused"),
    "a web page": (b"<!DOCTYPE html><html/>", "refused"),
}


@pytest.mark.parametrize("name", VARIED)
def test_a_file_as_other_tools_write_it(visitor: Visitor, name: str) -> None:
    content, verdict = VARIED[name]
    assert judged(visitor(DESIGNER), content) == verdict


def test_every_element_of_the_standard_is_deployed_or_refused_and_kept_in_a_drawing(visitor: Visitor) -> None:
    designer = visitor(DESIGNER)
    for element, rows in verdicts().items():
        if ELEMENT not in rows:
            continue
        content = element_specimen(element)
        expected = "refused" if rows[ELEMENT] == REFUSED else "executable"
        assert judged(designer, content) == expected, element
        undecided = content.replace(b'isExecutable="true"', b"")
        drawing = undecided.replace(b"<process ", b'<process isExecutable="false" ')
        assert judged(designer, drawing) == "drawing", element


def test_cut_and_bent_files_are_refused_or_kept_and_never_an_error(visitor: Visitor) -> None:
    designer = visitor(DESIGNER)
    for position in range(0, len(PLAIN), 23):
        judged(designer, PLAIN[:position] + PLAIN[position + 7 :])


@pytest.mark.skipif(not CONFORMANCE.is_dir(), reason="the conformance cases are not beside the repository")
def test_the_conformance_cases_are_deployed_or_refused_with_reasons(visitor: Visitor) -> None:
    designer = visitor(DESIGNER)
    found = [judged(designer, path.read_bytes()) for path in files_under(CONFORMANCE)]
    assert found.count("executable") >= 110
    assert "drawing" not in found


@pytest.mark.skipif(not FOREIGN, reason="DUBAN_FOREIGN_BPMN names no folder of foreign files")
def test_foreign_files_are_deployed_kept_or_refused_with_reasons(visitor: Visitor) -> None:
    designer = visitor(DESIGNER)
    found = [judged(designer, path.read_bytes()) for path in files_under(Path(FOREIGN))]
    assert found, "no file found"
    for verdict in ("executable", "drawing", "refused"):
        print(verdict, found.count(verdict))  # noqa: T201 - the figures of a measurement
