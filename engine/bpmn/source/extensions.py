"""Our own extension elements in a diagram: who does a task, by when, with which form, ladder and action."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn.source.namespaces import bpmn, duban
from engine.domain.joint import RESULT, JointDecision


@dataclass(frozen=True)
class Deadline:
    """A rule for the due date: same-working-day, working-days, calendar-days, item-due, report-due.

    `value` is a number or an expression over the task's data that yields one. The rule `none` gives a `reason` instead.
    """

    rule: str
    value: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class LadderUse:
    """The decision table that is asked for this activity and the name of its stage there.

    `by_hand` is the table that answers what a step taken by a person's hand brings about.
    """

    decision: str
    stage: str
    by_hand: str | None = None


@dataclass(frozen=True)
class ActionUse:
    """A registered action with its parameters, as written in the diagram."""

    name: str
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RequestUse:
    """A message that a person may send to what the instance carries: `by` are assignment rules, one of which they meet.

    `when` is `running`, or `suspended` or `closed` for what may be asked only of an item that is so. What is `single`
    is not asked again while a task of the sub-process around the message is open.
    """

    by: tuple[str, ...]
    when: str = "running"
    single: bool = False


@dataclass(frozen=True)
class Extensions:
    """Everything that the diagram says in our namespace about one element."""

    assignment: str | None = None
    apart_from: str | None = None
    groups: tuple[str, ...] = ()
    form: str | None = None
    deadline: Deadline | None = None
    ladder: LadderUse | None = None
    action: ActionUse | None = None
    page: str | None = None
    catch_up: str | None = None
    working_time: bool = False
    joint: JointDecision | None = None
    request: RequestUse | None = None


def read_extensions(node: Any) -> Extensions:
    """The extensions of one element; unknown ones are named by the check, not here."""
    holder = node.find(bpmn("extensionElements"))
    if holder is None:
        return Extensions()
    assignment = holder.find(duban("assignment"))
    return Extensions(
        assignment=None if assignment is None else assignment.get("rule"),
        apart_from=None if assignment is None else assignment.get("apartFrom"),
        groups=() if assignment is None else _split(assignment.get("groups")),
        form=_attribute(holder, "form", "key"),
        deadline=_deadline(holder.find(duban("deadline"))),
        ladder=_ladder(holder.find(duban("ladder"))),
        action=_action(holder.find(duban("action"))),
        page=_attribute(holder, "page", "name"),
        catch_up=_attribute(holder, "catchUp", "policy"),
        working_time=holder.find(duban("workingTime")) is not None,
        joint=_joint(holder.find(duban("jointDecision"))),
        request=_request(holder.find(duban("request"))),
    )


def read_rules(process: Any) -> tuple[str, ...]:
    """The rules that a process switches on: `<duban:rules on="owner,deadline" />`."""
    holder = process.find(bpmn("extensionElements"))
    return () if holder is None else _split(_attribute(holder, "rules", "on"))


def is_confidential(process: Any) -> bool:
    """`<duban:confidential />`: only those who have a part in an instance see it, whatever their role."""
    holder = process.find(bpmn("extensionElements"))
    return holder is not None and holder.find(duban("confidential")) is not None


def read_lights(process: Any) -> str | None:
    """The table that says what colours the items of a process: `<duban:lights decision="lights" />`."""
    holder = process.find(bpmn("extensionElements"))
    return None if holder is None else _attribute(holder, "lights", "decision")


def read_without(node: Any) -> frozenset[str]:
    """The verbs that an activity, or a (sub)process around it, does without: `<duban:verbs without="return" />`."""
    found: set[str] = set()
    while node is not None:
        holder = node.find(bpmn("extensionElements"))
        found.update(() if holder is None else _split(_attribute(holder, "verbs", "without")))
        node = node.getparent()
    return frozenset(found)


def _split(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def _attribute(holder: Any, tag: str, name: str) -> str | None:
    node = holder.find(duban(tag))
    return None if node is None else node.get(name)


def _deadline(node: Any) -> Deadline | None:
    if node is None:
        return None
    rule, _, inline = node.get("rule", "").partition(":")
    return Deadline(rule=rule, value=node.get("value") or inline or None, reason=node.get("reason") or None)


def _ladder(node: Any) -> LadderUse | None:
    if node is None:
        return None
    return LadderUse(decision=node.get("decision", ""), stage=node.get("stage", ""), by_hand=node.get("byHand"))


def _joint(node: Any) -> JointDecision | None:
    if node is None:
        return None
    return JointDecision(
        mode=node.get("mode", ""),
        agree=(node.get("agree") or "").strip(),
        threshold=(node.get("threshold") or "").strip() or None,
        weight=(node.get("weight") or "").strip() or None,
        result=(node.get("result") or "").strip() or RESULT,
        everyone=node.get("everyone") == "true",
    )


def _request(node: Any) -> RequestUse | None:
    return (
        None
        if node is None
        else RequestUse(_split(node.get("by")), node.get("while", "running"), node.get("single") == "true")
    )


def _action(node: Any) -> ActionUse | None:
    if node is None:
        return None
    parameters = {p.get("name", ""): p.get("value", "") for p in node.findall(duban("parameter"))}
    return ActionUse(name=node.get("name", ""), parameters=parameters)
