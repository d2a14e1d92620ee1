"""The inclusive gateway waits for every branch that was taken, and for none that was not (BPMN 2.0.2, 13.4.3)."""

import pytest

from tests.bpmn.play import Play
from tests.support.diagrams import chain, compiled, diagram, end, exclusive, flow, start, subprocess, task


def inclusive(identifier: str, default: str | None = None) -> str:
    return f'<inclusiveGateway id="{identifier}"' + (f' default="{default}"' if default else "") + " />"


BRANCHES = diagram(
    start(),
    exclusive("again"),
    inclusive("split", "split-legal"),
    task("money"),
    subprocess("stage", start("s"), task("inner"), end("e"), chain("s", "inner", "e")),
    task("legal"),
    inclusive("meet"),
    task("decide"),
    exclusive("gate", "gate-end"),
    end(),
    chain("start", "again", "split"),
    flow("split", "money", "money"),
    flow("split", "stage", "people"),
    flow("split", "legal"),
    chain("money", "meet"),
    chain("stage", "meet"),
    chain("legal", "meet"),
    chain("meet", "decide", "gate"),
    flow("gate", "again", "rework"),
    flow("gate", "end"),
)


@pytest.mark.parametrize(
    ("money", "people", "taken"),
    [
        (True, True, ["inner", "money"]),
        (True, False, ["money"]),
        (False, True, ["inner"]),
        (False, False, ["legal"]),
    ],
)
def test_it_waits_for_every_branch_that_was_taken(money: bool, people: bool, taken: list[str]) -> None:
    play = Play(compiled(BRANCHES), money=money, people=people, rework=True)
    for _ in range(40):
        assert play.open() == taken
        for element_id in taken:
            assert play.open() != ["decide"]
            play.complete_at(element_id)
        assert play.open() == ["decide"]
        play.complete_at("decide")
    for element_id in taken:
        play.complete_at(element_id)
    assert play.complete_at("decide", rework=False).state == "completed"


def test_the_data_of_all_branches_go_on() -> None:
    play = Play(compiled(BRANCHES), money=True, people=True, rework=False)
    play.complete_at("inner", staff=3)
    play.complete_at("money", budget={"amount": 7})
    (task_id,) = play.open_at("decide")
    seen = play.load().task_data(task_id)
    assert (seen["staff"], seen["budget"]) == (3, {"amount": 7})
