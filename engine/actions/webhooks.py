"""Calling somebody outside, by the name the settings give them."""

from collections.abc import Mapping
from typing import Any

from engine.actions.registry import Call, action
from engine.domain.errors import Invalid, Problem
from engine.notify.outgoing import Cause, call_receiver

ACTION = "call_webhook"
LONGEST_EVENT = 120


@action(ACTION)
def call_webhook(call: Call) -> Mapping[str, Any]:
    """Write the call into the outbox; it is made after the commit. Data goes along only where it is named."""
    cause = Cause(call.instance, call.element_id, call.subject)
    call_receiver(call.act, cause, receiver=_receiver(call), event=_event(call), data=_named_data(call))
    return {}


def _receiver(call: Call) -> str:
    name = call.parameters.get("receiver", "")
    known = call.act.house.receivers
    if not name:
        raise _cannot(call, "delivery.parameter_missing", parameter="receiver")
    if name not in known:
        listed = "、".join(sorted(known)) or "-"
        raise _cannot(call, "delivery.receiver_unknown", receiver=name, known=listed)
    return name


def _event(call: Call) -> str:
    event = call.parameters.get("event") or call.element_id
    if len(event) > LONGEST_EVENT:
        raise _cannot(call, "delivery.parameter_long", parameter="event", length=LONGEST_EVENT)
    return event


def _named_data(call: Call) -> dict[str, Any]:
    names = [name.strip() for name in call.parameters.get("data", "").split(",") if name.strip()]
    for name in names:
        if name not in call.data:
            raise _cannot(call, "delivery.data_missing", name=name)
    return {name: call.data[name] for name in names}


def _cannot(call: Call, code: str, **parameters: Any) -> Invalid:
    return Invalid([Problem(code, {"action": ACTION, **parameters}, element=call.element_id)])
