"""Words of a document put right for its next version. Its number, its date and who issued it are not among them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.domain.errors import Problem
from engine.typesetting.paper import printed

CORRECTABLE = ("title", "to", "rows", "paragraphs", "attachments", "copies")
LABELS = ("label", "level", "names", "widths")


@dataclass(frozen=True)
class Correction:
    """`before` as it stands in the document, and what stands there instead, wherever it does."""

    before: str
    after: str


def corrected(pages: Mapping[str, Any], corrections: Sequence[Correction]) -> tuple[dict[str, Any], list[Problem]]:
    """The document with one correction after the other, and every one that finds nothing or leaves nothing."""
    changed: dict[str, Any] = dict(pages)
    problems: list[Problem] = []
    for index, one in enumerate(corrections):
        before, after = printed(one.before), printed(one.after)
        texts = [text for text in texts_of(changed) if before and before in text]
        if not texts:
            problems.append(
                Problem("papers.not_in_it", {"text": one.before[:40]}, field=f"/corrections/{index}/before")
            )
        elif not all(text.replace(before, after).strip() for text in texts):
            problems.append(
                Problem("papers.nothing_left", {"text": one.before[:40]}, field=f"/corrections/{index}/after")
            )
        else:
            changed |= {part: _replaced(changed[part], before, after) for part in CORRECTABLE}
    return changed, problems


def texts_of(pages: Mapping[str, Any]) -> list[str]:
    """Every text that may be put right, in reading order."""
    return [text for part in CORRECTABLE for text in _texts(pages[part]) if text]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            if key not in LABELS:
                yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _replaced(value: Any, before: str, after: str) -> Any:
    if isinstance(value, str):
        return value.replace(before, after)
    if isinstance(value, Mapping):
        return {key: one if key in LABELS else _replaced(one, before, after) for key, one in value.items()}
    if isinstance(value, list):
        return [_replaced(one, before, after) for one in value]
    return value
