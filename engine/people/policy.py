"""Who may do and see what: pure decisions in one place."""

from collections.abc import Collection

OVERSEERS = frozenset({"officer", "leader", "party_committee", "auditor", "administrator"})


def may_complete(person_id: int, roles: Collection[str], doers: Collection[int], *, confidential: bool = False) -> bool:
    """A task is done by those whose turn it is; one that belongs to nobody, by an administrator."""
    return person_id in doers or (not doers and not confidential and "administrator" in roles)


def may_see_task(
    person_id: int, roles: Collection[str], concerned: Collection[int], *, confidential: bool = False
) -> bool:
    """Those it concerns, and who oversees; what is confidential, only those it concerns."""
    return person_id in concerned or (may_oversee(roles) and not confidential)


def may_oversee(roles: Collection[str]) -> bool:
    """Sees every matter and item; others see those of their own unit."""
    return bool(OVERSEERS & set(roles))


def may_register(roles: Collection[str]) -> bool:
    return bool({"officer", "administrator"} & set(roles))


def may_step_by_hand(roles: Collection[str]) -> bool:
    return bool({"officer", "leader", "administrator"} & set(roles))


def may_ask(person_id: int | None, roles: Collection[str], askers: Collection[int]) -> bool:
    """A request to an item comes from those whose turn it is by the diagram; where nobody is, from an administrator."""
    return person_id is not None and (person_id in askers or (not askers and "administrator" in roles))


def may_run_reviews(roles: Collection[str]) -> bool:
    """四同步: the party committee office opens the year and enters its key tasks."""
    return bool({"party_committee", "administrator"} & set(roles))


def may_review(reviewer_units: Collection[int], unit_id: int | None) -> bool:
    """会审: nobody reviews a unit that they belong to, whoever they stand in for."""
    return unit_id not in reviewer_units


def may_see_all_performance(roles: Collection[str]) -> bool:
    """实绩: the party committee office and the leaders see everybody's lines, and compare like posts."""
    return bool({"party_committee", "leader"} & set(roles))


def may_run_performance(roles: Collection[str]) -> bool:
    """实绩: the party committee office reckons a year, and takes over a changed table after a rehearsal."""
    return "party_committee" in roles


def may_see_line(
    reader_id: int, roles: Collection[str], person_id: int | None, unit_id: int | None, units_headed: Collection[int]
) -> bool:
    """A line is seen by whose it is, by the head of the unit it belongs to, and by who sees all."""
    return reader_id == person_id or unit_id in units_headed or may_see_all_performance(roles)


def may_appeal(reader_id: int, person_id: int | None, unit_id: int | None, units_headed: Collection[int]) -> bool:
    """申诉: a person against a line of their own, the head of a unit against one of the unit's."""
    return reader_id == person_id if person_id is not None else unit_id in units_headed


def may_enter_negative(roles: Collection[str], kind: str) -> bool:
    """负面清单 by hand: discipline only by the party committee office, errors and others by the officers too."""
    return "party_committee" in roles or (kind != "discipline" and "officer" in roles)


def may_withdraw_negative(roles: Collection[str], kind: str, *, by_itself: bool) -> bool:
    """By who may enter its kind; what came by itself, by the party committee office."""
    return may_enter_negative(roles, kind) and (not by_itself or "party_committee" in roles)


def may_see_negative(
    reader_id: int, roles: Collection[str], kind: str, person_id: int | None, unit_is_theirs: bool
) -> bool:
    """Discipline only by the party committee office and the person; the rest by whom it concerns and who oversees."""
    if reader_id == person_id or "party_committee" in roles:
        return True
    return kind != "discipline" and (unit_is_theirs or bool({"officer", "leader"} & set(roles)))


def may_design(roles: Collection[str]) -> bool:
    return bool({"designer", "administrator"} & set(roles))


def may_change_organisation(roles: Collection[str]) -> bool:
    return "administrator" in roles


def may_change_calendar(roles: Collection[str]) -> bool:
    return "administrator" in roles


