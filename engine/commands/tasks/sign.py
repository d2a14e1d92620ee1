"""A signer says whether they agree, and why: for those before and beside an opinion, for those after the last word.

When the last signer afterwards has agreed, what was handed in takes effect; when one does not, it is open again.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from engine.act import Act
from engine.commands.instances.advance import load_runner
from engine.commands.instances.write_step import close_signers
from engine.commands.tasks.acting import Held, OnTask, change, hold_mine, record
from engine.commands.tasks.complete import Completion, carry_out
from engine.domain.errors import Conflict, Invalid, Problem
from engine.store.rows import HeldTask
from engine.store.tasks import get_held_task, remove_candidates, signers_of, submitted_of

LONGEST = 2_000


@dataclass(frozen=True)
class Opinion:
    """What a signer says; against it, a reason is needed."""

    agree: bool
    text: str = ""


def sign_task(act: Act, roles: Collection[str], on: OnTask, opinion: Opinion) -> HeldTask:
    """Conflict for a task that is no signer's."""
    held = hold_mine(act, roles, on)
    if held.task.main_id is None:
        raise Conflict([Problem("tasks.no_signer")])
    text = opinion.text.strip()
    if len(text) > LONGEST or not (text or opinion.agree):
        raise Invalid([Problem("tasks.opinion", {"length": LONGEST}, field="/text")])
    said = {"agree": opinion.agree, "comment": text, "candidates": sorted(held.doers)}
    change(held, state="done", completed_at=act.now, completed_by_id=held.me, submitted=said)
    remove_candidates(held.instance, held.task.id)
    record(held, "task.signed", {"agree": opinion.agree, "text": text, "main": held.task.main_id})
    main = get_held_task(act.session, held.task.main_id)
    if main.state == "signing":
        _after_a_signature(replace(held, task=main), agreed=opinion.agree)
    return held.task


def _after_a_signature(main: Held, *, agreed: bool) -> None:
    if agreed:
        settle(main)
        return
    close_signers(main.act, main.task, "cancelled")
    change(main, state="open", completed_at=None, completed_by_id=None)
    record(main, "task.reopened", before={"state": "signing"}, after={"state": "open"})


def settle(main: Held) -> None:
    """Let what was handed in take effect, if nobody has to sign any more."""
    if any(one.state in ("open", "planned") for one in signers_of(main.act.session, main.task)):
        return
    submitted = submitted_of(main.act.session, main.task.id)
    act = replace(main.act, behalf_of_id=main.task.completed_by_id)
    runner = load_runner(act, main.instance, main.task.scope)
    completion = Completion(main.task.id, submitted.get("variables") or {}, submitted.get("comment"))
    carry_out(act, main.instance, runner, main.task, completion)
