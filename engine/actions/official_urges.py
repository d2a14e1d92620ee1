"""合并催办单: the urges of a unit that came together, on one paper that lists the items."""

from collections.abc import Iterator, Sequence

from engine.act import Act
from engine.actions.official_facts import due_of, sentence
from engine.actions.official_ordering import order_of_instance
from engine.notify.mails import office_time
from engine.store.models import BundledUrge, Item
from engine.typesetting import Grid, Paper, Paragraph

KIND = "urges"
COLUMNS = ("place", "item", "due", "late", "asked", "answer")
WIDTHS = (1.15, 3.3, 2, 1.5, 3, 2)
NONE = "—"


def order_urges(act: Act, instance_id: int, number: str, unit_id: int, urges: Sequence[BundledUrge]) -> None:
    """A plain note to the unit, without a red head, as the single one is."""
    said = act.house.wording.text
    today, unit = act.calendar.local_date(act.now), act.situation.find_unit(unit_id)
    paper = Paper(
        office=act.house.office_name,
        date=said("day", year=today.year, month=today.month, day=today.day),
        number=number,
        title=said("urge"),
        to=unit.name if unit else "",
        paragraphs=(
            Paragraph(said("urges_body", count=len(urges))),
            Grid(tuple(said(f"column_{name}") for name in COLUMNS), tuple(_rows(act, urges)), WIDTHS),
            Paragraph(said("urges_answer")),
            Paragraph(said("urge_end")),
        ),
    )
    order_of_instance(act, instance_id, KIND, 1, number, paper)


def _rows(act: Act, urges: Sequence[BundledUrge]) -> Iterator[tuple[str, ...]]:
    for place, urge in enumerate(urges, 1):
        item = act.session.get_one(Item, urge.item_id)
        yield (
            str(place),
            f"{item.title}（{item.number}）",
            due_of(item),
            _late(act, item),
            sentence(urge.asked),
            office_time(urge.answer_due_at) if urge.answer_due_at else NONE,
        )


def _late(act: Act, item: Item) -> str:
    days = act.calendar.days_late(act.now, item.due_at) if item.due_at else 0
    return act.house.wording.text("urges_late", days=days) if days > 0 else NONE
