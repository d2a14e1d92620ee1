"""People follow the directory: who is new there comes, who moved moves, who is gone leaves. Units stay as they are.

Who has a password of ours is not the directory's, and who left here is not brought back by it.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from engine.act import Act
from engine.commands.people.accounts import BOOTSTRAP
from engine.commands.people.change_organisation import change_organisation
from engine.domain.errors import Invalid, NotAllowed, Problem
from engine.people.changes import LeavePerson, SetPerson
from engine.people.checking import CODE, EMAIL
from engine.people.differences import Standing
from engine.people.names import Ambiguous, Names, Unknown, names_of_units
from engine.people.policy import may_change_organisation
from engine.store.people import emails_of, with_own_password

if TYPE_CHECKING:  # what reads directories is an extra
    from engine.directory.entries import DirectoryEntries, DirectoryPerson

LARGEST_SHARE = 10
LONGEST_NAME = 60
Kind = Literal["new", "changed", "moved", "gone"]
Reason = Literal["twice", "username", "name", "mail", "left"]


@dataclass(frozen=True)
class Followed:
    """What becomes of somebody. `unit` is where they go, or nothing; `left_open` names the posts they leave empty."""

    kind: Kind
    username: str
    name: str
    unit: str = ""
    left_open: tuple[str, ...] = ()


@dataclass(frozen=True)
class Skipped:
    """Somebody of the directory of whom nothing becomes."""

    username: str
    reason: Reason


@dataclass(frozen=True)
class Followings:
    """`unknown_units` are units of the directory that the office has none of that name for, with people in them."""

    people: tuple[Followed, ...]
    skipped: tuple[Skipped, ...]
    unknown_units: tuple[str, ...]


def sync_directory(
    act: Act,
    roles: Collection[str],
    entries: "DirectoryEntries",
    *,
    largest_share: int = LARGEST_SHARE,
    force: bool = False,
) -> Followings:
    """Make the changes; NotAllowed for whoever is no administrator.

    Invalid (people.sync_gone) where more than `largest_share` percent of the directory's people would leave at once:
    then most likely the directory was read wrongly. `force` is for where it was not.
    """
    if not may_change_organisation(roles):
        raise NotAllowed
    following = _Following(act, entries)
    changes = [following.change(person) for person in following.known]
    wanted = [one for one in changes if one is not None]
    gone = following.gone()
    most = max(1, len(following.ours) * largest_share // 100)
    if len(gone) > most and not force:
        raise Invalid([Problem("people.sync_gone", {"gone": len(gone), "most": most}, field="force")])
    told = following.told(wanted, gone)
    if wanted or gone:
        because = act.because("directory")
        change_organisation(because, roles, [*wanted, *(LeavePerson(username) for username in gone)])
    return told


class _Following:
    def __init__(self, act: Act, entries: "DirectoryEntries") -> None:
        self._situation = situation = act.situation
        self._standing = Standing(situation, emails_of(act.session))
        self._units = _Units(entries, names_of_units(situation))
        own = with_own_password(act.session)
        self._usernames = {one.casefold(): one for one in self._standing.people}
        ever = act.house.organisations.get(act.session).facts.members
        self._left = {one.username.casefold() for one in ever} - set(self._usernames)
        self.ours = {one.username for one in situation.everybody() if one.id not in own and one.username != BOOTSTRAP}
        self._people = entries.people
        self.skipped: list[Skipped] = []
        self.known = list(self._usable())

    def _usable(self) -> Iterator["DirectoryPerson"]:
        times = Counter(person.username.casefold() for person in self._people)
        for person in (one for one in self._people if one.is_active):
            reason = self._reason(person, times[person.username.casefold()])
            if reason is None:
                yield person
            else:
                self.skipped.append(Skipped(person.username, reason))

    def _reason(self, person: "DirectoryPerson", times: int) -> Reason | None:
        """Why nothing becomes of an entry."""
        folded = person.username.casefold()
        if times > 1:
            return "twice"
        if folded in self._left:
            return "left"
        if not CODE.fullmatch(person.username):
            return "username"
        if len(person.name) > LONGEST_NAME:
            return "name"
        is_new = folded not in self._usernames
        return "mail" if is_new and not _is_address(person.mail) else None

    def change(self, person: "DirectoryPerson") -> SetPerson | None:
        """None where the office has it so already."""
        now = self._standing.people.get(self._usernames.get(person.username.casefold(), ""))
        was = now or SetPerson(person.username, person.name, person.mail)
        wanted = replace(
            was,
            name=person.name,
            email=person.mail if _is_address(person.mail) else was.email,
            unit=self._units.code_of(person) or was.unit,
        )
        return None if wanted == now else wanted

    def gone(self) -> list[str]:
        """Who is the directory's and is not active in it. Who stands in it twice is not gone."""
        there = {person.username.casefold() for person in self._people if person.is_active}
        return sorted(username for username in self.ours if username.casefold() not in there)

    def told(self, wanted: Sequence[SetPerson], gone: Sequence[str]) -> Followings:
        words = names_of_units(self._situation)
        people = [self._told(one, words) for one in wanted]
        people += [
            Followed("gone", username, self._standing.people[username].name, left_open=self._posts(username))
            for username in gone
        ]
        return Followings(tuple(people), tuple(self.skipped), tuple(sorted(self._units.unknown)))

    def _told(self, wanted: SetPerson, words: Names) -> Followed:
        now = self._standing.people.get(wanted.username)
        kind: Kind = "new" if now is None else "moved" if now.unit != wanted.unit else "changed"
        return Followed(kind, wanted.username, wanted.name, words.word(wanted.unit))

    def _posts(self, username: str) -> tuple[str, ...]:
        person_id = next(one.id for one in self._situation.everybody() if one.username == username)
        held = self._situation.posts_held(person_id)
        return tuple(self._situation.post_name(post, part) for post, part in held if part == "A")


class _Units:
    """Units of the directory are those of the office by their name; an unknown one counts as the one above it."""

    def __init__(self, entries: "DirectoryEntries", names: Names) -> None:
        self._units = {unit.dn: unit for unit in entries.units}
        self._names = names
        self.unknown: set[str] = set()

    def code_of(self, person: "DirectoryPerson") -> str | None:
        """The unit of the office; None where neither the person's nor any above it is known."""
        unit = self._units.get(person.unit_dn or "")
        while unit is not None:
            try:
                return self._names.code(unit.name)
            except (Unknown, Ambiguous):
                self.unknown.add(unit.name)
                unit = self._units.get(unit.parent_dn or "")
        return None


def _is_address(mail: str) -> bool:
    return len(mail) <= 200 and EMAIL.fullmatch(mail) is not None
