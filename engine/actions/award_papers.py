"""What 总结表彰 issues on paper: the announcement, the decision, a certificate for each award, the revocation."""

from collections.abc import Sequence
from typing import Any

from engine.act import Act
from engine.actions.nominations import rule_of
from engine.actions.official_ordering import order_paper
from engine.actions.registry import Call
from engine.domain import messages
from engine.domain.criteria import read_criteria, said
from engine.domain.document_names import CERTIFICATE_PAPER, REVOCATION_PAPER
from engine.notify.mails import office_time
from engine.store.commendation import awards_of, categories_of, get_cycle
from engine.store.models import Award, AwardCategory, AwardCycle, AwardRevocation
from engine.store.numbers import next_number
from engine.typesetting import CERTIFICATE, Grid, Paper, Paragraph

ANNOUNCEMENT, DECISION = "announcement", "award_decision"


def order_announcement(call: Call, cycle: AwardCycle) -> None:
    """评选通知: under the red head to all units, with categories, window and the steps that the rules prescribe."""
    act, rule = call.act, rule_of(cycle)
    bodies = "、".join(rule.body_list)
    steps = [
        _said(act, "announce_qualification"),
        _said(act, "announce_opinions", bodies=bodies) if bodies else "",
        _said(act, "announce_recommendation"),
        _said(act, "announce_unit_notice", days=rule.unit_notice_days) if rule.unit_notice_days else "",
        _said(act, "announce_ballot") if rule.ballot else _said(act, "announce_panel"),
        _said(act, "announce_notice", days=rule.notice_days),
    ]
    paragraphs: tuple[Paragraph | Grid, ...] = (
        *(Paragraph(line) for line in cycle.text.splitlines() if line.strip()),
        Paragraph(_said(act, "announce_categories"), 1),
        _categories(act, categories_of(act.session, cycle.id)),
        Paragraph(_said(act, "announce_how"), 1),
        Paragraph(_said(act, "announce_window", until=office_time(cycle.nominate_until))),
        Paragraph(_said(act, "announce_steps"), 1),
        Paragraph("".join(filter(None, steps))),
        Paragraph(_said(act, "announce_contact", contact=cycle.contact)),
    )
    title = _said(act, "announcement", title=cycle.title)
    order_paper(call, ANNOUNCEMENT, 1, cycle.number, _under_red_head(act, title, cycle.number, paragraphs))


def _categories(act: Act, categories: Sequence[AwardCategory]) -> Grid:
    heads = tuple(_said(act, f"award_column_{name}") for name in ("category", "subject", "quota", "criteria"))
    rows = tuple(
        (
            one.name,
            messages.text(f"words.subject_{one.subject}"),
            str(one.quota),
            "；".join(said(criterion) for criterion in read_criteria(one.criteria)),
        )
        for one in categories
    )
    return Grid(heads, rows, (2.4, 1, 1, 5))


def order_award_papers(call: Call, cycle: AwardCycle) -> None:
    """表彰决定 of a cycle and 荣誉证书 of each award; the awards know both."""
    act, awards = call.act, awards_of(call.act.session, cycle.id)
    year = act.calendar.local_date(act.now).year
    number = messages.text("commendation.decision_number", year=year, n=next_number(act.session, DECISION, year))
    decision = order_paper(call, DECISION, 1, number, _decision(act, cycle, awards, number))
    categories = {one.id: one.name for one in categories_of(act.session, cycle.id)}
    for place, award in enumerate(awards, 1):
        paper = _certificate(act, cycle, award, categories[award.category_id])
        award.document_ids = [decision, order_paper(call, CERTIFICATE_PAPER, place, award.number, paper)]
    act.session.flush()


def _decision(act: Act, cycle: AwardCycle, awards: Sequence[Award], number: str) -> Paper:
    body: list[Paragraph | Grid] = [Paragraph(_said(act, "award_body", title=cycle.title))]
    for category in categories_of(act.session, cycle.id):
        mine = [one for one in awards if one.category_id == category.id]
        if mine:
            body.append(
                Paragraph(_said(act, f"award_of_{category.subject}", category=category.name, many=len(mine)), 1)
            )
            body.append(_awarded(act, mine, category.subject))
    body.append(Paragraph(_said(act, "award_end")))
    return _under_red_head(act, _said(act, "award_decision", title=cycle.title), number, tuple(body))


