"""`duban check`: what deployment would say of files, without a database."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.bpmn.bundle import compile_bundle
from engine.bpmn.verification.verify import verified
from engine.commands.definitions.shipped import family_files
from engine.domain import messages
from engine.domain.errors import Invalid, Problem
from engine.site import KNOWN


@dataclass(frozen=True)
class Check:
    """What was said of one path: problems, which refuse a deployment, and warnings."""

    path: Path
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def files_at(path: Path) -> dict[str, bytes]:
    """A family folder, a folder of families, or one file."""
    return family_files(path) if path.is_dir() else {path.name: path.read_bytes()}


def check(path: Path, *, is_foreign: bool = False) -> Check:
    try:
        bundle = verified(compile_bundle(files_at(path), KNOWN, open_variables=is_foreign), is_foreign=is_foreign)
    except Invalid as invalid:
        return Check(path, problems=invalid.problems)
    except OSError as error:
        return Check(path, problems=(Problem("definitions.unreadable", {"reason": error.strerror}, file=str(path)),))
    return Check(path, warnings=bundle.warnings)


def lines(checks: Sequence[Check]) -> Iterator[str]:
    """`file:line: element: code: sentence`; warnings say so."""
    for one in checks:
        yield from (problem.line_of_report() for problem in one.problems)
        yield from (f"{messages.text('definitions.warning')} {warning.line_of_report()}" for warning in one.warnings)


def document(checks: Sequence[Check]) -> str:
    """`{"checks": [{"path", "problems": […], "warnings": […]}]}`; each problem with its place, sentence and path."""
    told = [
        {
            "path": str(one.path),
            "problems": [_as_json(problem) for problem in one.problems],
            "warnings": [_as_json(warning) for warning in one.warnings],
        }
        for one in checks
    ]
    return json.dumps({"checks": told}, ensure_ascii=False, indent=2) + "\n"


def _as_json(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "message": problem.message(),
        "file": problem.file,
        "line": problem.line,
        "element": problem.element,
        "path": problem.parameters.get("path") or [],
    }
