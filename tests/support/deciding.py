"""A small process that votes on candidates, puts who was elected on notice, and then decides; and people in it."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from engine.commands.ballots.cast import Casting, cast_vote
from engine.commands.instances.advance import start_instance
from engine.commands.public_notices.object import Raising, raise_objection
from engine.domain.clock import OFFICE_ZONE
from engine.site import Site
from engine.store.models import Ballot, BallotVoter, Instance, Objection, Person, PublicNotice
from tests.support.diagrams import catch, chain, diagram, end, exclusive, flow, start
from tests.support.office import (
    HANDLER,
    LEADER,
    OFFICER,
    SUBSTITUTE,
    UNIT_HEAD,
    act_of,
    deploy,
    move_clock_and_work,
    person,
)

DECLARED = "".join(
    f'<message id="{name.replace("-", "_")}" name="{name}" />'
    for name in ("ballot-closed", "notice-ended", "objection-raised")
)
VOTERS = (HANDLER, SUBSTITUTE, UNIT_HEAD, OFFICER, LEADER)
OPTIONS = [{"code": "a", "name": "综合处"}, {"code": "b", "name": "信息处"}, {"code": "c", "name": "督查处"}]
CHOOSE: Mapping[str, Any] = {"kind": "choose", "seats": 2, "least": 1, "quorum": ">=2/3", "majority": ">1/2"}
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def acting(name: str, **parameters: str) -> str:
    inside = "".join(f'<duban:parameter name="{one}" value="{value}" />' for one, value in parameters.items())
    return f'<extensionElements><duban:action name="{name}">{inside}</duban:action></extensionElements>'


def service_of(identifier: str, name: str, **parameters: str) -> str:
    return f'<serviceTask id="{identifier}">{acting(name, **parameters)}</serviceTask>'


def task_of(identifier: str, name: str, **parameters: str) -> str:
    return f'<userTask id="{identifier}" name="{identifier}">{acting(name, **parameters)}</userTask>'


def message(name: str) -> str:
    return f'<messageEventDefinition messageRef="{name.replace("-", "_")}" />'


def _opening(identifier: str, options: str, **more: str) -> str:
    asked = {"title": "先进单位推荐", "options": options, "rule": "rule", "voters": "voters", "recusals": "recusals"}
    return service_of(identifier, "open_ballot", **asked, working_days="2", **more)


NOTICE = (
    '<subProcess id="on_notice">'
    + start("begin")
    + service_of(
        "publish", "publish_notice", title="拟表彰名单公示", text="现将名单公示如下", contact="督查室 8001",
        subjects="ballot_elected", rule="notice_rule",
    )
    + catch("run_out", message("notice-ended"))
    + end("over")
    + chain("begin", "publish", "run_out", "over")
    + '<subProcess id="objected" triggeredByEvent="true">'
    + f'<startEvent id="come" isInterrupting="false">{message("objection-raised")}</startEvent>'
    + task_of("investigate", "answer_objection")
    + end("answered")
    + chain("come", "investigate", "answered")
    + "</subProcess></subProcess>"
)  # fmt: skip
PROCESS = diagram(
    start(),
    _opening("open", "options"),
    exclusive("opened"),
    catch("closed", message("ballot-closed")),
    service_of("tally", "tally_ballot"),
    exclusive("counted", default="counted-on_notice"),
    _opening("open_again", "ballot_tied", seats="ballot_seats_left"),
    NOTICE,
    task_of("decide", "require_notice_ended"),
    end(),
    chain("start", "open", "opened", "closed", "tally", "counted", "on_notice", "decide", "end"),
    flow("counted", "open", 'ballot_outcome == "no_quorum"'),
    flow("counted", "open_again", 'ballot_outcome == "tied"'),
    flow("open_again", "opened"),
    key="deciding",
    declared=DECLARED,
)


def begin(
    site: Site, rule: Mapping[str, Any] = CHOOSE, notice_rule: Mapping[str, Any] | None = None, **more: Any
) -> int:
    """The instance, with its ballot open; five people are on the roll."""
    deploy(site, PROCESS)
    with site.writing() as session:
        voters = [person(session, one).id for one in VOTERS]
        variables = {"options": OPTIONS, "rule": dict(rule), "voters": voters, "recusals": [], **more}
        variables["notice_rule"] = dict(notice_rule or {})
        return start_instance(act_of(site, session, OFFICER), "deciding", variables=variables).id


def receipt(number: int) -> str:
    """One of many, the same each time."""
    return "".join(LETTERS[(number * 7 + place * 11) % 32] for place in range(26))


def ballot_of(site: Site, instance_id: int) -> Ballot:
    """The newest."""
    with site.reading() as session:
        query = select(Ballot).where(Ballot.instance_id == instance_id).order_by(Ballot.round.desc())
        return session.scalars(query).first() or Ballot()


def notice_of(site: Site, instance_id: int) -> PublicNotice:
    with site.reading() as session:
        return session.scalars(select(PublicNotice).where(PublicNotice.instance_id == instance_id)).one()


def vote(site: Site, instance_id: int, username: str, *chosen: str, number: int | None = None, **marks: str) -> None:
    """Choose options; or, with `marks`, mark them."""
    ballot = ballot_of(site, instance_id)
    number = VOTERS.index(username) + 10 * ballot.round if number is None else number
    with site.writing() as session:
        choices = dict.fromkeys(chosen, "for") | marks
        cast_vote(act_of(site, session, username), ballot.id, Casting(receipt(number), choices))


def voted(site: Site, ballot_id: int) -> set[str]:
    with site.reading() as session:
        query = select(Person.username).join(BallotVoter, BallotVoter.person_id == Person.id)
        return set(session.scalars(query.where(BallotVoter.ballot_id == ballot_id, BallotVoter.has_voted)))


def on_notice(site: Site, notice_rule: Mapping[str, Any] | None = None, when: datetime | None = None) -> int:
    """An instance whose ballot is counted, with a and b on notice since `when` (Monday, 5 January 2026)."""
    if when is not None:
        move_clock_and_work(site, when)
    instance_id = begin(site, {**CHOOSE, "early": True}, notice_rule)
    for username in VOTERS:
        vote(site, instance_id, username, "a", "b")
    return instance_id


def objecting(site: Site, instance_id: int, number: int = 1, username: str | None = None, **given: str) -> Objection:
    slug = notice_of(site, instance_id).slug
    said = {"text": "材料与事实不符", "name": "群众甲", "contact": "13800000000", **given}
    with site.writing() as session:
        return raise_objection(act_of(site, session, username), slug, Raising(receipt(number), **said))


def state_of(site: Site, instance_id: int) -> str:
    with site.reading() as session:
        return session.get_one(Instance, instance_id).state


def at(day: str, hour: int = 9, minute: int = 30) -> datetime:
    """A moment of the office."""
    return datetime.combine(date.fromisoformat(day), time(hour, minute), OFFICE_ZONE)
