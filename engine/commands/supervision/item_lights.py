"""The lights of an open item: what colours it by the table of its process, and from which instants on."""

from datetime import datetime

from engine.act import Act
from engine.bpmn.bundle import CompiledBundle, CompiledProcess
from engine.commands.supervision.item_course import ItemCourse, read_course
from engine.domain.light_table import light_rules
from engine.domain.lights import Cause, LightRules, Signs, instants, light_causes, red_since
from engine.store.instances import get_instance
from engine.store.items import last_record_at
from engine.store.models import Item, Matter

AT_REST = ("suspended", "closed", "cancelled")
HANDED_IN = ("submitted", "closed")


def rules_of(act: Act, process: CompiledProcess, bundle: CompiledBundle, item: Item) -> LightRules:
    """What colours this item, by the table that its process names."""
    matter = act.session.get_one(Matter, item.matter_id)
    facts = {
        "urgency": matter.urgency,
        "source": matter.source,
        "special": item.special or matter.special,
        "cadence": item.cadence,
    }
    return light_rules(bundle.decisions.get(process.lights or ""), facts)


def light_of_item(act: Act, item: Item) -> tuple[LightRules, list[Cause]]:
    """What colours an item and all that does or will, by the version of the process that it runs on."""
    if item.instance_id is None:
        return LightRules(), []
    instance = get_instance(act.session, item.instance_id)
    bundle = act.house.bundles.get(act.session, instance.digest)
    rules = rules_of(act, bundle.process(instance.key), bundle, item)
    return rules, causes_of(act, rules, read_course(act, item))


def causes_of(act: Act, rules: LightRules, course: ItemCourse) -> list[Cause]:
    """All that would colour the item, begun or still to come."""
    item = course.item
    signs = Signs(
        due_at=item.due_at,
        warning_at=act.calendar.warning_at(item.due_at, rules.warning_days or 0) if item.due_at else None,
        reports_due=course.reports_due,
        steps=[(one.kind, one.at) for one in course.standing],
        behind=list(course.plan.behind_from(act.now)),
        missed_at=item.missed_at,
        handed_in_at=waiting_since(act, item),
    )
    return light_causes(rules, signs)


def waiting_since(act: Act, item: Item) -> datetime | None:
    """When the result was handed in that waits to be verified and confirmed; None where none does."""
    return last_record_at(act.session, item.id, "result") if item.state == "submitted" else None


def set_lights(act: Act, process: CompiledProcess, bundle: CompiledBundle, course: ItemCourse) -> None:
    """The instants at which the item changes its light; once red, the miss stays on its record."""
    item = course.item
    _note_miss(act, item)
    causes = causes_of(act, rules_of(act, process, bundle, item), course)
    item.yellow_at, item.red_at = instants(causes)
    item.yellow_why = next((one.code for one in causes if one.light == "yellow"), None)
    item.red_why = next((one.code for one in sorted(causes, key=_turns_red) if one.light == "red"), None)


def take_lights_away(act: Act, item: Item) -> None:
    """What rests, is closed or cancelled has its light from its state; time that passes then makes nobody late."""
    _note_miss(act, item)
    item.yellow_at = item.red_at = item.yellow_why = item.red_why = None


def _turns_red(cause: Cause) -> tuple[datetime, bool]:
    return cause.since, cause.code == "overdue"


def _note_miss(act: Act, item: Item) -> None:
    """A result that came in time and waits for the office makes nobody late."""
    if item.red_at is None or item.missed_at is not None:
        return
    handed_in = last_record_at(act.session, item.id, "result") if item.state in HANDED_IN else None
    if (handed_in or act.now) > item.red_at:
        item.missed_at = red_since(item.red_at, item.red_why)
