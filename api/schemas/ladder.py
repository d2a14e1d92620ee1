"""The ladder of an item: the steps taken, by which rule or whom, told whom, answered when; and what comes next."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from api.problems import as_json
from api.schemas.common import Coded, Key, Shape, coded
from engine.commands.supervision.ladder_ahead import Ahead
from engine.commands.supervision.step_many import Outcome
from engine.people.situation import Situation
from engine.store.models import Item, ItemRecord

Stepping = Literal["urge", "watch", "supervise", "circular", "talk", "withdraw"]
Lower = Literal["none", "urge", "watch", "supervise", "circular"]
Reason = Field(min_length=1, max_length=2000)


class StepDownBody(BaseModel):
    """`down_to` is the step that is left; without it the highest step is withdrawn."""

    reason: str = Reason
    down_to: Lower | None = None


class StepsBody(BaseModel):
    """`over_cap_reason`: why units are urged once more that were urged as often as they may be this week."""

    item_ids: list[Key] = Field(min_length=1, max_length=500)
    step: Stepping
    reason: str = Reason
    down_to: Lower | None = None
    over_cap_reason: str = Field(default="", max_length=500)


class StepOutcome(Shape):
    """What came of one item: the step it stands at now, or why nothing was done; `is_over_cap`: urged often enough."""

    item_id: int
    number: str | None
    step: Coded | None
    problems: list[str]
    is_over_cap: bool


class Stepped(Shape):
    done: int
    outcomes: list[StepOutcome]


class StepTaken(Shape):
    """A step that was taken: by a rule of the table, or by hand with a reason. One withdrawn stays on record."""

    step: Coded
    at: datetime
    number: str | None
    by: str | None
    rule: str
    rule_name: str
    text: str
    told: list[str]
    channels: list[str]
    due_at: datetime | None
    rectify_due: datetime | None
    answered_at: datetime | None
    withdrawn_at: datetime | None


class StepAhead(Shape):
    """A step that the table will ask for if nothing happens until then."""

    step: Coded
    at: datetime
    activity: str
    rule: str
    rule_name: str


class LadderShape(Shape):
    step: Coded
    taken: list[StepTaken]
    ahead: list[StepAhead]


def ladder_shape(
    item: Item, taken: Sequence[ItemRecord], ahead: Iterable[Ahead], names: Mapping[str, str], situation: Situation
) -> LadderShape:
    return LadderShape(
        step=coded("step", item.step),
        taken=[_taken(one, names, situation) for one in taken],
        ahead=[
            StepAhead(
                step=coded("step", one.step.code),
                at=one.at,
                activity=one.activity,
                rule=one.step.rule,
                rule_name=one.why,
            )
            for one in ahead
        ],
    )


def _taken(record: ItemRecord, names: Mapping[str, str], situation: Situation) -> StepTaken:
    data = record.data
    by_hand, rule = bool(data.get("by_hand")), str(data.get("rule", ""))
    return StepTaken(
        step=coded("step", record.kind),
        at=record.at,
        number=record.number,
        by=situation.name_of(record.actor_id) if by_hand else None,
        rule=rule,
        rule_name=names.get(rule, ""),
        text=str(data.get("text", "")),
        told=list(data.get("told") or []),
        channels=list(data.get("channels") or []),
        due_at=record.due_at,
        rectify_due=datetime.fromisoformat(due) if (due := data.get("rectify_due")) else None,
        answered_at=record.answered_at,
        withdrawn_at=record.withdrawn_at,
    )


def stepped(outcomes: Sequence[Outcome], language: str) -> Stepped:
    """Each item's result, in the reader's language."""
    shapes = [_outcome(one, language) for one in outcomes]
    return Stepped(done=sum(one.step is not None for one in shapes), outcomes=shapes)


def _outcome(outcome: Outcome, language: str) -> StepOutcome:
    item, refusal = outcome.item, outcome.refusal
    problems = refusal.problems if refusal else ()
    said = [as_json(problem, language)["message"] for problem in problems]
    return StepOutcome(
        item_id=outcome.item_id,
        number=item.number if item else None,
        step=coded("step", item.step) if item else None,
        problems=said or ([refusal.message(language)] if refusal else []),
        is_over_cap=any(problem.code == "supervision.over_cap" for problem in problems),
    )
