"""What verification finds by looking at little is what a look at everything finds."""

from hypothesis import HealthCheck, assume, given, settings

from engine.bpmn.verification.budget import Budget
from engine.bpmn.verification.exploring import Space, explore
from engine.bpmn.verification.net import Net
from tests.bpmn.verification.drawings import drawings, scope_of
from tests.bpmn.verification.naive import Drawn, look


def explored(drawn: Drawn) -> Space:
    space = explore(Net(scope_of(drawn), {}), Budget(seconds=60))
    assume(space.is_whole)
    return space


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawings(most=6))
def test_deadlocks_endings_and_dead_elements_are_those_of_the_full_state_space(drawn: Drawn) -> None:
    seen = look(drawn)
    assume(seen.is_bounded)
    space = explored(drawn)
    assert bool(space.stuck) == bool(seen.stuck)
    can_end = space.can_end()
    assert all(marking in can_end for marking in space.came_from) == seen.can_always_end
    if seen.can_always_end:
        assert space.reached >= seen.executed
        assert space.crowded.keys() <= seen.crowded  # what is warned of is true; in a loop one may be missed


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawings())
def test_a_path_walks_along_the_drawing(drawn: Drawn) -> None:
    space = explored(drawn)
    for marking in space.stuck:
        path = space.path_to(marking)
        assert path[0] == "start"
        for number, node in enumerate(path[1:], 1):
            sources = {source for source, target in drawn.flows if target == node} | {drawn.attached.get(node)}
            assert sources & set(path[:number])
