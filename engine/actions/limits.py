"""How often and how far something may be done with an item: asked of the decision table that an action names."""

from collections.abc import Mapping
from typing import Any

from engine.actions.registry import Call
from engine.domain.decision import evaluate_decision
from engine.domain.errors import Invalid, Problem
from engine.store.models import Matter

TABLE = "limits"


def limits_for(call: Call) -> Mapping[str, Any]:
    """The row for the item's urgency and source, by output names; the parameter `limits` may name another table."""
    act, key = call.act, call.parameters.get("limits", TABLE)
    table = act.house.bundles.get(act.session, call.instance.digest).decisions.get(key)
    if table is None:
        raise Invalid([Problem("supervision.limits_missing", {"table": key}, element=call.element_id)])
    matter = act.session.get_one(Matter, call.item.matter_id)
    return evaluate_decision(table, {"urgency": matter.urgency, "source": matter.source})
