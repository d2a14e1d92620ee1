"""The organisation at one moment: who holds what, who is present, and who may therefore do a piece of work."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

from engine.people.facts import Absence, Facts, Member, Part, PostFacts, UnitFacts
from engine.people.principals import PERSON, POST, base_and_others, of_person, of_post, parts_of


@dataclass(frozen=True)
class Work:
    """What a piece of work is, as far as an absence may be limited to it: its process and the unit whose matter it is.

    None stands for a process or unit that no absence is limited to. What is `confidential` does not go up the line to
    heads and administrators: after A, B and the named third comes the leader in charge.
    """

    key: str | None = None
    unit_id: int | None = None
    confidential: bool = False


@dataclass(frozen=True)
class Reach:
    """What somebody may do now: `whole` are principals of whom they may do everything; `parts`, with which work."""

    whole: frozenset[str] = frozenset()
    parts: tuple[tuple[str, Work], ...] = ()


WHOEVER_IS_HERE = ("_last_units", "_last_posts", "_successors", "_names", "_members_units", "_principals_of")
BY_WHO_IS_HERE = ("_roles", "_known_apart", "limits", "_reaches", "_confidential_reaches")


class Situation:
    """Facts of one moment. `ever` has those of all times, for names of what is no more."""

    def __init__(self, facts: Facts, ever: Facts) -> None:
        self._facts = facts
        self._ever = ever
        self._members = {member.id: member for member in facts.members}
        self._units = {unit.id: unit for unit in facts.units}
        self._posts = {post.id: post for post in facts.posts}
        self._holders = {(held.post_id, held.part): held.person_id for held in facts.holdings}
        self._absences = _by_person(facts.absences)

    def while_away(self, absences: tuple[Absence, ...]) -> "Situation":
        """The same office while these are away; what does not depend on who is here is made once, for all of them."""
        for name in WHOEVER_IS_HERE:
            getattr(self, name)
        other = copy(self)
        for name in BY_WHO_IS_HERE:
            vars(other).pop(name, None)
        other._facts, other._absences = replace(self._facts, absences=absences), _by_person(absences)
        return other

    # units

    def units(self) -> list[UnitFacts]:
        """The units there are, in their order."""
        return sorted(self._units.values(), key=lambda unit: (unit.position, unit.id))

    def find_unit(self, unit_id: int | None) -> UnitFacts | None:
        """A unit, also one that is no more, as it was last."""
        return self._units.get(unit_id or 0) or self._last_units.get(unit_id or 0)

    def current_unit(self, unit_id: int | None) -> UnitFacts | None:
        """The unit, or what it was merged into; None where it went without a successor."""
        seen: set[int] = set()
        while unit_id is not None and unit_id not in self._units and unit_id not in seen:
            seen.add(unit_id)
            last = self._last_units.get(unit_id)
            unit_id = last.successor_id if last else None
        return self._units.get(unit_id or 0)

    def units_above(self, unit_id: int | None) -> Iterator[UnitFacts]:
        """The units above one, the nearest first."""
        seen = {unit_id}
        unit = self.current_unit(unit_id)
        while unit is not None and unit.parent_id not in seen:
            seen.add(unit.parent_id)
            unit = self.current_unit(unit.parent_id)
            if unit is not None:
                yield unit

    @cached_property
    def _last_units(self) -> dict[int, UnitFacts]:
        beginning = sorted(self._ever.units, key=lambda unit: (unit.span.starts_at is not None, unit.span.starts_at))
        return {unit.id: unit for unit in beginning}

    def former_names(self) -> dict[str, str]:
        """By every name that a unit of today has ever had, its code."""
        return {unit.name: self._units[unit.id].code for unit in self._ever.units if unit.id in self._units}

    # posts

    def post_of(self, unit_id: int | None, kind: str) -> PostFacts | None:
        """The first post of its kind in a unit, or in what the unit was merged into."""
        unit = self.current_unit(unit_id)
        return min(
            (post for post in self._posts.values() if unit and post.unit_id == unit.id and post.kind == kind),
            key=lambda post: post.id,
            default=None,
        )

    def posts(self) -> list[PostFacts]:
        """The posts there are."""
        return list(self._posts.values())

    def current_post(self, post_id: int | None) -> PostFacts | None:
        """The post, or where its unit was merged into another one, the post of its kind there."""
        found = self._posts.get(post_id or 0)
        if found is None and (last := self._last_posts.get(post_id or 0)) is not None:
            return self.post_of(last.unit_id, last.kind)
        return found

    @cached_property
    def _last_posts(self) -> dict[int, PostFacts]:
        return {post.id: post for post in self._ever.posts}

    def holder(self, post_id: int | None, part: Part = "A") -> int | None:
        """Who holds the post, whether present or not."""
        post = self.current_post(post_id)
        person_id = self._holders.get((post.id, part)) if post else None
        return person_id if person_id in self._members else None

    def leader_post(self, unit_id: int | None) -> PostFacts | None:
        """The post of the leader who is in charge of a unit."""
        unit = self.current_unit(unit_id)
        return self.current_post(unit.leader_post_id) if unit else None

    def head(self, unit_id: int | None) -> int | None:
        """Who answers for a unit."""
        post = self.post_of(unit_id, "head")
        return self.holder(post.id) if post else None

    def units_headed(self, person_id: int) -> frozenset[int]:
        """The units somebody answers for now: as A, or as B while A is away."""
        return frozenset(
            post.unit_id
            for post, part in self.posts_held(person_id)
            if post.kind == "head"
            and post.unit_id is not None
            and (part == "A" or not self.is_present(self.holder(post.id)))
        )

    def posts_held(self, person_id: int) -> list[tuple[PostFacts, Part]]:
        """The posts somebody holds, each with A or B."""
        return [
            (self._posts[held.post_id], held.part)
            for held in self._facts.holdings
            if held.person_id == person_id and held.post_id in self._posts
        ]

    def post_name(self, post: PostFacts, part: Part) -> str:
        """As the record says it: 综合处承办岗B."""
        unit = self.find_unit(post.unit_id)
        return f"{unit.name if unit else ''}{post.title}{part}"

    def post_line(self, person_id: int) -> str | None:
        """All posts that somebody holds, in one line."""
        return "、".join(sorted(self.post_name(post, part) for post, part in self.posts_held(person_id))) or None

    # people

    def works_here(self, person_id: int) -> bool:
        return person_id in self._members

    def current_person(self, person_id: int | None) -> int | None:
        """The person, or who took over from them; None where somebody left without a successor."""
        seen: set[int] = set()
        while person_id is not None and person_id not in self._members and person_id not in seen:
            seen.add(person_id)
            person_id = self._successors.get(person_id)
        return person_id if person_id in self._members else None

    @cached_property
    def _successors(self) -> dict[int, int | None]:
        return {member.id: member.successor_id for member in self._ever.members}

    def everybody(self) -> list[Member]:
        """Those who work here."""
        return list(self._members.values())

    def name_of(self, person_id: int | None) -> str:
        """The name, also of somebody who has left; nothing for nobody."""
        return self._names.get(person_id or 0, "")

    @cached_property
    def _names(self) -> dict[int, str]:
        return {member.id: member.name for member in self._ever.members}

    def units_of(self, person_id: int) -> list[int]:
        """The units somebody belongs to, and those that were merged into them."""
        own = self._members_units.get(person_id, [])
        merged = [
            unit_id
            for unit_id in self._last_units
            if unit_id not in self._units and (now := self.current_unit(unit_id)) is not None and now.id in own
        ]
        return [*own, *merged]

    @cached_property
    def _members_units(self) -> dict[int, list[int]]:
        """By person the current units, in the order of joining."""
        found: dict[int, list[int]] = defaultdict(list)
        for one in self._facts.memberships:
            unit = self.current_unit(one.unit_id)
            if unit is not None and unit.id not in found[one.person_id]:
                found[one.person_id].append(unit.id)
        return dict(found)

    def unit_of(self, person_id: int) -> int | None:
        """The unit somebody belongs to first of all."""
        return next(iter(self._members_units.get(person_id, [])), None)

    def roles(self, person_id: int) -> frozenset[str]:
        """Roles that were given, and those that follow from posts."""
        return self._roles.get(person_id, frozenset())

    def given_roles(self, person_id: int) -> frozenset[str]:
        """Roles that were given, without those that follow from posts."""
        return frozenset(grant.role for grant in self._facts.grants if grant.person_id == person_id)

    @cached_property
    def _roles(self) -> dict[int, frozenset[str]]:
        found: dict[int, set[str]] = defaultdict(set)
        for grant in self._facts.grants:
            found[grant.person_id].add(grant.role)
        for post, part, person_id in self._held():
            if post.kind == "head" and (part == "A" or not self.is_present(self._holders.get((post.id, "A")))):
                found[person_id].add("unit_head")
            elif post.kind in ("handler", "liaison"):
                found[person_id].add(post.kind)
        return {person_id: frozenset(roles) for person_id, roles in found.items() if person_id in self._members}

    def _held(self) -> Iterator[tuple[PostFacts, Part, int]]:
        for held in self._facts.holdings:
            if held.post_id in self._posts:
                yield self._posts[held.post_id], held.part, held.person_id

    def with_role(self, role: str) -> list[int]:
        """Everybody who has a role."""
        return sorted(person_id for person_id, roles in self._roles.items() if role in roles)

    def is_present(self, person_id: int | None, work: Work | None = None) -> bool:
        """Does the person work here, and is not away from this work (from everything, where none is named)?"""
        if person_id not in self._members:
            return False
        return not any(_applies(absence, work or Work()) for absence in self._absences.get(person_id or 0, ()))

    # who may do what

    def doers(self, principals: Collection[str], work: Work | None = None) -> frozenset[int]:
        """Those who may do it now: for each principal the first in its line who is present.

        The line is: who holds it (A), B, the third that was named, the head of the unit, the head of its partner, the
        leader in charge, those above, and at last the administrators. Empty only where nobody at all is present.
        Whoever may not do it (`principals.apart_from`) is passed over, and then all officers and leaders come last.
        """
        found: set[int] = set()
        for principal in principals:
            base, others = base_and_others(principal)
            barred = self._barred_by(others)
            for group in self._line(base, work or Work(), is_apart=bool(others)):
                present = {one for one in group if one not in barred and self.is_present(one, work)}
                if present:
                    found |= present
                    break
        return frozenset(found)

    def barred(self, principals: Collection[str]) -> frozenset[int]:
        """Those who may not do it, whoever they stand in for."""
        return frozenset(one for principal in principals for one in self._barred_by(base_and_others(principal)[1]))

    def _barred_by(self, others: Collection[str]) -> set[int]:
        """Who holds the posts now, as A or B; and the very people, for what they did they did themselves."""
        found: set[int] = set()
        for kind, number in map(parts_of, others):
            found |= {number} if kind == PERSON else self._both(number)
        return found

    def _both(self, post_id: int) -> set[int]:
        return _known(self.holder(post_id, "A")) | _known(self.holder(post_id, "B"))

    def is_covered(self, post_id: int, work: Work) -> bool:
        """Is A, B or a third that one of them named present for this work?"""
        holders = [self.holder(post_id, "A"), self.holder(post_id, "B")]
        named = {third for person_id in holders for third in self._thirds(person_id, work)}
        return any(self.is_present(person_id, work) for person_id in {*holders, *named})

    def absences(self, person_id: int) -> list[Absence]:
        """The absences of somebody at this moment."""
        return list(self._absences.get(person_id, ()))

    def concerned(self, principals: Collection[str], work: Work | None = None) -> frozenset[int]:
        """Those who may see it: who holds it, present or not, and who may do it now."""
        found = set(self.doers(principals, work))
        for kind, number in (parts_of(base_and_others(principal)[0]) for principal in principals):
            found |= {self.current_person(number) or number} if kind == PERSON else self._both(number)
        return frozenset(found)

    def on_behalf_of(self, person_id: int, principals: Collection[str], work: Work) -> tuple[str | None, int | None]:
        """In which post somebody does the work, and for whom; None where it is their own or where it is not theirs."""
        via = [base_and_others(one)[0] for one in sorted(principals) if person_id in self.doers([one], work)]
        if not via or self.own(person_id) & {one for one in via if one.startswith(PERSON)}:
            return None, None
        posts = {post.id: (post, part) for post, part in self.posts_held(person_id)}
        meant = [(post.id, post) for one in via if (post := self._meant(one)) is not None]
        for post_id, _ in meant:
            if post_id in posts:
                post, part = posts[post_id]
                return self.post_name(post, part), None if part == "A" else self.holder(post_id)
        kind, number = parts_of(via[0])
        return None, self.holder(number) if kind == POST else self.current_person(number)

    def _meant(self, principal: str) -> PostFacts | None:
        kind, number = parts_of(principal)
        return self.current_post(number) if kind == POST else None

    def _line(self, principal: str, work: Work, *, is_apart: bool = False) -> Iterator[set[int]]:
        kind, number = parts_of(principal)
        holders, unit_id = self._post_line(number) if kind == POST else self._person_line(number)
        for person_id in holders:
            yield _known(person_id)
        for person_id in holders:
            yield self._thirds(person_id, work)
        if work.confidential:
            yield from self._holders_of(self.leader_post(unit_id))
            return
        yield from self._above(unit_id)
        yield set(self.with_role("administrator"))
        if is_apart:
            yield set(self.with_role("officer"))
            yield set(self.with_role("leader"))

    def _post_line(self, number: int) -> tuple[list[int | None], int | None]:
        """A and B, and the unit."""
        post = self.current_post(number) or self._last_posts.get(number)
        return [self.holder(number, "A"), self.holder(number, "B")], post.unit_id if post else None

    def _person_line(self, number: int) -> tuple[list[int | None], int | None]:
        """The person and the B of the posts that they hold as A, and the unit they belong to or belonged to last."""
        person_id = self.current_person(number) or number
        b_holders = [self.holder(post.id, "B") for post, part in self.posts_held(person_id) if part == "A"]
        return [person_id, *b_holders], self.unit_of(person_id) or self._last_unit_of(person_id)

    def _thirds(self, person_id: int | None, work: Work) -> set[int]:
        applying = [one for one in self._absences.get(person_id or 0, ()) if _applies(one, work)]
        return {one.third_id for one in applying if one.third_id is not None}

    def _above(self, unit_id: int | None) -> Iterator[set[int]]:
        unit = self.current_unit(unit_id)
        if unit is None:
            return
        yield from self._holders_of(self.post_of(unit.id, "head"))
        if unit.partner_id is not None:
            yield from self._holders_of(self.post_of(unit.partner_id, "head"))
        yield from self._holders_of(self.leader_post(unit.id))
        for above in self.units_above(unit.id):
            yield from self._holders_of(self.post_of(above.id, "head"))
            yield from self._holders_of(self.leader_post(above.id))

    def _holders_of(self, post: PostFacts | None) -> Iterator[set[int]]:
        if post is not None:
            yield _known(self.holder(post.id, "A"))
            yield _known(self.holder(post.id, "B"))

    def _last_unit_of(self, person_id: int) -> int | None:
        """Where somebody who has left belonged last."""
        return next((one.unit_id for one in reversed(self._ever.memberships) if one.person_id == person_id), None)

    # the inverse: what somebody may do

    def own(self, person_id: int) -> frozenset[str]:
        """The principals that somebody is, as A or B, whether their turn or not."""
        return frozenset({of_person(person_id), *self._principals_of.get(person_id, ())})

    @cached_property
    def _principals_of(self) -> dict[int, set[str]]:
        """Also posts that are no more and people who have left, where another one has taken their place."""
        found: dict[int, set[str]] = defaultdict(set)
        for member in self._ever.members:
            if member.id not in self._members and (now := self.current_person(member.id)) is not None:
                found[now].add(of_person(member.id))
        for post in self._ever.posts:
            for part in ("A", "B"):
                holder = self.holder(post.id, part)
                if holder is not None:
                    found[holder].add(of_post(post.id))
        return found

    def reach(self, person_id: int, *, confidential: bool = False, apart: Collection[str] = ()) -> Reach:
        """All principals of whom the person may do work (or confidential work) now; the inverse of `doers`.

        Of posts and people all there are; of the principals `apart` from somebody those that are given.
        """
        reaches = self._confidential_reaches if confidential else self._reaches
        found = reaches.get(person_id, Reach())
        if not apart:
            return found
        more = self._apart_reach(person_id, frozenset(apart), confidential)
        return Reach(found.whole | more.whole, found.parts + more.parts)

    def _apart_reach(self, person_id: int, apart: frozenset[str], confidential: bool) -> Reach:
        """Each principal is asked once in the life of this situation."""
        known = self._known_apart[confidential]
        for principal in apart - known.keys():
            known[principal] = self._reaches_in([principal], confidential=confidential)
        reaches = [reach for one in apart if (reach := known[one].get(person_id)) is not None]
        whole = frozenset(principal for reach in reaches for principal in reach.whole)
        return Reach(whole, tuple(part for reach in reaches for part in reach.parts))

    @cached_property
    def _known_apart(self) -> dict[bool, dict[str, dict[int, Reach]]]:
        return {False: {}, True: {}}

    @cached_property
    def limits(self) -> tuple[frozenset[str], frozenset[int]]:
        """The processes and the units that an absence is limited to at this moment."""
        absences = self._facts.absences
        keys = frozenset(one.process for one in absences if one.process is not None)
        return keys, frozenset(one.unit_id for one in absences if one.unit_id is not None)

    @cached_property
    def _reaches(self) -> dict[int, Reach]:
        return self._reaches_in(self._principals(), confidential=False)

    @cached_property
    def _confidential_reaches(self) -> dict[int, Reach]:
        return self._reaches_in(self._principals(), confidential=True)

    def _reaches_in(self, principals: Iterable[str], *, confidential: bool) -> dict[int, Reach]:
        keys, units = self.limits
        cells = product((None, *sorted(keys)), (None, *sorted(units)))
        kinds_of_work = [Work(key, unit, confidential) for key, unit in cells]
        whole: dict[int, set[str]] = defaultdict(set)
        parts: dict[int, list[tuple[str, Work]]] = defaultdict(list)
        for principal in principals:
            done_by: dict[int, list[Work]] = defaultdict(list)
            for work in kinds_of_work:
                for person_id in self.doers([principal], work):
                    done_by[person_id].append(work)
            for person_id, works in done_by.items():
                if len(works) == len(kinds_of_work):
                    whole[person_id].add(principal)
                else:
                    parts[person_id] += [(principal, work) for work in works]
        return {one: Reach(frozenset(whole[one]), tuple(parts[one])) for one in {*whole, *parts}}

    def _principals(self) -> Iterable[str]:
        yield from (of_post(post.id) for post in self._ever.posts)
        yield from (of_person(member.id) for member in self._ever.members)


def _by_person(absences: Iterable[Absence]) -> dict[int, list[Absence]]:
    found: dict[int, list[Absence]] = defaultdict(list)
    for absence in absences:
        found[absence.person_id].append(absence)
    return found


def _applies(absence: Absence, work: Work) -> bool:
    if absence.process is not None and absence.process != work.key:
        return False
    return absence.unit_id is None or absence.unit_id == work.unit_id


def _known(person_id: int | None) -> set[int]:
    return set() if person_id is None else {person_id}
