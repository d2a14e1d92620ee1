"""How people write down units and people: by name where it is the only one of its kind, else by code or username."""

from collections import Counter
from collections.abc import Mapping

from engine.people.situation import Situation


class Unknown(LookupError):
    """Nothing is called so."""


class Ambiguous(LookupError):
    """Several are called so."""


class Names:
    """The words of one kind of thing, both ways; `names` has by code the name, `former` by name the code."""

    def __init__(self, names: Mapping[str, str], former: Mapping[str, str] | None = None) -> None:
        self._names = names
        self._times = Counter(names.values())
        self._codes = {**(former or {}), **{name: code for code, name in names.items()}}

    def code(self, word: str) -> str:
        """The code that is meant; Unknown or Ambiguous."""
        if word in self._names:
            return word
        if self._times[word] > 1:
            raise Ambiguous(word)
        if word not in self._codes:
            raise Unknown(word)
        return self._codes[word]

    def word(self, code: str | None) -> str:
        """What a sheet says for a code; nothing for nobody."""
        name = self._names.get(code or "", code or "")
        return name if self._times[name] == 1 and name not in self._names else code or ""


def names_of_units(situation: Situation, more: Mapping[str, str] | None = None) -> Names:
    """Those of the office, and (by code) those that are to be or to be called otherwise."""
    now = {unit.code: unit.name for unit in situation.units()}
    return Names({**now, **(more or {})}, situation.former_names())


def names_of_people(situation: Situation, more: Mapping[str, str] | None = None) -> Names:
    """Those who work here, and (by username) those who are to."""
    now = {one.username: one.name for one in situation.everybody()}
    return Names({**now, **(more or {})}, {name: username for username, name in now.items()})
