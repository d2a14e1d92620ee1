"""Call activities that name a process of another deployment: bound now, to the version stated or the latest one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn.source.called import DEPLOYMENT, LATEST, Call, callable_in, calls_of, lay_in, versions_in
from engine.domain.errors import NotFound, Problem
from engine.store import Session
from engine.store.definitions import bundle_files, definitions_of, get_definition


@dataclass(frozen=True)
class Bound:
    """The files that come along, and warnings that say what was bound to which version."""

    files: Mapping[str, bytes]
    warnings: tuple[Problem, ...]


def bind_calls(session: Session, files: Mapping[str, bytes]) -> Bound:
    """Look up what the files call and do not hold; what is not found is left to the compiler to name."""
    own = callable_in(files)
    found: dict[tuple[str, int | None], dict[str, bytes]] = {}
    warnings: list[Problem] = []
    for call in (one for name, content in sorted(files.items()) for one in calls_of(name, content)):
        if call.binding.kind == LATEST:
            warnings.append(_said("bpmn.call_latest", call, reference=call.reference))
        is_own = call.reference in own and call.binding.number is None
        if is_own or call.binding.kind == DEPLOYMENT:
            continue
        meant = call.reference, call.binding.number
        if meant not in found:
            found[meant] = _find(session, *meant)
        warnings += _warnings(call, found[meant])
    return Bound({name: content for one in found.values() for name, content in one.items()}, tuple(warnings))


def _find(session: Session, key: str, version: int | None) -> dict[str, bytes]:
    try:
        definition = get_definition(session, key, version)
    except NotFound:
        return {}
    if not definition.executable:
        return {}
    versions: dict[str, dict[str, int]] = {}
    for one in definitions_of(session, definition.digest):
        versions.setdefault(one.file_name, {})[one.key] = one.version
    return lay_in(key, bundle_files(session, definition.digest), versions)


def _warnings(call: Call, found: Mapping[str, bytes]) -> list[Problem]:
    """The process itself first, then what it calls in its turn."""
    bound = {key: version for name in found for key, version in versions_in(name).items()}
    return [
        _said("bpmn.call_bound", call, reference=key, version=version)
        if key == call.reference
        else _said("bpmn.call_brought", call, reference=key, version=version, by=call.reference)
        for key, version in sorted(bound.items(), key=lambda one: (one[0] != call.reference, one))
    ]


def _said(code: str, call: Call, **parameters: Any) -> Problem:
    return Problem(code, parameters, file=call.file, line=call.line, element=call.element)
