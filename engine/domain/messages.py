"""Texts a person reads, by code and language, from the catalogues in `engine/messages/<language>/<area>.toml`.

A code is `area.name`; each catalogue holds `name = "sentence with {parameters}"` for its area.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

CATALOGUES = Path(__file__).resolve().parent.parent / "messages"
LANGUAGES = ("zh", "en")
DEFAULT_LANGUAGE = "zh"


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Every sentence of one language, keyed by its full code."""
    sentences: dict[str, str] = {}
    for path in sorted((CATALOGUES / language).glob("*.toml")):
        area = tomllib.loads(path.read_text(encoding="utf-8"))
        sentences.update({f"{path.stem}.{name}": sentence for name, sentence in area.items()})
    return sentences


def text(code: str, language: str = DEFAULT_LANGUAGE, /, **parameters: Any) -> str:
    """The sentence of `code` with its parameters filled in; KeyError for an unknown code."""
    return catalogue(language)[code].format(**parameters)
