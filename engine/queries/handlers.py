"""Who held which post when, so that an item counts for the person who answered for it."""

from dataclasses import fields
from datetime import datetime, timedelta

from engine.people.facts import Facts
from engine.people.organisation import Organisation
from engine.people.situation import Situation
from engine.queries.narrowing import EVER, Span, Spell


def _situations(organisation: Organisation, until: datetime) -> list[tuple[Span, Situation]]:
    """The organisation between its turns, from the beginning up to the moment; the last one goes on."""
    turns = [turn for turn in _turns(organisation.facts) if turn <= until]
    before = (turns[0] if turns else until) - timedelta(seconds=1)
    starts: list[datetime | None] = [None, *turns]
    ends: list[datetime | None] = [*turns, None]
    return [(Span(since, end), organisation.at(since or before)) for since, end in zip(starts, ends, strict=True)]


def _turns(facts: Facts) -> list[datetime]:
    """Absences change no holder, and there are many of them."""
    groups = [getattr(facts, group.name) for group in fields(Facts) if group.name != "absences"]
    ends = {end for group in groups for fact in group for end in (fact.span.starts_at, fact.span.ends_at)}
    return sorted(end for end in ends if end is not None)


def spells_of(organisation: Organisation, until: datetime) -> list[Spell]:
    """Every post's holders (A) one after the other; what follows with the same holder is one spell."""
    open_spells: dict[int, Spell] = {}
    found: list[Spell] = []
    posts = sorted({post.id for post in organisation.facts.posts})
    for span, situation in _situations(organisation, until):
        for post_id in posts:
            person_id = situation.holder(post_id)
            before = open_spells.get(post_id)
            if before is not None and before.person_id == person_id:
                open_spells[post_id] = Spell(post_id, person_id, Span(before.span.since, span.until))
            else:
                found += [before] if before is not None else []
                open_spells[post_id] = Spell(post_id, person_id, span)
    return [*found, *open_spells.values()]


def handled_by(organisation: Organisation, person_id: int | None, until: datetime) -> tuple[Spell, ...]:
    """The spells of one person; of None, those in which a post was held by nobody, and no post at all."""
    found = tuple(spell for spell in spells_of(organisation, until) if spell.person_id == person_id)
    return (*found, Spell(None, None, EVER)) if person_id is None else found
