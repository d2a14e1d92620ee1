"""Who is meant by a rule of the diagram: pure over what is known of the matter or item."""

from collections.abc import Mapping
from dataclasses import dataclass

RULES = frozenset({"handler", "co_handler", "unit_head", "officer", "leader", "initiator"})


@dataclass(frozen=True)
class Posts:
    """The people around a piece of work, by the part they have in it."""

    parts: Mapping[str, frozenset[int]]

    def holders(self, rule: str) -> frozenset[int]:
        """The people a rule means; empty when nobody has that part."""
        return self.parts.get(rule, frozenset())


def posts(
    *,
    handler: int | None = None,
    substitute: int | None = None,
    unit_head: int | None = None,
    officer: int | None = None,
    leader: int | None = None,
    initiator: int | None = None,
) -> Posts:
    """A rule means its A holder; handler means A and B at once, for the B post may act whenever A is away."""
    single = {
        "unit_head": unit_head,
        "officer": officer,
        "leader": leader,
        "substitute": substitute,
        "initiator": initiator,
    }
    parts = {name: frozenset({person}) for name, person in single.items() if person is not None}
    parts["handler"] = frozenset(person for person in (handler, substitute) if person is not None)
    return Posts(parts)
