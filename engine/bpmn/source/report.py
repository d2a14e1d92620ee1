"""What was found in one file: problems where it is to run, the same as advice where it is only drawn."""

from typing import Any

from engine.bpmn.source.namespaces import bpmn, is_bpmn, local_name
from engine.bpmn.source.standard import is_a
from engine.domain.errors import Problem

MAX_FINDINGS = 200
_NAMED = ("process", "collaboration", "choreography")


def is_executable(process: Any) -> bool:
    """Whether a process is meant to run: it says so, or it says nothing and draws something.

    The standard leaves the attribute's absence open (BPMN 2.0.2, 10.3.1). Who draws a flow and deploys it wants it
    to run; an empty process without a word is the inside of a pool that nobody drew.
    """
    said = process.get("isExecutable")
    if said is None:
        return any(is_a(local_name(node), "flowNode") for node in process)
    return str(said) in ("true", "1")


def owner_of(node: Any) -> str | None:
    """The id of the drawn element that a node belongs to: the nearest one that has an id and is not a detail."""
    while node is not None and node.getparent() is not None:
        tag = local_name(node)
        if node.get("id") and is_bpmn(node) and not tag.endswith(("Expression", "Definition")):
            return str(node.get("id"))
        node = node.getparent()
    return None


def name_of(node: Any) -> str:
    """What a designer calls it: its name, or its id where it has none."""
    return " ".join((node.get("name") or "").split())[:60] or str(node.get("id") or "")


class Report:
    """Collects what is wrong with a file and what is merely odd, each with its line and element."""

    def __init__(self, file_name: str, root: Any) -> None:
        self.file_name = file_name
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self._root = root
        processes = root.findall(bpmn("process"))
        self.executable = dict.fromkeys(node for node in processes if is_executable(node))

    @property
    def is_full(self) -> bool:
        """Whether so much was found that more would not be told."""
        return len(self.problems) > MAX_FINDINGS or len(self.warnings) > MAX_FINDINGS

    def runs(self, node: Any) -> bool:
        """Whether a node has a part in something that is to run."""
        top = node
        while (parent := top.getparent()) is not None and parent.getparent() is not None:
            top = parent
        if local_name(top) in _NAMED or local_name(top).startswith("global"):
            return top in self.executable or (is_a(local_name(top), "globalTask") and self._has_callers())
        return bool(self.executable)

    def _has_callers(self) -> bool:
        """Whether what can be called may be: from an executable process, or, in a file without any, from another."""
        return bool(self.executable) or self._root.find(bpmn("process")) is None

    def wrong(self, node: Any, code: str, /, **parameters: Any) -> None:
        """Must be mended before it can run; only advice in what is a drawing."""
        self._add(self.problems if self.runs(node) else self.warnings, node, code, parameters)

    def odd(self, node: Any, code: str, /, **parameters: Any) -> None:
        """Does no harm, but was probably not meant."""
        self._add(self.warnings, node, code, parameters)

    def always_wrong(self, node: Any, code: str, /, **parameters: Any) -> None:
        """Must be mended even in a drawing."""
        self._add(self.problems, node, code, parameters)

    def _add(self, found: list[Problem], node: Any, code: str, parameters: dict[str, Any]) -> None:
        if len(found) < MAX_FINDINGS:
            found.append(Problem(code, parameters, file=self.file_name, line=node.sourceline, element=owner_of(node)))
        elif len(found) == MAX_FINDINGS:
            found.append(Problem("bpmn.more_findings", {"limit": MAX_FINDINGS}, file=self.file_name, line=1))