def may_audit(roles: Collection[str]) -> bool:
    return bool({"auditor", "administrator"} & set(roles))


def may_read_sign_ins(roles: Collection[str]) -> bool:
    """登录记录 of everybody; one's own, everybody reads."""
    return may_audit(roles)


def may_enter_absence(person_id: int, absent_id: int, heads: Collection[int], roles: Collection[str]) -> bool:
    """One enters one's own; the head of the unit (or who stands in for the head) those of its people."""
    return person_id == absent_id or person_id in heads or "administrator" in roles


def may_operate(roles: Collection[str]) -> bool:
    return "administrator" in roles


def may_word_notices(roles: Collection[str]) -> bool:
    """What mails and notices say is part of the process: its designer's."""
    return may_design(roles)


def may_change_channels(roles: Collection[str]) -> bool:
    """Robots, webhooks, and how the office is told by default."""
    return "administrator" in roles


def may_remove_attachment(person_id: int, added_by_id: int) -> bool:
    """A file is taken away by who attached it; others would take away what is not theirs."""
    return person_id == added_by_id


def may_administer(roles: Collection[str]) -> bool:
    """Gives accounts new passwords."""
    return "administrator" in roles


def may_change_numbering(roles: Collection[str]) -> bool:
    """How numbers are written, where matters come from, how much a unit may be asked for."""
    return bool({"designer", "administrator"} & set(roles))


def may_instruct(roles: Collection[str]) -> bool:
    """批示: a leader enters it, or an officer on the leader's behalf."""
    return bool({"officer", "leader", "administrator"} & set(roles))


def may_run_ballots(roles: Collection[str]) -> bool:
    """Strikes people off the roll and calls a ballot off; sees no vote before the others do."""
    return bool({"party_committee", "administrator"} & set(roles))


def may_run_notices(roles: Collection[str]) -> bool:
    """Withdraws a notice, and answers an objection that no diagram made a task of."""
    return bool({"party_committee", "administrator"} & set(roles))


def may_read_unit_notice(roles: Collection[str], *, of_unit: bool, concerned: bool) -> bool:
    """A notice within a unit is for its people, for those whose task it is, and for who oversees."""
    return of_unit or concerned or may_oversee(roles)


def may_read_objections(roles: Collection[str], *, concerned: bool) -> bool:
    """Who objects is known to the party committee and to those whose task it is."""
    return concerned or "party_committee" in roles


def may_issue_documents(roles: Collection[str]) -> bool:
    """Orders a briefing, and has a document set again as a new version."""
    return bool({"officer", "administrator"} & set(roles))


def may_run_commendation(roles: Collection[str]) -> bool:
    """总结表彰: the party committee office opens cycles, cancels them and withdraws nominations."""
    return bool({"party_committee", "administrator"} & set(roles))


def may_nominate(person_id: int, speakers: Collection[int]) -> bool:
    """A unit and its people are nominated by who speaks for the unit: the head and the liaison."""
    return person_id in speakers


def may_change_nomination(roles: Collection[str], person_id: int, owners: Collection[int | None]) -> bool:
    """Who nominated and the nominee withdraw a nomination and change its files; so does the party committee office."""
    return person_id in owners or may_run_commendation(roles)


def may_read_nomination_files(roles: Collection[str], *, concerned: bool) -> bool:
    """证明材料 of a nomination: who is concerned, who runs commendation, and who audits; nobody else who oversees."""
    return concerned or may_run_commendation(roles) or "auditor" in roles


def may_read_certificate(roles: Collection[str], *, is_own: bool) -> bool:
    """荣誉证书: who was awarded and the people of the unit, and who oversees."""
    return is_own or may_oversee(roles)


def may_read_revocation(roles: Collection[str], *, concerned: bool) -> bool:
    """撤销: the facts are known to those in it, the party committee office and the auditor."""
    return concerned or bool({"party_committee", "auditor"} & set(roles))


def may_set_award_papers_again(roles: Collection[str]) -> bool:
    """公文 of 总结表彰 are those of the party committee office."""
    return may_run_commendation(roles) or may_issue_documents(roles)
