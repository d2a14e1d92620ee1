"""Uploads are examined in a process of its own: it may hang or die, and the next upload finds another."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from engine.bpmn.apart import Examiner
from engine.bpmn.execution.frame import Frame
from engine.calendar import InForce, WorkingCalendar
from engine.domain.errors import Invalid, NotExecutable
from engine.site import KNOWN
from tests.support.diagrams import chain, diagram, end, start, task

GOOD = {"p.bpmn": diagram(start(), task("work"), end(), chain("start", "work", "end"))}
BAD = {"p.bpmn": diagram(start(), task("work"), end(), chain("start", "nowhere"))}


@pytest.fixture
def examiner() -> Iterator[Examiner]:
    examiner = Examiner(KNOWN, Frame(in_force=InForce(WorkingCalendar())))
    yield examiner
    examiner.close()


def process_of(examiner: Examiner) -> int:
    child = examiner._child
    assert child is not None
    return child.pid


def test_it_says_what_the_compiler_says(examiner: Examiner) -> None:
    assert all(warning.message() for warning in examiner.examine(GOOD, open_variables=False))
    with pytest.raises(NotExecutable) as refused:
        examiner.examine(BAD, open_variables=False)
    assert refused.value.problems[0].file == "p.bpmn"
    first = process_of(examiner)
    examiner.examine(GOOD, open_variables=True)
    assert process_of(examiner) == first


def test_one_that_hangs_is_stopped_and_the_next_upload_is_examined(examiner: Examiner) -> None:
    examiner.examine(GOOD, open_variables=True)
    os.kill(process_of(examiner), signal.SIGSTOP)
    examiner.seconds = 0.3
    with pytest.raises(Invalid) as refused:
        examiner.examine(GOOD, open_variables=True)
    assert [problem.code for problem in refused.value.problems] == ["definitions.too_heavy"]
    examiner.seconds = 60
    examiner.examine(GOOD, open_variables=True)


def test_one_that_dies_takes_nobody_with_it(examiner: Examiner) -> None:
    examiner.examine(GOOD, open_variables=True)
    os.kill(process_of(examiner), signal.SIGKILL)
    with suppress(Invalid):  # it may not have been missed yet
        examiner.examine(GOOD, open_variables=True)
    examiner.examine(GOOD, open_variables=True)


def test_it_has_so_much_memory_and_no_more(examiner: Examiner) -> None:
    examiner.examine(GOOD, open_variables=True)
    limits = Path(f"/proc/{process_of(examiner)}/limits")
    if not limits.exists():
        pytest.skip("this system shows no limits of processes under /proc")
    said = {row[:26].strip(): row[26:].split()[0] for row in limits.read_text("ascii").splitlines()}
    assert said["Max address space"] == str(examiner.megabytes * 2**20)
    assert said["Max file size"] == "0"
