"""What all verbs begin and end with: the task locked, whoever may not refused, the act in the record."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from engine.act import Act
from engine.commands.tasks.doers import concerned_by, doers_of, in_its_name, not_now
from engine.domain.errors import AlreadyDone, Conflict, Invalid, NotAllowed, NotFound, Problem
from engine.people.policy import may_see_task
from engine.people.principals import apart_from, base_and_others
from engine.people.verbs import may_work_on
from engine.store.events import append_event
from engine.store.people import people_by_id
from engine.store.rows import HeldInstance, HeldTask
from engine.store.runtime import lock_instance_of
from engine.store.tasks import candidates_of, give_to
from engine.store.verbs import taken_part, told_of
from engine.store.writing_rows import change_task

LONGEST_REASON = 500


@dataclass(frozen=True)
class OnTask:
    """Which task a verb is about, why, and (`expected_version`) how the person saw it."""

    task_id: str
    reason: str = ""
    expected_version: int | None = None


@dataclass(frozen=True)
class Held:
    """A task with its instance locked, and whose turn it is."""

    instance: HeldInstance
    task: HeldTask
    doers: frozenset[int]
    act: Act  # with the task as the cause of what follows

    @property
    def me(self) -> int:
        """The person who acts."""
        assert self.act.actor_id is not None  # noqa: S101 - verbs are people's
        return self.act.actor_id


def hold(act: Act, roles: Collection[str], on: OnTask, *, may_wait: bool = False) -> Held:
    """The task, locked, for somebody who may see it. NotFound for others, whether it exists or not.

    `may_wait`: also for those who did earlier tasks of the same instance.
    """
    instance, task = lock_instance_of(act.session, on.task_id)
    doers = doers_of(act, task)
    concerned = concerned_by(act, task) | told_of(act.session, task)
    if may_wait:
        concerned |= taken_part(act.session, instance.id)
    if act.actor_id is None or not may_see_task(act.actor_id, roles, concerned, confidential=instance.confidential):
        raise NotFound
    if on.expected_version is not None and on.expected_version != task.version:
        raise Conflict
    return Held(instance, task, doers, in_its_name(act, task))


def hold_open(act: Act, roles: Collection[str], on: OnTask, *, may_wait: bool = False) -> Held:
    """The same of an open task; AlreadyDone for one that is not, Conflict while its process rests."""
    held = hold(act, roles, on, may_wait=may_wait)
    if held.task.state != "open":
        raise AlreadyDone
    require_moving(held)
    return held


def hold_mine(act: Act, roles: Collection[str], on: OnTask) -> Held:
    """The same of one that the person may work on; Conflict where somebody else has claimed it."""
    held = hold_open(act, roles, on)
    hidden = held.instance.confidential
    if not may_work_on(held.me, roles, held.doers, None, confidential=hidden):
        raise not_now(act, held.task) if held.me in concerned_by(act, held.task) else NotAllowed
    if not may_work_on(held.me, roles, held.doers, held.task.claimed_by_id, confidential=hidden):
        raise Conflict([Problem("tasks.claimed")])
    return held


def require_moving(held: Held) -> None:
    """Nothing is done to the tasks of a process that is suspended."""
    if held.instance.state == "suspended":
        raise Conflict([Problem("tasks.suspended")])


def require_no_delegation(held: Held) -> None:
    """What somebody does for another goes back to them, not on."""
    if held.task.delegated_by_id is not None:
        raise Conflict([Problem("tasks.delegated")])


def require_main(held: Held) -> None:
    """A signer gives an opinion; the task itself is its doer's."""
    if held.task.main_id is not None:
        raise Conflict([Problem("tasks.only_a_signer")])


def require_drawn(held: Held, verb: str) -> None:
    """A diagram may do without a verb at an activity: it draws its own way instead."""
    bundle = held.act.house.bundles.get(held.act.session, held.instance.digest)
    if verb in bundle.process(held.instance.key).element(held.task.element_id).without_verbs:
        raise NotAllowed([Problem("tasks.not_drawn")])


def reason_of(on: OnTask) -> str:
    """The reason, which must be there."""
    reason = on.reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise Invalid([Problem("tasks.reason", {"length": LONGEST_REASON}, field="/reason")])
    return reason


def require_people(act: Act, people: Iterable[int], *, without: Collection[int] = (), field: str = "/to") -> list[int]:
    """People who work here, each once, and none of those `without`; Invalid with everybody who does not fit."""
    wanted = list(dict.fromkeys(people))
    known = people_by_id(act.session, wanted)
    here = act.situation.works_here
    problems = [
        Problem("tasks.nobody", {"id": one}, field=field) for one in wanted if one not in known or not here(one)
    ]
    problems += [Problem("tasks.has_it", {"name": known[one].name}, field=field) for one in wanted if one in without]
    if problems or not wanted:
        raise Invalid(problems or [Problem("tasks.whom", field=field)])
    return wanted


def require_not_barred(held: Held, people: Collection[int]) -> None:
    """What one part of the office does to check another does not go to who is checked."""
    barred = held.act.situation.barred(candidates_of(held.act.session, held.task.id))
    if barred & set(people):
        raise Invalid([Problem("tasks.not_by_the_same", field="/to")])


def names_of(act: Act, people: Iterable[int]) -> list[dict[str, Any]]:
    """People as the record names them."""
    known = people_by_id(act.session, people)
    return [{"id": one.id, "name": one.name} for one in sorted(known.values(), key=lambda one: one.id)]


def hand_to(held: Held, principals: Collection[str], **changes: Any) -> list[str]:
    """Give the task to others, whose it is then; a claim does not go with it, who may not do it is said further on."""
    before = candidates_of(held.act.session, held.task.id)
    others = {other for principal in before for other in base_and_others(principal)[1]}
    given = sorted(apart_from(principal, others) for principal in principals)
    change(held, claimed_by_id=None, **changes)
    give_to(held.act.session, held.instance, held.task.id, given)
    return given


def change(held: Held, **changes: Any) -> None:
    """Change the task, so that whoever saw it as it was is told."""
    change_task(held.act.session, held.task, version=held.task.version + 1, **changes)


def record(
    held: Held,
    type_: str,
    data: dict[str, Any] | None = None,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """One act, one event, at the element of its task."""
    task = held.task
    append_event(
        held.instance,
        type_,
        held.act.origin,
        element_id=task.element_id,
        name=task.name,
        data={"task": task.id, **(data or {})},
        before=before,
        after=after,
    )
