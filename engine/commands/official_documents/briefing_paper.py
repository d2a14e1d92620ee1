"""The monthly briefing as a paper: figures, units, lights, circulars, praise, what is asked, and how it was counted."""

from collections.abc import Iterator

from engine.act import Act
from engine.domain import messages
from engine.domain.briefing import OVERVIEW, BriefingFacts, Numbers
from engine.notify.mails import office_time
from engine.store.light_looks import own_looks
from engine.typesetting import Grid, Paper, Paragraph

UNIT_FIGURES = ("dispatched", "closed", "on_time_share", "open", "overdue", "supervised", "circulated")
NONE = "—"


def briefing_paper(act: Act, facts: BriefingFacts, ordinal: int, remarks: str) -> Paper:
    """The `ordinal`-th issue of the year of its month."""
    said = act.house.wording.text
    year, month = (int(part) for part in facts.month.split("-"))
    today = act.calendar.local_date(act.now)
    return Paper(
        office=act.house.office_name,
        date=said("day", year=today.year, month=today.month, day=today.day),
        head=said("briefing_head"),
        issue=said("briefing_issue", year=year, n=ordinal),
        title=said("briefing", year=year, month=month),
        paragraphs=tuple(_paragraphs(act, facts, month, remarks)),
        copies=said("briefing_copies"),
    )


def _paragraphs(act: Act, facts: BriefingFacts, month: int, remarks: str) -> Iterator[Paragraph | Grid]:
    said = act.house.wording.text
    yield Paragraph(said("briefing_overview"), 1)
    yield Paragraph(said("briefing_month", month=month, **_told("", facts.dispatched), **_told("done_", facts.closed)))
    yield Paragraph(said("briefing_year", **_told("", facts.year)))
    if facts.units:
        yield Paragraph(said("briefing_units"), 1)
        yield _units(act, facts)
    yield Paragraph(said("briefing_lit", red=_light(act, "red"), yellow=_light(act, "yellow")), 1)
    yield from _lit(act, facts)
    yield Paragraph(said("briefing_circulars"), 1)
    yield from _circulars(act, facts)
    yield Paragraph(said("briefing_praised"), 1)
    yield from _praised(act, facts)
    if remarks.strip():
        yield Paragraph(said("briefing_remarks"), 1)
        yield from (Paragraph(line) for line in remarks.splitlines() if line.strip())
    yield Paragraph(said("briefing_definitions"), 1)
    yield Paragraph(said("briefing_as_of", time=office_time(act.now)))
    yield from (Paragraph(_definition(code)) for code in OVERVIEW)


def _told(prefix: str, figures: Numbers) -> dict[str, str]:
    return {f"{prefix}{code}": _number(code, value) for code, value in figures.items()}


def _number(code: str, value: float | None) -> str:
    """A share in percent; what cannot be told, as a dash."""
    if value is None:
        return NONE
    return f"{value:.1%}" if code.endswith("_share") else f"{value:g}"


def _definition(code: str) -> str:
    return f"{messages.text(f'figures.name_{code}')}：{messages.text(f'figures.definition_{code}')}。"


def _units(act: Act, facts: BriefingFacts) -> Grid:
    heads = tuple(messages.text(f"figures.name_{code}") for code in UNIT_FIGURES)
    rows = tuple((one.unit, *(_number(code, one.figures.get(code)) for code in UNIT_FIGURES)) for one in facts.units)
    return Grid((act.house.wording.text("column_unit"), *heads), rows, (3, *(1.4 for _ in heads)))


def _light(act: Act, code: str) -> str:
    """As the office calls it on its pages; where it has no word of its own, as its documents say."""
    own = own_looks(act.session).get(code)
    return own.label if own else act.house.wording.text(f"light_{code}")


def _lit(act: Act, facts: BriefingFacts) -> Iterator[Paragraph | Grid]:
    said = act.house.wording.text
    if not facts.lit:
        yield Paragraph(said("briefing_none"))
        return
    columns = ("column_unit", "column_item", "column_due", "column_progress", "column_light")
    rows = tuple(
        (
            one.unit,
            f"{one.title}（{one.number}）",
            office_time(one.due_at) if one.due_at else NONE,
            f"{one.progress}%",
            _light(act, one.light),
        )
        for one in facts.lit
    )
    yield Grid(tuple(said(column) for column in columns), rows, (2.6, 4.2, 2.2, 1.1, 1.1))
    if facts.more:
        yield Paragraph(said("briefing_more", more=facts.more))


def _circulars(act: Act, facts: BriefingFacts) -> Iterator[Paragraph | Grid]:
    said = act.house.wording.text
    if not facts.circulars:
        yield Paragraph(said("briefing_none"))
        return
    heads = (said("column_number"), said("column_unit"), said("column_item"))
    yield Grid(heads, tuple((one.number, one.unit, one.title) for one in facts.circulars), (3, 2, 5))


def _praised(act: Act, facts: BriefingFacts) -> Iterator[Paragraph | Grid]:
    said = act.house.wording.text
    if not facts.praised:
        yield Paragraph(said("briefing_none"))
        return
    listed = "、".join(said("briefing_praised_unit", unit=one.unit, items=one.items) for one in facts.praised)
    yield Paragraph(said("briefing_praised_body", units=listed))
