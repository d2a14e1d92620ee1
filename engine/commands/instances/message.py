"""A message or signal from outside: to the instance that waits for it, or a new one that it starts."""

from collections.abc import Mapping
from typing import Any

from engine.act import Act
from engine.commands.instances.advance import broadcast, hand_over, start_by
from engine.commands.submitted_data import require_data
from engine.domain.errors import Invalid, NoReceiver, Problem
from engine.long_values import variables_of
from engine.store.instances import waiting_for
from engine.store.rows import HeldInstance
from engine.store.runtime import lock_instance

LONGEST_KEY = 120


def send_message(act: Act, name: str, correlation: Mapping[str, Any], payload: Mapping[str, Any]) -> list[int]:
    """Deliver to one waiting instance that agrees with the correlation, else start one; NoReceiver when neither."""
    require_data(correlation, "correlation", reserved=())
    require_data(payload, "payload")
    act = act if act.cause else act.because("message", name=name)
    for subscription in waiting_for(act.session, "message", name):
        instance = lock_instance(act.session, subscription.instance_id)
        if instance.state == "suspended" or not _agrees(act, instance, correlation):
            continue
        if is_request(act, instance, subscription.element_id):
            continue
        if hand_over(act, instance, subscription.task_id, name, payload):
            return [instance.id]
    started = start_by(act, "message", name, payload, _business_key(correlation))
    if not started:
        raise NoReceiver
    return started


def is_request(act: Act, instance: HeldInstance, element_id: str) -> bool:
    """What a person asks of an item comes by its own door, where it is looked at who asks and with which form."""
    process = act.house.bundles.get(act.session, instance.digest).process(instance.key)
    return process.element(element_id).extensions.request is not None


def _business_key(correlation: Mapping[str, Any]) -> str | None:
    key = correlation.get("business_key")
    if key is not None and (not isinstance(key, str) or len(key) > LONGEST_KEY):
        raise Invalid([Problem("request.business_key", {"length": LONGEST_KEY}, field="/correlation/business_key")])
    return key


def _agrees(act: Act, instance: HeldInstance, correlation: Mapping[str, Any]) -> bool:
    """Every key of the correlation is the business key or a variable of the instance with that value."""
    if not correlation:
        return True
    own = {**variables_of(act.session, instance.id), "business_key": instance.business_key}
    return all(own.get(key) == value for key, value in correlation.items())


def send_signal(act: Act, name: str, payload: Mapping[str, Any]) -> list[int]:
    """Hand a signal to every instance that waits for it."""
    require_data(payload, "payload")
    return broadcast(act.because("signal", name=name), name, payload)
