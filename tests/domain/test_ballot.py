"""What a ballot may ask, what a vote may say, and the pool in which votes lie."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.ballot import MOST_OPTIONS, Option, Rule, Vote, make_vote, pack, read_options, unpack
from engine.domain.errors import Invalid
from engine.domain.sealing import derived, seal, unseal

OPTIONS = [Option("a", "甲"), Option("b", "乙"), Option("c", "丙")]
RECEIPT = "0123456789ABCDEFGHJKMNPQRS"
CHOOSE = Rule.read({"kind": "choose", "seats": 2, "least": 1}, 3)
APPROVE = Rule.read({}, 3)


def codes(problem: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return sorted(str(one.field) for one in problem.value.problems)


def test_a_rule_says_everything_that_is_wrong_with_it_at_once() -> None:
    wrong = {"kind": "x", "tie": "lot", "quorum": "2/3", "majority": ">3/2", "secret": 1, "seats": 9, "colour": "red"}
    with pytest.raises(Invalid) as refused:
        Rule.read(wrong, 3)
    assert codes(refused) == ["/colour", "/kind", "/majority", "/quorum", "/seats", "/secret", "/tie"]


def test_one_may_choose_as_many_as_there_are_seats_unless_the_rule_says_otherwise() -> None:
    assert (CHOOSE.most, CHOOSE.least) == (2, 1)
    assert Rule.read({"seats": 2, "most": 1, "kind": "choose"}, 3).most == 1


def test_options_are_records_or_names_and_none_stands_twice() -> None:
    assert [one.code for one in read_options(["甲", "乙"])] == ["1", "2"]
    assert read_options([{"code": "a", "name": "甲"}]) == [Option("a", "甲")]
    for wrong in ([], None, [""], [3], [{"code": "a", "name": "甲"}] * 2, ["甲"] * (MOST_OPTIONS + 1)):
        with pytest.raises(Invalid):
            read_options(wrong)


def test_a_vote_marks_what_the_rule_asks_for() -> None:
    assert make_vote("B", CHOOSE, OPTIONS, RECEIPT, {"a": "for"}).marks == ("for", "none", "none")
    all_marked = {"a": "for", "b": "against", "c": "abstain"}
    assert make_vote("B", APPROVE, OPTIONS, RECEIPT, all_marked).marks == ("for", "against", "abstain")
    everything = dict.fromkeys("abc", "for")
    for rule, choices in ((CHOOSE, everything), (CHOOSE, {}), (CHOOSE, {"a": "against"}), (APPROVE, {"a": "for"})):
        with pytest.raises(Invalid) as refused:
            make_vote("B", rule, OPTIONS, RECEIPT, choices)
        assert codes(refused) == ["/choices"]
    with pytest.raises(Invalid) as refused:
        make_vote("B", CHOOSE, OPTIONS, "short", {"z": "for"})
    assert codes(refused) == ["/choices/z", "/receipt"]


MARKS = st.tuples(*[st.sampled_from(["for", "against", "abstain", "none"])] * 3)
HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)
VOTES = st.lists(st.builds(Vote, HASHES, MARKS, st.integers(0, 500)), max_size=12, unique_by=lambda one: one.commitment)


@given(VOTES, st.randoms())
def test_the_pool_forgets_the_order_and_its_length_tells_nothing(votes: list[Vote], random: object) -> None:
    shuffled = votes[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    packed = pack(votes, 12, 3)
    assert packed == pack(shuffled, 12, 3)
    assert len(packed) == len(pack([], 12, 3))
    assert unpack(packed, 3) == sorted(votes)


@given(st.binary(max_size=300), st.binary(min_size=32, max_size=32))
def test_what_is_sealed_opens_with_its_key_only_and_looks_new_each_time(plain: bytes, key: bytes) -> None:
    sealed, again = seal(key, plain), seal(key, plain)
    assert (unseal(key, sealed), len(sealed)) == (plain, len(again))
    assert sealed != again
    changed = bytes([sealed[0] ^ 1]) + sealed[1:]
    for other, text in ((derived(key, b"", "other"), sealed), (key, changed), (key, sealed[:-1])):
        with pytest.raises(ValueError, match="Expected what this key"):
            unseal(other, text)
