"""The variables that the processes of a bundle can know, with their types, by all that its files say about data.

Taken together for the whole bundle: calls, messages and shared sub-processes carry data from one process to another.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.bpmn.checks.form_types import fields_of
from engine.bpmn.execution.decision_task import read_use
from engine.bpmn.source.namespaces import BPMN, bpmn, duban
from engine.domain.decision import ANSWERING_LISTS, DecisionTable
from engine.domain.decision_types import ValueType
from engine.domain.errors import DubanError
from engine.domain.joint import RESULT
from engine.expressions.checking import assigned_types
from engine.expressions.kinds import BOOLEAN, DAY, LIST, MOMENT, NUMBER, RECORD, SPAN, TEXT
from engine.expressions.types import ANY, BY_WORD, Type, any_of, in_data
from engine.forms import Form

Found = Iterator[tuple[str, Type]]
COUNTERS = (
    "activationCount",
    "loopCounter",
    "numberOfInstances",
    "numberOfActiveInstances",
    "numberOfCompletedInstances",
    "numberOfTerminatedInstances",
    "nrOfInstances",
    "nrOfActiveInstances",
    "nrOfCompletedInstances",
)
JOINT = Type(
    RECORD,
    fields={
        "passed": Type(BOOLEAN),
        "decided": Type(BOOLEAN),
        "agreed": Type(NUMBER),
        "against": Type(NUMBER),
        "total": Type(NUMBER),
    },
)
_DATA = ("dataObject", "dataObjectReference", "dataStoreReference", "dataInput", "dataOutput", "inputDataItem")
_NAMED = (*_DATA, "outputDataItem", "property")
_KINDS: dict[ValueType, str] = {
    "text": TEXT,
    "boolean": BOOLEAN,
    "number": NUMBER,
    "integer": NUMBER,
    "date": DAY,
    "moment": MOMENT,
    "span": SPAN,
}


def variables_of(
    trees: Mapping[str, Any],
    decisions: Mapping[str, DecisionTable],
    forms: Mapping[str, Form],
    engine_names: Mapping[str, Type],
) -> dict[str, Type]:
    """Every name that anything in the bundle can fill in; ANY where nothing more is sure.

    `engine_names` are those that the product itself puts there, its actions' answers among them.
    """
    found: dict[str, list[Type]] = {name: [Type(NUMBER)] for name in COUNTERS}
    for root in trees.values():
        for name, given in _in_tree(root, decisions):
            found.setdefault(name, []).append(given)
    for form in forms.values():
        for name, given in fields_of(form.schema).items():
            found.setdefault(name, []).append(given)
    for name, given in _scripts(trees, found):
        found.setdefault(name, []).append(given)
    known = {name: any_of(types) for name, types in found.items()}
    return {**known, **engine_names}


def declared_by(trees: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """What each process itself declares: the words of type by name, by the process's id."""
    return {
        process.get("id"): {
            node.get("name"): node.get("type", "any")
            for node in process.iterfind(f"{bpmn('extensionElements')}/{duban('variable')}")
        }
        for root in trees.values()
        for process in root.iter(bpmn("process"))
    }


def _in_tree(root: Any, decisions: Mapping[str, DecisionTable]) -> Found:
    for node in root.iter("*"):
        if node.tag == duban("variable") and node.get("name"):
            yield node.get("name"), BY_WORD.get(node.get("type", "any"), ANY)
        yield from _of_attributes(node)
        if node.tag == duban("jointDecision"):
            yield (node.get("result") or "").strip() or RESULT, JOINT
        tag = node.tag.removeprefix(f"{{{BPMN}}}")
        if tag in _NAMED:
            yield from ((name, ANY) for name in (node.get("id"), node.get("name")) if name)
        elif tag in ("loopDataOutputRef", "loopDataInputRef"):
            yield (node.text or "").strip(), ANY
        elif tag in ("businessRuleTask", "globalBusinessRuleTask"):
            yield from _decided(node, decisions)


def _of_attributes(node: Any) -> Found:
    """What attributes of ours and of other engines name: a multi-instance element, a result variable."""
    if node.get(duban("element")):
        yield node.get(duban("element")), ANY
    for key, value in node.attrib.items():
        local = key.rpartition("}")[2].lower()
        if key != local and (local.endswith(("variable", "variablename")) or local == "elementvariable"):
            yield value, ANY
    if node.tag.rpartition("}")[2] in ("out", "output", "outputParameter") and not node.tag.startswith(f"{{{BPMN}}}"):
        yield from ((node.get(key), ANY) for key in ("target", "name") if node.get(key))


def _decided(node: Any, decisions: Mapping[str, DecisionTable]) -> Found:
    use = read_use(node)
    table = decisions.get(use.decision) if use else None
    if use is None or table is None:
        return
    outputs = {
        column.name: in_data(Type(_KINDS[column.type]) if column.type in _KINDS else ANY) for column in table.outputs
    }
    is_list = table.hit_policy in ANSWERING_LISTS and table.aggregation is None
    if use.result is None:
        yield from ((name, Type(LIST, element=given) if is_list else given) for name, given in outputs.items())
    elif use.mapping is not None:
        yield use.result, ANY
    else:
        one = next(iter(outputs.values())) if len(outputs) == 1 else Type(RECORD, fields=outputs)
        yield use.result, Type(LIST, element=one) if is_list else one


def _scripts(trees: Mapping[str, Any], found: Mapping[str, list[Type]]) -> list[tuple[str, Type]]:
    """What scripts assign. What they read of each other is left open, so that their order does not matter."""
    tags = bpmn("scriptTask"), bpmn("globalScriptTask")
    texts = [node.findtext(bpmn("script")) or "" for root in trees.values() for node in root.iter(*tags)]
    targets = {name for text in texts for name in _assigned(text, {})}
    known = {**{name: any_of(types) for name, types in found.items()}, **dict.fromkeys(targets, ANY)}
    return [pair for text in texts for pair in _assigned(text, known).items()]


def _assigned(text: str, known: Mapping[str, Type]) -> dict[str, Type]:
    try:
        return assigned_types(text, known)
    except (DubanError, AttributeError, KeyError):  # unreadable, and refused for it where scripts are compiled
        return {}
