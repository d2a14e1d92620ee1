"""People and units as the directory has them, read whole; what becomes of them is decided elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ldap3 import SUBTREE, Connection
from ldap3.utils.dn import parse_dn

from engine.directory.connection import searching
from engine.identity import LdapSettings

PAGE = 500
Place = tuple[str, ...]
"""A distinguished name as it compares: its parts from the entry upwards, without differences of case."""


@dataclass(frozen=True)
class DirectoryUnit:
    """`parent_dn` is the nearest unit above it; None at the top."""

    dn: str
    name: str
    parent_dn: str | None


@dataclass(frozen=True)
class DirectoryPerson:
    """`unit_dn` is the nearest unit above the entry. `mail` is empty where the directory knows none."""

    dn: str
    username: str
    name: str
    mail: str
    unit_dn: str | None
    is_active: bool


@dataclass(frozen=True)
class DirectoryEntries:
    """Units from the top downwards, people by username."""

    units: tuple[DirectoryUnit, ...]
    people: tuple[DirectoryPerson, ...]


def read_directory(settings: LdapSettings) -> DirectoryEntries:
    """Everybody and every unit below the base, in pages; DirectoryAway where the directory does not answer.

    People without a username are left out: nobody could sign in as them.
    """
    name, mail, username = settings.name_attribute, settings.mail_attribute, settings.username_attribute
    with searching(settings) as connection:
        found = list(_search(connection, settings, settings.unit_filter, [settings.unit_name_attribute]))
        people = list(_search(connection, settings, settings.people_filter, [name, mail, username]))
        active = _active(connection, settings)
    places = {place_of(dn): dn for dn, _ in found}
    units = [
        DirectoryUnit(dn, _first(values, settings.unit_name_attribute), _above(place_of(dn), places))
        for dn, values in found
    ]
    persons = [
        DirectoryPerson(
            dn=dn,
            username=_first(values, username),
            name=_first(values, name) or _first(values, username),
            mail=_first(values, mail),
            unit_dn=_above(place_of(dn), places),
            is_active=active is None or place_of(dn) in active,
        )
        for dn, values in people
        if _first(values, username)
    ]
    return DirectoryEntries(
        tuple(sorted(units, key=lambda unit: (len(place_of(unit.dn)), place_of(unit.dn)))),
        tuple(sorted(persons, key=lambda person: person.username)),
    )


def place_of(dn: str) -> Place:
    """How a distinguished name compares with others: `OU=综合处,O=Office` is `ou=综合处, o=office`."""
    parts: list[str] = []
    together: list[str] = []
    for attribute, value, separator in parse_dn(dn, strip=True):
        together.append(f"{attribute.casefold()}={value.casefold()}")
        if separator != "+":
            parts.append("+".join(sorted(together)))
            together = []
    return tuple(parts)


def _active(connection: Connection, settings: LdapSettings) -> set[Place] | None:
    """Who meets the filter of those who work here still; None where there is no such filter: everybody does."""
    if settings.active_filter is None:
        return None
    both = f"(&{settings.people_filter}{settings.active_filter})"
    return {place_of(dn) for dn, _ in _search(connection, settings, both, ["1.1"])}


def _search(
    connection: Connection, settings: LdapSettings, what: str, attributes: list[str]
) -> Iterator[tuple[str, dict[str, list[bytes]]]]:
    entries: Iterator[dict[str, Any]] = connection.extend.standard.paged_search(
        settings.base, what, SUBTREE, attributes=attributes, paged_size=PAGE, generator=True
    )
    for entry in entries:
        if entry["type"] == "searchResEntry":
            yield entry["dn"], {key.casefold(): values for key, values in entry["raw_attributes"].items()}


def _first(values: dict[str, list[bytes]], attribute: str) -> str:
    found = values.get(attribute.casefold())
    return found[0].decode("utf-8", "replace").strip() if found else ""


def _above(place: Place, units: dict[Place, str]) -> str | None:
    return next((units[place[n:]] for n in range(1, len(place)) if place[n:] in units), None)