def _awarded(act: Act, awards: Sequence[Award], subject: str) -> Grid:
    number, name, unit = (_said(act, f"award_column_{one}") for one in ("certificate", "awarded", "unit"))
    if subject == "unit":
        return Grid((number, unit), tuple((one.number, awarded_name(act, one)) for one in awards), (3, 5))
    rows = tuple((one.number, awarded_name(act, one), unit_name(act, one)) for one in awards)
    return Grid((number, name, unit), rows, (3, 2, 3))


def _certificate(act: Act, cycle: AwardCycle, award: Award, category: str) -> Paper:
    """A page of its own: no red head, the name at the top, number, office, date and room for the seal at the foot."""
    subject = "unit" if award.person_id is None else "person"
    text = _said(act, f"certificate_{subject}", title=cycle.title, category=category, unit=unit_name(act, award))
    return Paper(
        office=act.house.office_name,
        date=day_of(act),
        number=award.number,
        title=_said(act, "certificate"),
        to=_said(act, "comrade", name=awarded_name(act, award)) if subject == "person" else awarded_name(act, award),
        paragraphs=(Paragraph(text), Paragraph(_said(act, "certificate_end"))),
        layout=CERTIFICATE,
    )


def order_revocation(call: Call, revocation: AwardRevocation, award: Award) -> int:
    """撤销决定, in the instance of the revocation; answers the document's number in the database."""
    act, cycle = call.act, get_cycle(call.act.session, award.cycle_id)
    category = act.session.get_one(AwardCategory, award.category_id)
    facts = {
        "title": cycle.title,
        "category": category.name,
        "name": awarded_name(act, award),
        "unit": unit_name(act, award),
        "certificate": award.number,
        "grounds": messages.text(f"words.grounds_{revocation.grounds}"),
    }
    subject = "unit" if award.person_id is None else "person"
    heard = "revocation_stated" if revocation.stated_at else "revocation_silent"
    paragraphs = (
        Paragraph(_said(act, f"revocation_{subject}", **facts)),
        Paragraph(_said(act, "revocation_why"), 1),
        *(Paragraph(line) for line in revocation.facts.splitlines() if line.strip()),
        Paragraph(_said(act, heard)),
        Paragraph(_said(act, "revocation_what"), 1),
        *(Paragraph(line) for line in revocation.opinion.splitlines() if line.strip()),
        Paragraph(_said(act, "revocation_body", **facts)),
    )
    title = _said(act, "revocation", category=category.name, name=facts["name"])
    return order_paper(
        call,
        REVOCATION_PAPER,
        1,
        revocation.number,
        _under_red_head(act, title, revocation.number, paragraphs, unit_name(act, award)),
    )


def _under_red_head(act: Act, title: str, number: str, paragraphs: tuple[Paragraph | Grid, ...], to: str = "") -> Paper:
    return Paper(
        office=act.house.office_name,
        date=day_of(act),
        head=act.house.office_name,
        number=number,
        title=title,
        to=to or _said(act, "award_to"),
        paragraphs=paragraphs,
    )


def awarded_name(act: Act, award: Award) -> str:
    """Of the person, or of the unit."""
    return unit_name(act, award) if award.person_id is None else act.situation.name_of(award.person_id)


def unit_name(act: Act, award: Award) -> str:
    unit = act.situation.find_unit(award.unit_id)
    return unit.name if unit else ""


def day_of(act: Act) -> str:
    """The day of the act, as documents write it."""
    local = act.calendar.local_date(act.now)
    return _said(act, "day", year=local.year, month=local.month, day=local.day)


def _said(act: Act, name: str, /, **parameters: Any) -> str:
    return act.house.wording.text(name, **parameters)
