"""A panel 评审组、会审组: who is entitled in one case, whether enough are there, what they decide together. Pure.

Who belongs to the unit whose case it is is struck off (回避); the quorum is a share of those who remain; what is
decided is decided by more than half of those present.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

DEFAULT_QUORUM = "2/3"
FEWEST = 2  # one person alone is no panel
SCALE = ("pass", "conditional", "rectify")  # 通过、有条件通过、整改: from the mildest to the strictest


@dataclass(frozen=True)
class Quorum:
    """`needed` of `entitled` must be there; `present` were."""

    entitled: int
    needed: int
    present: int

    @property
    def is_reached(self) -> bool:
        return self.present >= self.needed


def read_share(text: str) -> Fraction | None:
    """A share as the office writes it, such as 2/3; None where it is none over 0 and up to 1."""
    try:
        share = Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None
    return share if 0 < share <= 1 else None


def quorum_of(share: str, entitled: int, present: int) -> Quorum:
    """At least the share of those entitled, rounded up, and never fewer than two."""
    wanted = read_share(share) or Fraction(1)
    return Quorum(entitled, max(FEWEST, -int(-wanted * entitled // 1)), present)


def decided(opinions: Sequence[str], scale: Sequence[str] = SCALE) -> str:
    """The mildest decision that more than half of those present stand behind; who gave a milder one counts for it, too.

    Where the sides are even it is the stricter one.
    """
    known = [one for one in opinions if one in scale]
    for count, answer in enumerate(scale, 1):
        if 2 * sum(1 for one in known if one in scale[:count]) > len(known):
            return answer
    return scale[-1]


def agreed(answers: Sequence[Mapping[str, bool]], points: Sequence[str]) -> dict[str, bool]:
    """What the panel says to each point of a checklist: yes where more than half say yes."""
    return {point: 2 * sum(1 for one in answers if one.get(point)) > len(answers) for point in points}
