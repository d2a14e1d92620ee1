"""撤销表彰: for what an award may be revoked, what the table of rules answers, and the words of the decision. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from engine.domain.errors import Invalid, Problem

GROUNDS = ("false_deeds", "procedure", "discipline", "other")  # 事迹不实, 违反程序, 违纪违法, 其他
REVOKE, KEEP = "revoke", "keep"


@dataclass(frozen=True)
class RevocationRule:
    """What `revocation.dmn` answers: so many working days to state one's side, and to decide."""

    statement_days: int
    decide_days: int

    @classmethod
    def read(cls, data: Mapping[str, Any] | None) -> Self:
        """From the answer of the table; Invalid with every number that is missing or below 1."""
        given = data or {}
        faults = [name for name in ("statement_days", "decide_days") if not _is_days(given.get(name))]
        if faults:
            raise Invalid([Problem("revocation.rule", {"names": "、".join(faults)})])
        return cls(int(given["statement_days"]), int(given["decide_days"]))


def _is_days(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1
