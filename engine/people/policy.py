"""Who may do and see what: pure decisions in one place."""

from collections.abc import Collection

OVERSEERS = frozenset({"officer", "leader", "party_committee", "administrator"})


def may_complete(person_id: int, roles: Collection[str], candidates: Collection[int]) -> bool:
    """A task is done by those it is assigned to; one that is assigned to nobody, by an administrator."""
    return person_id in candidates or (not candidates and "administrator" in roles)


def acts_for(stands_in_for: Collection[int], candidates: Collection[int]) -> int | None:
    """The A holder whose task a B holder does; None where it is nobody's, or not one person's alone."""
    meant = set(stands_in_for) & set(candidates)
    return meant.pop() if len(meant) == 1 else None


def may_see_task(person_id: int, roles: Collection[str], candidates: Collection[int]) -> bool:
    return person_id in candidates or bool(OVERSEERS & set(roles))


def may_oversee(roles: Collection[str]) -> bool:
    """Sees every matter and item; others see those of their own unit."""
    return bool(OVERSEERS & set(roles))


def may_register(roles: Collection[str]) -> bool:
    return bool({"officer", "administrator"} & set(roles))


def may_step_by_hand(roles: Collection[str]) -> bool:
    return bool({"officer", "leader", "administrator"} & set(roles))


def may_design(roles: Collection[str]) -> bool:
    return bool({"designer", "administrator"} & set(roles))


def may_operate(roles: Collection[str]) -> bool:
    return "administrator" in roles
