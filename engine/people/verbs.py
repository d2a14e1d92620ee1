"""Who may do what with a task beside completing it: one pure decision for each verb.

`doers` are those whose turn it is, `taken_part` those who did earlier tasks of the same instance. In a confidential
process a role gives nobody a part.
"""

from collections.abc import Collection

from engine.people.policy import may_complete, may_see_task


def may_work_on(
    person_id: int,
    roles: Collection[str],
    doers: Collection[int],
    claimed_by: int | None,
    *,
    confidential: bool = False,
) -> bool:
    """Whoever may complete it; once it is claimed, nobody else, as long as the claimer may do it themselves."""
    if not may_complete(person_id, roles, doers, confidential=confidential):
        return False
    return claimed_by in (None, person_id) or claimed_by not in doers


def may_release(person_id: int, roles: Collection[str], claimed_by: int | None, *, confidential: bool = False) -> bool:
    """Whoever claimed it; an administrator for somebody who cannot."""
    if claimed_by is None:
        return False
    return person_id == claimed_by or (not confidential and "administrator" in roles)


def may_hand_back(person_id: int, doers: Collection[int], delegated_by: int | None) -> bool:
    """The delegate when it is done, the delegator at any time."""
    return delegated_by is not None and (person_id in doers or person_id == delegated_by)


def may_remove_signer(person_id: int, added_by: int | None, main_doers: Collection[int]) -> bool:
    """Whoever added the signer, or has the task that is signed for."""
    return person_id == added_by or person_id in main_doers


def may_withdraw(person_id: int, completed_by: int | None) -> bool:
    """Whoever did it."""
    return person_id == completed_by


def may_urge(
    person_id: int,
    roles: Collection[str],
    doers: Collection[int],
    taken_part: Collection[int],
    *,
    confidential: bool = False,
) -> bool:
    """Those who wait for it: overseers and whoever worked on the same before; nobody urges themselves."""
    return person_id not in doers and may_see_task(person_id, roles, taken_part, confidential=confidential)


def may_copy(
    person_id: int,
    roles: Collection[str],
    doers: Collection[int],
    completed_by: int | None,
    *,
    confidential: bool = False,
) -> bool:
    """Whoever has it or did it, and overseers."""
    return person_id == completed_by or may_see_task(person_id, roles, doers, confidential=confidential)
