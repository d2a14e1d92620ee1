"""The organisation of a moment in the words of changes: what is the same already needs no change."""

from collections import defaultdict
from collections.abc import Mapping

from engine.people.changes import SetPerson, SetPost, SetUnit
from engine.people.facts import Member, PostFacts, UnitFacts
from engine.people.situation import Situation


class Standing:
    """What would have to be said to make the office what it is; `emails` by person, for they are not dated facts."""

    def __init__(self, situation: Situation, emails: Mapping[int, str]) -> None:
        self._situation = situation
        self._emails = emails
        self._usernames = {one.id: one.username for one in situation.everybody()}
        self.units = {unit.code: self._unit(unit) for unit in situation.units()}
        self.people = {one.username: self._person(one) for one in situation.everybody()}
        self.posts = [self._post(post) for post in situation.posts()]
        self._called: dict[tuple[str | None, str], list[SetPost]] = defaultdict(list)
        for post in self.posts:
            self._called[post.unit, post.title].append(post)

    def posts_called(self, unit: str | None, title: str) -> list[SetPost]:
        """Mostly one; leaders' posts, which belong to no unit, may share their title."""
        return self._called.get((unit, title), [])

    def _code(self, unit_id: int | None) -> str | None:
        unit = self._situation.current_unit(unit_id)
        return unit.code if unit else None

    def _username(self, person_id: int | None) -> str | None:
        return self._usernames.get(person_id or 0)

    def _unit(self, unit: UnitFacts) -> SetUnit:
        return SetUnit(
            code=unit.code,
            name=unit.name,
            line=unit.line,
            position=unit.position,
            parent=self._code(unit.parent_id),
            partner=self._code(unit.partner_id),
            leader=self._username(self._situation.holder(unit.leader_post_id)),
        )

    def _person(self, one: Member) -> SetPerson:
        return SetPerson(
            username=one.username,
            name=one.name,
            email=self._emails.get(one.id, ""),
            title=one.title,
            unit=self._code(self._situation.unit_of(one.id)),
            roles=self._situation.given_roles(one.id),
        )

    def _post(self, post: PostFacts) -> SetPost:
        return SetPost(
            unit=self._code(post.unit_id),
            title=post.title,
            kind=post.kind,
            both_absent=post.both_absent,
            a=self._username(self._situation.holder(post.id, "A")),
            b=self._username(self._situation.holder(post.id, "B")),
        )
