"""会审纪要: what a panel's sitting came to, under a red head, not signed: who was called, compared, said, decided."""

from collections.abc import Iterator, Sequence

from engine.act import Act
from engine.actions.registry import Call
from engine.domain import messages
from engine.domain.file_names import clean_name
from engine.notify.mails import office_time
from engine.store.models import (
    Finding,
    Gate,
    GateTrack,
    KeyTask,
    OfficialDocument,
    PanelMember,
    PanelSeat,
    PanelSitting,
    ReviewYear,
)
from engine.store.numbers import next_number
from engine.store.panels import members_of, seats_of, sittings_about
from engine.store.reviews import GATE, findings_of, tracks_of
from engine.typesetting import Grid, Paper, Paragraph, pages_of

KIND = "minutes"
POINTS = ("goals", "people", "dates", "measures")
LONGEST_CELL = 240  # characters of a plan in the comparison; all of it is on the page of the key task
NONE = "—"


def order_minutes(call: Call, task: KeyTask, year: ReviewYear, gate: Gate) -> None:
    """Of the gate whose conclusion was written now; it waits for a worker as every official document does."""
    act = call.act
    said = act.house.wording.text
    day = act.calendar.local_date(act.now)
    number = messages.text("reviews.minutes_number", year=day.year, n=next_number(act.session, KIND, day.year))
    named = messages.text(f"reviews.gate_{gate.gate}")
    paper = Paper(
        office=act.house.office_name,
        date=said("day", year=day.year, month=day.month, day=day.day),
        head=said("minutes_head"),
        issue=number,
        title=said("minutes", gate=named, title=task.title if len(task.title) <= 30 else task.number),
        paragraphs=tuple(_paragraphs(act, task, year, gate)),
        copies=said("minutes_copies"),
    )
    act.session.add(
        OfficialDocument(
            instance_id=call.instance.id,
            kind=KIND,
            ordinal=gate.gate,
            number=number,
            name=clean_name(f"{number} {task.number} {named} {said('name_minutes')}.pdf"),
            content=pages_of(paper),
            issued_at=act.now,
            state="waiting",
            next_attempt_at=act.now,
        )
    )
    act.session.flush()


def _unit(act: Act, task: KeyTask) -> str:
    unit = act.situation.find_unit(task.unit_id)
    return unit.name if unit else ""


def _paragraphs(act: Act, task: KeyTask, year: ReviewYear, gate: Gate) -> Iterator[Paragraph | Grid]:
    said = act.house.wording.text
    *missed, held = sittings_about(act.session, GATE, [gate.id])
    members = {one.id: one for one in members_of(act.session, year.panel_id)}
    seats = [(seat, members[seat.member_id]) for seat in seats_of(act.session, [held.id])]
    facts = {"unit": _unit(act, task), "title": task.title, "number": task.number}
    called = {"from_": office_time(held.called_at), "until": office_time(held.closed_at or held.closes_at)}
    yield Paragraph(said("minutes_body", gate=messages.text(f"reviews.gate_{gate.gate}"), **facts, **called))
    for one in missed:
        yield Paragraph(said("minutes_missed", until=office_time(one.closed_at or one.closes_at), **_counts(one)))
    yield Paragraph(said("minutes_people"), 1)
    yield Paragraph(said("minutes_quorum", **_counts(held)))
    yield _attendance(act, seats)
    yield Paragraph(said("minutes_compared"), 1)
    yield _compared(act, gate, tracks_of(act.session, [gate.id]))
    yield Paragraph(said("minutes_opinions"), 1)
    yield from (
        Paragraph(said("minutes_opinion", member=member_of(act, seat, member), **_opinion(seat)))
        for seat, member in seats
        if seat.state == "present"
    )
    yield Paragraph(said("minutes_decision"), 1)
    yield Paragraph(said("minutes_decided", decision=messages.text(f"words.review_{gate.decision}")))
    yield from (Paragraph(line) for line in gate.conclusion.splitlines() if line.strip())
    yield Paragraph(said("minutes_findings"), 1)
    yield from _findings(act, findings_of(act.session, [gate.id]))


def _counts(sitting: PanelSitting) -> dict[str, int]:
    names = ("ordinal", "entitled", "needed", "present")
    return {name: getattr(sitting, name) or 0 for name in names}


def member_of(act: Act, seat: PanelSeat, member: PanelMember) -> str:
    """The post, and who spoke for it or holds it."""
    post = act.situation.current_post(member.post_id)
    person = seat.person_id or member.person_id or (act.situation.holder(post.id) if post else None)
    name = act.situation.name_of(person)
    return f"{post.title} {name}" if post else name


def _attendance(act: Act, seats: Sequence[tuple[PanelSeat, PanelMember]]) -> Grid:
    said = act.house.wording.text
    heads = tuple(said(f"column_{name}") for name in ("member", "attended", "remark"))
    rows = tuple(
        (
            member_of(act, seat, member) + (said("minutes_chair") if member.is_chair else ""),
            messages.text(f"words.seat_{seat.state}"),
            seat.reason if seat.state == "recused" else NONE,
        )
        for seat, member in seats
    )
    return Grid(heads, rows, (4, 1.5, 4.5))


def _compared(act: Act, gate: Gate, tracks: Sequence[GateTrack]) -> Grid:
    said = act.house.wording.text
    by_name = {one.track: one for one in tracks}
    heads = tuple(said(f"column_{name}") for name in ("point", "business", "party", "found"))
    rows = tuple(
        (
            messages.text(f"words.compared_{point}"),
            *(_told(by_name.get(track), point) for track in ("business", "party")),
            said("minutes_equal" if gate.comparison.get(f"{point}_equal") else "minutes_unequal"),
        )
        for point in POINTS
    )
    return Grid(heads, rows, (1, 3.9, 3.9, 1.2))


def _told(track: GateTrack | None, point: str) -> str:
    if track is None:
        return NONE
    if point == "dates":
        return f"{track.starts_on:%Y-%m-%d} — {track.ends_on:%Y-%m-%d}"
    told = str(getattr(track, point))
    return told if len(told) <= LONGEST_CELL else f"{told[:LONGEST_CELL]}……"


def _opinion(seat: PanelSeat) -> dict[str, str]:
    remark = f"：{seat.reason}" if seat.reason else ""
    return {"opinion": messages.text(f"words.review_{seat.opinion}"), "remark": remark}


def _findings(act: Act, findings: Sequence[Finding]) -> Iterator[Paragraph]:
    said = act.house.wording.text
    if not findings:
        yield Paragraph(said("minutes_none"))
    for one in findings:
        yield Paragraph(said("minutes_finding", n=one.ordinal, text=one.text, days=one.due_working_days))
