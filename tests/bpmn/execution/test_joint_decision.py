"""A countersign is decided as its diagram says: by all, by any one, by a majority, by weight."""

from typing import Any

import pytest

from tests.bpmn.play import Play
from tests.support.diagrams import chain, compiled, diagram, end, start, task

EACH = '<multiInstanceLoopCharacteristics {}duban:collection="signers" duban:element="signer" />'
IN_TURN = 'isSequential="true" '


def countersign(mode: str, signers: list[Any], *, more: str = "", loop: str = "") -> Play:
    decision = f'<duban:jointDecision mode="{mode}" agree="opinion == &apos;同意&apos;" {more}/>'
    said = f"<extensionElements>{decision}</extensionElements>"
    nodes = (start(), task("sign", said + EACH.format(loop)), task("next"), end())
    return Play(compiled(diagram(*nodes, chain("start", "sign", "next", "end"))), signers=signers)


def vote(play: Play, *opinions: str) -> None:
    for opinion in opinions:
        play.complete(play.open_at("sign")[0], opinion=opinion)


def result(play: Play, name: str = "joint_decision") -> dict[str, Any]:
    (task_id,) = play.open_at("next")
    found: dict[str, Any] = play.load().task_data(task_id)[name]
    return found


@pytest.mark.parametrize("loop", ["", IN_TURN])
def test_all_must_agree_and_who_is_left_need_not_sign_after_one_objection(loop: str) -> None:
    play = countersign("all", ["甲", "乙", "丙"], loop=loop)
    vote(play, "同意")
    assert play.open_at("next") == []
    vote(play, "不同意")
    assert play.open() == ["next"]
    assert result(play) == {"passed": False, "decided": True, "agreed": 1, "against": 1, "total": 3}


def test_all_have_agreed() -> None:
    play = countersign("all", ["甲", "乙"])
    vote(play, "同意", "同意")
    assert result(play)["passed"] is True


@pytest.mark.parametrize("loop", ["", IN_TURN])
def test_one_who_agrees_is_enough_where_any_may_decide(loop: str) -> None:
    play = countersign("any", ["甲", "乙", "丙"], loop=loop)
    vote(play, "不同意", "同意")
    assert result(play) == {"passed": True, "decided": True, "agreed": 1, "against": 1, "total": 3}


def test_a_majority_decides_as_soon_as_it_cannot_be_turned() -> None:
    play = countersign("majority", ["甲", "乙", "丙", "丁", "戊"], more='result="vote" ')
    vote(play, "同意", "不同意", "同意")
    assert play.open_at("next") == []
    vote(play, "同意")
    assert result(play, "vote") == {"passed": True, "decided": True, "agreed": 3, "against": 1, "total": 5}


def test_weights_are_those_of_each_signer() -> None:
    signers = [{"name": "甲", "weight": 50}, {"name": "乙", "weight": 30}, {"name": "丙", "weight": 20.5}]
    play = countersign("weight", signers, more='weight="signer.weight" threshold="60" ')
    vote(play, "不同意")
    assert play.open() == ["next"]
    assert result(play)["passed"] is False
    play = countersign("weight", signers, more='weight="signer.weight" threshold="60" ')
    vote(play, "同意", "同意")
    assert result(play)["passed"] is True


def test_a_weight_that_is_no_number_is_an_incident() -> None:
    play = countersign("weight", [{"weight": "重"}, {"weight": 1}], more='weight="signer.weight" threshold="1" ')
    vote(play, "同意")
    assert play.step.fault is not None
    assert play.step.fault.code == "bpmn.joint_weight_value"


def test_everyone_is_heard_where_the_diagram_says_so_and_an_early_decision_stands() -> None:
    play = countersign("any", ["甲", "乙"], more='everyone="true" ')
    vote(play, "同意")
    assert play.open() == ["sign"]
    vote(play, "不同意")
    assert result(play) == {"passed": True, "decided": True, "agreed": 1, "against": 1, "total": 2}


def test_nobody_to_sign_decides_nothing() -> None:
    play = countersign("all", [])
    assert result(play) == {"passed": False, "decided": False, "agreed": 0, "against": 0, "total": 0}
