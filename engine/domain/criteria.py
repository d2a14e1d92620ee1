"""评选标准: what a nominee is marked by, criterion by criterion, and the averages of the marks. Pure.

Each criterion has its most points, altogether a hundred; a member gives whole points of each, and their sum is the
mark. Averages are tenths of a point.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from engine.domain import messages
from engine.domain.errors import Problem

WHOLE, MOST_CRITERIA, LONGEST_NAME = 100, 10, 60


@dataclass(frozen=True)
class Criterion:
    """`points`: how many there are for it at most; `text`: what counts."""

    name: str
    points: int
    text: str = ""


def read_criteria(stored: Iterable[Mapping[str, Any]]) -> list[Criterion]:
    """As a category keeps them."""
    return [Criterion(one["name"], one["points"], one["text"]) for one in stored]


def stored_criteria(criteria: Sequence[Criterion]) -> list[dict[str, Any]]:
    """For a category to keep; of none, one that takes the nominee as a whole."""
    given = [Criterion(one.name.strip(), one.points, one.text.strip()) for one in criteria]
    return [asdict(one) for one in given or [Criterion(messages.text("commendation.criterion_whole"), WHOLE)]]


def criteria_problems(criteria: Sequence[Criterion], place: str) -> Iterator[Problem]:
    """All that is wrong with them; `place` is a JSON pointer to the list."""
    if len(criteria) > MOST_CRITERIA:
        yield Problem("commendation.criteria_count", {"most": MOST_CRITERIA}, field=place)
    names = [one.name.strip() for one in criteria]
    for number, one in enumerate(criteria):
        if not 1 <= len(names[number]) <= LONGEST_NAME:
            yield Problem("commendation.criterion_name", {"most": LONGEST_NAME}, field=f"{place}/{number}/name")
        elif names[number] in names[:number]:
            yield Problem("commendation.criterion_twice", {"name": names[number]}, field=f"{place}/{number}/name")
        if not 1 <= one.points <= WHOLE:
            yield Problem("commendation.criterion_points", {"most": WHOLE}, field=f"{place}/{number}/points")
    total = sum(one.points for one in criteria)
    if criteria and total != WHOLE:
        yield Problem("commendation.criteria_sum", {"whole": WHOLE, "sum": total}, field=place)


def said(criterion: Criterion) -> str:
    """With its points and what counts, in one line."""
    line = messages.text("commendation.criterion_said", name=criterion.name, points=criterion.points)
    return messages.text("commendation.criterion_counts", line=line, text=criterion.text) if criterion.text else line


def is_marked(criteria: Sequence[Criterion], points: Sequence[int]) -> bool:
    """Whether each criterion has its points, none more than it may."""
    return len(points) == len(criteria) and all(
        0 <= given <= one.points for given, one in zip(points, criteria, strict=True)
    )


def tenths_by_criterion(marks: Sequence[Sequence[int]]) -> list[int]:
    """The average of each criterion over those who marked, in tenths; the lines add up to the average of the sums.

    Each is cut; what is missing to the average of the sums goes, a tenth each, where most was cut off, the first first.
    So two who have the same sums from everybody have the same mark, however the sums are made up.
    """
    if not marks:
        return []
    many = len(marks)
    parts = [divmod(10 * sum(given), many) for given in zip(*marks, strict=True)]
    missing = 10 * sum(map(sum, marks)) // many - sum(cut for cut, _ in parts)
    first = sorted(range(len(parts)), key=lambda place: (-parts[place][1], place))[:missing]
    return [cut + (place in first) for place, (cut, _) in enumerate(parts)]
