"""The forty units of the year, entered by the office's administrator, and who is away."""

from datetime import datetime

from engine.commands.people.absences import Entry, enter_absence
from engine.commands.people.change_organisation import change_organisation
from engine.commands.supervision.caps import change_caps
from engine.domain.asking import Cap
from engine.domain.clock import OFFICE_ZONE
from engine.people.changes import Change, SetPerson, SetPost, SetUnit
from engine.site import Site
from tests.scenarios.office_year.plan import CAPPED_LINE, LEADERS, OFFICERS, Away, Unit, Year
from tests.support.office import ADMINISTRATOR, act_of, person, roles

NAMES = {"head": "处长", "first": "主办", "second": "协办", "leader": "副厅长", "officer": "督办专员"}


def name_of(username: str) -> str:
    """What somebody is called: 处长07 for head07."""
    part = username.rstrip("0123456789")
    return NAMES[part] + username.removeprefix(part)


def enter_office(site: Site, year: Year) -> None:
    """Units with head, liaison and A and B handlers, leaders in charge and officers; no urge singly on one line."""
    with site.writing() as session:
        act = act_of(site, session, ADMINISTRATOR)
        change_organisation(act, roles(session, ADMINISTRATOR), list(_changes(year)))
        change_caps(act, roles(session, ADMINISTRATOR), {"": Cap(), CAPPED_LINE: Cap(urges=0)})


def _changes(year: Year) -> list[Change]:
    leaders = [f"leader{number}" for number in range(LEADERS)]
    changes: list[Change] = [_person(one, roles=frozenset({"leader"})) for one in leaders]
    changes += [_person(f"officer{number}", roles=frozenset({"officer"})) for number in range(OFFICERS)]
    changes += [SetPost(None, f"分管{number}", "leader", a=one) for number, one in enumerate(leaders)]
    for unit in year.units:
        changes += _of_unit(unit, year.units[unit.partner].code)
    return changes


def _of_unit(unit: Unit, partner: str) -> list[Change]:
    name = f"业务{unit.number:02}处"
    return [
        SetUnit(unit.code, name, unit.line, position=100 + unit.number, partner=partner, leader=f"leader{unit.leader}"),
        *(_person(one, unit.code) for one in (unit.head, unit.a, unit.b)),
        SetPost(unit.code, "承办岗", "handler", "head", unit.a, unit.b),
        SetPost(unit.code, "负责人岗", "head", a=unit.head),
        SetPost(unit.code, "联络员岗", "liaison", a=unit.b),
    ]


def _person(username: str, unit: str | None = None, roles: frozenset[str] = frozenset()) -> SetPerson:
    return SetPerson(username, name_of(username), f"{username}@duban.example", NAMES["head"], unit, roles)


def send_away(site: Site, away: Away) -> None:
    """Entered by themselves on the first morning."""
    with site.writing() as session:
        act = act_of(site, session, away.username)
        who = person(session, away.username).id
        entry = Entry(who, local(away.starts_at), local(away.ends_at), reason="外出")
        enter_absence(act, act.situation.roles(who), entry)


def local(moment: datetime) -> datetime:
    """A naive moment of the model in the office's zone."""
    return moment.replace(tzinfo=OFFICE_ZONE)
