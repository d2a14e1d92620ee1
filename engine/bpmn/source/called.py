"""Call activities bound to deployed processes: which version is meant, and the files that come along with it.

What a process calls is laid into its own bundle, so that a running instance stays on what it was deployed with. The
files lie under `called/<key>@<version>/`; they are executed there, but make no new version of what they hold.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn.source.decision_table import parse_decisions
from engine.bpmn.source.namespaces import DUBAN, bpmn
from engine.bpmn.source.reading import read_xml
from engine.bpmn.source.references import GLOBAL_TASKS
from engine.bpmn.source.vendors.words import ZEEBE
from engine.domain.errors import Invalid
from engine.forms import parse_form

FOLDER = "called/"
MAX_NAME = 200
LONGEST_FOLDER = 150
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
FLOWABLE = "http://flowable.org/bpmn"
LATEST, DEPLOYMENT, VERSION = BINDINGS = ("latest", "deployment", "version")
DIAGRAMS = (".bpmn", ".xml")


@dataclass(frozen=True)
class Binding:
    """Which version a call activity means: the one of its bundle or else the latest, unless `kind` says more.

    `version` is what is written beside the kind `version`; it may be no number.
    """

    kind: str | None = None
    version: str | None = None

    @property
    def number(self) -> int | None:
        """The stated version; None for none, or for one that is no number from 1."""
        text = self.version or ""
        return int(text) if self.kind == VERSION and text.isdecimal() and len(text) < 10 and int(text) > 0 else None


@dataclass(frozen=True)
class Call:
    """A call activity and where it stands."""

    reference: str
    binding: Binding
    file: str
    line: int
    element: str | None


def read_binding(node: Any) -> Binding:
    """`duban:calledVersion`, or what Camunda and Flowable write for the same."""
    ours = node.get(f"{{{DUBAN}}}calledVersion")
    if ours is not None:
        return Binding(LATEST) if ours == LATEST else Binding(VERSION, ours)
    if node.get(f"{{{FLOWABLE}}}sameDeployment") == "true":
        return Binding(DEPLOYMENT)
    return Binding(node.get(f"{{{CAMUNDA}}}calledElementBinding"), node.get(f"{{{CAMUNDA}}}calledElementVersion"))


def _reference(node: Any) -> str:
    """What it calls, without the prefix of a namespace; Zeebe writes it inside."""
    inside = node.find(f"{bpmn('extensionElements')}/{{{ZEEBE}}}calledElement")
    written = node.get("calledElement") or ("" if inside is None else inside.get("processId")) or ""
    return str(written).rpartition(":")[2]


def is_laid_in(name: str) -> bool:
    """Did this file of a bundle come along with a called process?"""
    return name.startswith(FOLDER)


def versions_in(name: str) -> dict[str, int]:
    """The versions of the processes in a file that was laid in, by their keys; nothing for a file of one's own."""
    folder = name.removeprefix(FOLDER).partition("/")[0] if is_laid_in(name) else ""
    stated = (one.rpartition("@") for one in folder.split("+"))
    return {key: int(version) for key, _, version in stated if version.isdecimal()}


def calls_of(name: str, content: bytes) -> list[Call]:
    """The call activities of a file; none of one that cannot be read, which compiling it will say."""
    root = _root(name, content)
    if root is None:
        return []
    return [
        Call(_reference(node), read_binding(node), name, node.sourceline, node.get("id"))
        for node in root.iter(bpmn("callActivity"))
    ]


def callable_in(files: Mapping[str, bytes]) -> dict[str, str]:
    """The file of every process and global task, by its id."""
    return {key: name for name, content in files.items() for key in _callable_keys(_root(name, content))}


def lay_in(key: str, files: Mapping[str, bytes], definitions: Mapping[str, dict[str, int]]) -> dict[str, bytes]:
    """The files that process `key` of a deployed bundle needs, by the names they get in the bundle of its caller.

    `definitions` says the versions of the processes that were deployed with the bundle, by file and key.
    """
    held_in = callable_in(files)
    laid: dict[str, bytes] = {}
    waiting = [held_in[key]]
    while waiting:
        name = waiting.pop()
        new_name = _laid_name(name, name, definitions)
        if new_name in laid:
            continue
        laid[new_name] = files[name]
        laid |= {_laid_name(name, other, definitions): files[other] for other in _beside(name, files)}
        waiting += [held_in[call.reference] for call in calls_of(name, files[name]) if call.reference in held_in]
    return laid


def without_copies(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files to read: one's own first, and of forms and tables that came along only what is not there already."""
    kept: dict[str, bytes] = {}
    for name in sorted(files, key=lambda one: (is_laid_in(one), one)):
        is_copy = is_laid_in(name) and not name.endswith(DIAGRAMS) and files[name] in kept.values()
        if not is_copy:
            kept[name] = files[name]
    return kept


def _root(name: str, content: bytes) -> Any:
    if not name.endswith(DIAGRAMS):
        return None
    try:
        return read_xml(name, content)
    except Invalid:
        return None


def _callable_keys(root: Any) -> Iterator[str]:
    tags = [bpmn(tag) for tag in ("process", *GLOBAL_TASKS)]
    yield from (node.get("id") or "" for node in ([] if root is None else root.iterchildren(*tags)))


def _laid_name(diagram: str, name: str, definitions: Mapping[str, dict[str, int]]) -> str:
    """What came along before keeps its name; the rest lies in the folder of its diagram's processes."""
    if is_laid_in(name):
        return name
    stated = [f"{key}@{version}" for key, version in sorted(definitions[diagram].items())]
    folder = f"{FOLDER}{'+'.join(stated)}/"
    if len(folder) > LONGEST_FOLDER:
        folder = f"{FOLDER}{stated[0]}/"
    if len(folder + name) <= MAX_NAME:
        return folder + name
    return folder + hashlib.sha256(name.encode()).hexdigest()[:16] + name[name.rindex(".") :]


def _beside(diagram: str, files: Mapping[str, bytes]) -> Iterator[str]:
    """The forms and decision tables that a diagram names, among those that lie beside it."""
    root = _root(diagram, files[diagram])
    named = {value for node in root.iter() for value in node.attrib.values()}
    named |= {(node.text or "").strip() for node in root.iter()}
    folder = diagram.rpartition("/")[0] if is_laid_in(diagram) else None
    for name, content in files.items():
        its_folder = name.rpartition("/")[0] if is_laid_in(name) else None
        if its_folder == folder and not name.endswith(DIAGRAMS) and named & _keys(name, content):
            yield name


def _keys(name: str, content: bytes) -> set[str]:
    """The key of a form, the ids of decision tables."""
    try:
        if name.endswith(".json"):
            return {parse_form(name, content).key}
        return {table.id for table in parse_decisions(name, content)}
    except Invalid:
        return set()
