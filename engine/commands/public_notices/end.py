"""A notice ends when its last day is over and every objection was answered; the diagram is told."""

from engine.act import Act
from engine.actions.public_notices import end_now, problem_of_ending
from engine.commands.instances.tell import tell
from engine.store.public_notices import get_notice
from engine.store.rows import HeldInstance

MESSAGE = "notice-ended"


def end_when_due(act: Act, instance: HeldInstance, notice_id: int) -> None:
    """Its timer rang. While an objection is open nothing happens: its answer arms the timer again.

    Where it rings again after a fault, the diagram is only told again.
    """
    notice = get_notice(act.session, notice_id)
    if notice.state == "running" and problem_of_ending(act, notice) is None:
        end_now(act, instance, notice)
    if notice.state == "ended":
        tell(act, instance, MESSAGE, {"notice_name": notice.name, "notice_slug": notice.slug})
