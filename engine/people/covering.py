"""May somebody be away? No post may be left without A, B and a named third where its rule refuses that."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import product

from engine.domain.clock import OFFICE_ZONE
from engine.domain.errors import Problem
from engine.people.facts import Absence
from engine.people.organisation import Organisation
from engine.people.principals import of_person, of_post
from engine.people.situation import Situation, Work


def problems_of_absence(before: Organisation, absence: Absence) -> list[Problem]:
    """What this absence would leave undone, at each moment of it at which something else begins or ends."""
    facts = before.facts
    after = Organisation(replace(facts, absences=(*facts.absences, absence)))
    problems: dict[tuple[str, object], Problem] = {}
    for moment in _moments(after, absence):
        was, would_be = before.at(moment), after.at(moment)
        for problem in (*_third(would_be, absence, moment), *_left_alone(was, would_be, absence, moment)):
            problems.setdefault((problem.code, problem.parameters.get("post")), problem)
    return list(problems.values())


def _moments(organisation: Organisation, absence: Absence) -> list[datetime]:
    start = absence.span.starts_at
    within = [turn for turn in organisation.turns if absence.span.holds(turn)]
    return sorted({*within, *([start] if start else [])})


def _works(situation: Situation, absence: Absence) -> list[Work]:
    """The kinds of work that the absence is for, as far as any absence tells them apart."""
    keys, units = situation.limits
    of_key = [absence.process] if absence.process else [None, *sorted(keys)]
    of_unit = [absence.unit_id] if absence.unit_id else [None, *sorted(units)]
    return [Work(key, unit_id) for key, unit_id in product(of_key, of_unit)]


def _third(situation: Situation, absence: Absence, moment: datetime) -> Iterator[Problem]:
    third_id = absence.third_id
    if third_id is None:
        return
    if not situation.works_here(third_id):
        yield Problem("people.third_unknown", field="third_id")
    elif any(not situation.is_present(third_id, work) for work in _works(situation, absence)):
        named = {"name": situation.name_of(third_id), "day": _day(moment)}
        yield Problem("people.third_away", named, field="third_id")


def _left_alone(was: Situation, would_be: Situation, absence: Absence, moment: datetime) -> Iterator[Problem]:
    for post in would_be.posts():
        named = {"post": would_be.post_name(post, "A").removesuffix("A"), "day": _day(moment)}
        is_strict = post.both_absent == "refuse" and would_be.holder(post.id, "B") is not None
        for work in _works(would_be, absence):
            principal = [of_post(post.id)]
            if was.doers(principal, work) and not would_be.doers(principal, work):
                yield Problem("people.nobody_left", named, field="third_id")
            elif is_strict and was.is_covered(post.id, work) and not would_be.is_covered(post.id, work):
                yield Problem("people.post_uncovered", named, field="third_id")
    own = [of_person(absence.person_id)]
    for work in _works(would_be, absence):
        if was.doers(own, work) and not would_be.doers(own, work):
            named = {"post": would_be.name_of(absence.person_id), "day": _day(moment)}
            yield Problem("people.nobody_left", named, field="third_id")


def _day(moment: datetime) -> str:
    local = moment.astimezone(OFFICE_ZONE)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
