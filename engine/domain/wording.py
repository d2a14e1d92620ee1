"""How an office words its official documents: the shipped sentences, and those that it wrote instead of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import Any

from engine.domain import messages
from engine.domain.errors import Problem

AREA = "official"


@dataclass(frozen=True)
class Wording:
    """`own` is what an office says in its own words, by the names of `engine/messages/zh/official.toml`."""

    own: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str, /, **parameters: Any) -> str:
        """The sentence of a name with its parameters filled in; KeyError for an unknown name."""
        if name in self.own:
            return self.own[name].format(**parameters)
        return messages.text(f"{AREA}.{name}", **parameters)

    def knows(self, name: str) -> bool:
        return name in shipped_wording()


def shipped_wording() -> Mapping[str, str]:
    """Every sentence that an office may word itself, as it is shipped."""
    said = messages.catalogue(messages.DEFAULT_LANGUAGE)
    return {code.partition(".")[2]: text for code, text in said.items() if code.startswith(f"{AREA}.")}


def problems_of_wording(own: Mapping[str, Any]) -> list[Problem]:
    """Names that are not known, texts that are none, and braces that name what the sentence is not given."""
    return list(_problems(own))


def _problems(own: Mapping[str, Any]) -> Iterator[Problem]:
    shipped = shipped_wording()
    for name, text in own.items():
        if name not in shipped:
            yield Problem("wording.unknown", {"name": name}, field=f"/{name}")
            continue
        if not isinstance(text, str) or not text.strip():
            yield Problem("wording.empty", {"name": name}, field=f"/{name}")
            continue
        known = sorted(_named(shipped[name]))
        try:
            strange = sorted(_named(text) - set(known))
        except ValueError:
            yield Problem("wording.brace", {"name": name}, field=f"/{name}")
            continue
        if strange:
            told = {"name": name, "strange": _braced(strange), "known": _braced(known) or "-"}
            yield Problem("wording.strange", told, field=f"/{name}")


def _named(text: str) -> set[str]:
    """What stands between braces, with all that is said of its form: that is named by no shipped sentence."""
    return {
        name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
        for _, name, form, conversion in Formatter().parse(text)
        if name is not None
    }


def _braced(names: list[str]) -> str:
    return "、".join(f"{{{name}}}" for name in names)
