"""评分: the record of work and the panel's mark in points, and the score as the sum of the table's lines."""

from collections.abc import Mapping
from typing import Any

from engine.act import Act
from engine.actions.nominations import nomination_of
from engine.actions.registry import Call, action
from engine.store.models import AwardCycle, Nomination
from engine.store.performance import entries_of

Data = Mapping[str, Any]
CRITERION = "criterion"  # the kind of a line of `points` that is the panel's average of one criterion


@action("gather_record", nominee_kind="text", record_points="number", record_lines="number", panel_mark="number")
def gather_record(call: Call) -> Data:
    """The record of work of the cycle's year and the panel's mark, in points, for the table of scores."""
    nomination, cycle = nomination_of(call)
    lines = record_of(call.act, nomination, cycle)
    return {
        "nominee_kind": "unit" if nomination.person_id is None else "person",
        "record_points": sum(line["points"] for line in lines) / 10,
        "record_lines": len(lines),
        "panel_mark": (nomination.mark or 0) / 10,
    }


def record_of(act: Act, nomination: Nomination, cycle: AwardCycle) -> list[dict[str, Any]]:
    """Each line with its record; `points` are tenths."""
    person_id = nomination.person_id
    unit_id = nomination.unit_id if person_id is None else None
    return [
        {
            "kind": "record",
            "entry_id": one.id,
            "row": one.rule,
            "points": one.points,
            "text": one.text,
            "at": one.occurred_at.isoformat(),
        }
        for one in entries_of(act.session, year=cycle.year, person_id=person_id, unit_id=unit_id)
    ]


@action("record_score")
def record_score(call: Call) -> Data:
    """The score is the sum of the table's lines, never below 0; they are kept beside the lines of the record."""
    nomination, cycle = nomination_of(call)
    lines = [
        {"kind": "table", "row": line["row"], "points": round(line["points"] * 10), "text": line["text"]}
        for line in call.data["score_lines"] or []
    ]
    criteria = [line for line in nomination.points if line["kind"] == CRITERION]  # the panel's, from its sitting
    nomination.points = [*criteria, *record_of(call.act, nomination, cycle), *lines]
    nomination.score = max(0, sum(line["points"] for line in lines))
    return {}
