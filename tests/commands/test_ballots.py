"""表决 in a diagram: the window, the roll, once only, quorum missed, ties at the last seat; on both databases."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from engine.commands.ballots.cancel import cancel_ballot
from engine.commands.ballots.strike import strike_voter
from engine.commands.instances.message import send_message
from engine.commands.instances.modify import Modification, modify_instance
from engine.domain.errors import Conflict, DubanError, Invalid, NotAllowed, NotFound
from engine.domain.recount import check_record, find_vote, record_hash
from engine.site import Site
from engine.store.models import BallotPool, Event
from tests.support.deciding import CHOOSE, VOTERS, at, ballot_of, begin, receipt, vote, voted
from tests.support.instances import event_types, instance, open_elements
from tests.support.office import (
    ADMINISTRATOR,
    DESIGNER,
    HANDLER,
    LEADER,
    OFFICER,
    SUBSTITUTE,
    UNIT_HEAD,
    act_of,
    move_clock,
    move_clock_and_work,
    person,
    roles,
)

PARTY = "renhong"
OVER = at("2026-01-07", 17, 30)


def record_of(site: Site, instance_id: int) -> dict[str, Any]:
    record = ballot_of(site, instance_id).record
    assert record is not None
    assert check_record(record) == []
    return record


def test_a_ballot_is_open_for_its_working_days_and_then_counted_by_itself(either_site: Site) -> None:
    instance_id = begin(either_site)
    ballot = ballot_of(either_site, instance_id)
    assert (ballot.state, ballot.closes_at) == ("open", OVER)
    for username in VOTERS[:4]:
        vote(either_site, instance_id, username, "a", "b")
    move_clock_and_work(either_site, at("2026-01-07", 17, 29))
    assert ballot_of(either_site, instance_id).state == "open"
    move_clock_and_work(either_site, OVER)
    record = record_of(either_site, instance_id)
    assert (record["result"]["outcome"], record["result"]["elected"]) == ("decided", ["a", "b"])
    assert [one["voted"] for one in record["roll"]].count(False) == 1
    assert instance(either_site, instance_id).variables["ballot_elected"][0] == {"code": "a", "name": "综合处"}
    found = find_vote(record, receipt(10))
    assert found is not None and found["marks"] == ["for", "for", "none"]
    with either_site.reading() as session:
        assert session.scalars(select(BallotPool)).all() == []
    types = event_types(either_site, instance_id)
    assert [types.count(f"ballot.{one}") for one in ("opened", "cast", "closed", "counted")] == [1, 4, 1, 1]


def test_the_chain_knows_the_hash_of_the_record_and_no_vote(either_site: Site) -> None:
    instance_id = begin(either_site, {**CHOOSE, "early": True})
    for username in VOTERS:
        vote(either_site, instance_id, username, "a", "b")
    record = record_of(either_site, instance_id)
    with either_site.reading() as session:
        events = session.scalars(select(Event).where(Event.instance_id == instance_id)).all()
    casts = [one.data for one in events if one.type == "ballot.cast"]
    assert casts == [{"ballot": record["ballot"]}] * 5
    (counted,) = [one.data for one in events if one.type == "ballot.counted"]
    assert counted["record"] == record_hash(record)


def test_nobody_votes_twice_and_the_same_request_again_does_no_harm(either_site: Site) -> None:
    instance_id = begin(either_site)
    for _ in range(3):
        vote(either_site, instance_id, HANDLER, "a")
    with pytest.raises(Conflict) as refused:
        vote(either_site, instance_id, HANDLER, "b", number=77)
    assert refused.value.problems[0].code == "ballot.voted"
    with pytest.raises(Conflict) as taken:
        vote(either_site, instance_id, SUBSTITUTE, "b", number=VOTERS.index(HANDLER) + 10)
    assert taken.value.problems[0].code == "ballot.receipt_taken"
    assert event_types(either_site, instance_id).count("ballot.cast") == 1
    for username in VOTERS[1:4]:
        vote(either_site, instance_id, username, "b")
    move_clock_and_work(either_site, OVER)
    vote(either_site, instance_id, HANDLER, "a")  # the answer was lost on the way, long ago
    assert record_of(either_site, instance_id)["result"]["cast"] == 4


def test_of_two_browsers_at_once_one_votes(either_site: Site) -> None:
    instance_id = begin(either_site)
    outcomes = at_once(
        lambda: vote(either_site, instance_id, HANDLER, "a", number=1),
        lambda: vote(either_site, instance_id, HANDLER, "b", number=2),
        lambda: vote(either_site, instance_id, SUBSTITUTE, "c", number=3),
    )
    assert sorted(outcomes) == ["Conflict", "done", "done"]
    for username in VOTERS[2:4]:
        vote(either_site, instance_id, username, "a")
    move_clock_and_work(either_site, OVER)
    assert record_of(either_site, instance_id)["result"]["cast"] == 4


def at_once(*acts: Callable[[], None]) -> list[str]:
    outcomes: list[str] = []

    def run(act: Callable[[], None]) -> None:
        try:
            act()
            outcomes.append("done")
        except DubanError as error:
            outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return outcomes


def test_a_lost_receipt_does_no_harm(site: Site) -> None:
    """Whoever voted stays marked as voted, and the vote counts; nothing asks for the receipt."""
    instance_id = begin(site, {**CHOOSE, "early": True})
    for username in VOTERS:
        vote(site, instance_id, username, "a")
    assert voted(site, ballot_of(site, instance_id).id) == set(VOTERS)
    assert record_of(site, instance_id)["result"]["cast"] == 5


def test_a_missed_quorum_publishes_no_vote_and_the_round_is_repeated(either_site: Site) -> None:
    instance_id = begin(either_site)
    for username in VOTERS[:3]:  # three of five are less than two thirds
        vote(either_site, instance_id, username, "a")
    first = ballot_of(either_site, instance_id)
    move_clock_and_work(either_site, OVER)
    with either_site.reading() as session:
        record = session.get_one(type(first), first.id).record
    assert record is not None
    assert (record["votes"], record["result"]["outcome"], record["result"]["options"]) == ([], "no_quorum", [])
    assert check_record(record) == []
    again = ballot_of(either_site, instance_id)
    assert (again.round, again.state) == (2, "open")
    for username in VOTERS[:4]:
        vote(either_site, instance_id, username, "a")
    move_clock_and_work(either_site, at("2026-01-09", 17, 30))
    assert record_of(either_site, instance_id)["result"]["elected"] == ["a"]


def test_a_tie_at_the_last_seat_is_put_to_a_second_round_among_the_tied(either_site: Site) -> None:
    instance_id = begin(either_site, {**CHOOSE, "majority": ">=2/5", "early": True, "most": 2})
    for username, chosen in zip(VOTERS, ("ab", "ab", "ac", "ac", "a"), strict=True):
        vote(either_site, instance_id, username, *chosen)
    second = ballot_of(either_site, instance_id)
    assert (second.round, [one["code"] for one in second.options], second.rule["seats"]) == (2, ["b", "c"], 1)
    data = instance(either_site, instance_id).variables
    assert (data["ballot_outcome"], [one["code"] for one in data["ballot_elected"]]) == ("tied", ["a"])
    for username, chosen in zip(VOTERS, "bbbcc", strict=True):
        vote(either_site, instance_id, username, chosen)
    assert record_of(either_site, instance_id)["result"]["elected"] == ["b"]


def test_who_recuses_themselves_is_off_the_roll_with_the_reason(either_site: Site) -> None:
    instance_id = begin(either_site)
    ballot_id = ballot_of(either_site, instance_id).id

    def strike(actor: str, who: str, reason: str = "本人参评") -> None:
        with either_site.writing() as session:
            act = act_of(either_site, session, actor)
            strike_voter(act, roles(session, actor), ballot_id, person(session, who).id, reason)

    strike(LEADER, LEADER)
    with pytest.raises(NotAllowed):
        strike(HANDLER, OFFICER)
    with pytest.raises(NotFound):
        strike(DESIGNER, OFFICER)
    with pytest.raises(Invalid):
        strike(PARTY, OFFICER, " ")
    strike(PARTY, OFFICER)
    for refused in (LEADER, OFFICER):
        with pytest.raises(NotAllowed):
            vote(either_site, instance_id, refused, "a")
    with pytest.raises(Conflict) as few:
        strike(PARTY, UNIT_HEAD)  # two would know of each other
    assert few.value.problems[0].code == "ballot.roll_small"
    for username in VOTERS[:3]:
        vote(either_site, instance_id, username, "a")
    with pytest.raises(Conflict):
        strike(PARTY, HANDLER)
    move_clock_and_work(either_site, OVER)
    record = record_of(either_site, instance_id)
    assert (record["result"]["roll"], record["result"]["cast"]) == (3, 3)
    assert [one["struck"] for one in record["roll"] if one["struck"]] == ["本人参评", "本人参评"]


def test_only_those_on_the_roll_vote_and_only_while_the_ballot_is_open(site: Site) -> None:
    instance_id = begin(site)
    with pytest.raises(NotFound):
        vote(site, instance_id, DESIGNER, "a", number=5)
    with pytest.raises(Invalid):
        vote(site, instance_id, HANDLER, "a", "b", "c")
    move_clock(site, OVER)  # the worker has not come yet
    with pytest.raises(Conflict) as closed:
        vote(site, instance_id, HANDLER, "a")
    assert closed.value.problems[0].code == "ballot.closed"


def test_a_cancelled_ballot_has_no_votes_any_more_and_no_result(either_site: Site) -> None:
    instance_id = begin(either_site)
    vote(either_site, instance_id, HANDLER, "a")
    ballot = ballot_of(either_site, instance_id)
    for username, error in ((HANDLER, NotAllowed), (DESIGNER, NotFound)):
        with pytest.raises(error), either_site.writing() as session:
            cancel_ballot(act_of(either_site, session, username), roles(session, username), ballot.id, "名单有误")
    with either_site.writing() as session:
        cancel_ballot(act_of(either_site, session, PARTY), roles(session, PARTY), ballot.id, "名单有误")
    with either_site.reading() as session:
        assert session.scalars(select(BallotPool)).all() == []
    move_clock_and_work(either_site, OVER)
    assert ballot_of(either_site, instance_id).record is None
    with pytest.raises(Conflict):
        vote(either_site, instance_id, SUBSTITUTE, "a")


@pytest.mark.parametrize("way", ["message", "modify"])
def test_no_way_round_the_diagram_counts_an_open_ballot(site: Site, way: str) -> None:
    instance_id = begin(site)
    vote(site, instance_id, HANDLER, "a")
    with site.writing() as session:
        act = act_of(site, session, ADMINISTRATOR)
        if way == "message":
            send_message(act, "ballot-closed", {}, {})
        else:
            modify_instance(act, instance_id, "试", Modification(leave=["closed"], enter=["tally"]))
    assert instance(site, instance_id).state == "incident"
    ballot = ballot_of(site, instance_id)
    assert (ballot.state, ballot.record) == ("open", None)


def test_an_open_ballot_publishes_who_voted_what_and_only_after_the_close(site: Site) -> None:
    instance_id = begin(site, {**CHOOSE, "secret": False, "early": True})
    for username in VOTERS:
        vote(site, instance_id, username, "a" if username == OFFICER else "b")
    record = record_of(site, instance_id)
    chosen = {one["name"]: one["marks"] for one in record["votes"]}
    with site.reading() as session:
        assert chosen[person(session, OFFICER).name] == ["for", "none", "none"]


def test_a_ballot_that_nobody_could_hold_is_an_incident_that_says_so(site: Site) -> None:
    wrongs: list[dict[str, Any]] = [
        {"voters": []},
        {"options": []},
        {"recusals": [{"person": 1, "reason": ""}]},
        {"rule": {"tie": "lot"}},
    ]
    for wrong in wrongs:
        instance_id = begin(site, **wrong)
        found = instance(site, instance_id)
        assert (found.state, open_elements(site, instance_id)) == ("incident", []), wrong
