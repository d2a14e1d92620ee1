"""The token game looked at in full: every interleaving, every decision, written without the product's places and moves.

A token is (flow it came by, whether the quiet boundary event of its activity may still fire).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, combinations

Token = tuple[str, bool]
State = tuple[Token, ...]
START = "begin"


@dataclass(frozen=True)
class Drawn:
    """`kinds`: node to task, xor, and, or, end, stop, quiet or loud; `attached`: boundary event to its task."""

    kinds: dict[str, str]
    flows: tuple[tuple[str, str], ...]
    attached: dict[str, str] = field(default_factory=dict)

    def into(self, node: str) -> list[str]:
        found = [name(flow) for flow in self.flows if flow[1] == node]
        return [START, *found] if node == "start" else found

    def out_of(self, node: str) -> list[str]:
        return [name(flow) for flow in self.flows if flow[0] == node]

    def is_join(self, node: str) -> bool:
        return self.kinds[node] in ("and", "or") and len(self.into(node)) > 1

    def target(self, flow: str) -> str:
        return "start" if flow == START else next(one[1] for one in self.flows if name(one) == flow)


def name(flow: tuple[str, str]) -> str:
    return f"{flow[0]}-{flow[1]}"


@dataclass
class Seen:
    """`is_bounded` is False where more than `cap` tokens came to one flow; then nothing else counts."""

    is_bounded: bool = True
    stuck: set[str] = field(default_factory=set)
    can_always_end: bool = True
    executed: set[str] = field(default_factory=set)
    crowded: set[str] = field(default_factory=set)


def look(drawn: Drawn, cap: int = 3, limit: int = 600) -> Seen:
    """Everything that can happen; `limit` states, or it counts as unbounded."""
    seen = Seen()
    first: State = ((START, False),)
    following: dict[State, list[State]] = {}
    stack = [first]
    while stack:
        state = stack.pop()
        if state in following:
            continue
        following[state] = []
        _look_at(drawn, state, seen)
        if len(following) > limit or any(count > cap for count in Counter(flow for flow, _ in state).values()):
            seen.is_bounded = False
            return seen
        for node, after in _steps(drawn, state):
            seen.executed.add(node)
            following[state].append(after)
            stack.append(after)
        if state and not following[state]:
            seen.stuck |= {drawn.target(flow) for flow, _ in state}
    seen.can_always_end = _all_end(following)
    return seen


def _look_at(drawn: Drawn, state: State, seen: Seen) -> None:
    tokens = Counter(flow for flow, _ in state)
    for node, kind in drawn.kinds.items():
        counts = [tokens[flow] for flow in drawn.into(node)]
        crowded = max(counts) > 1 if drawn.is_join(node) else kind == "task" and sum(counts) > 1
        if crowded:
            seen.crowded.add(node)


def _all_end(following: dict[State, list[State]]) -> bool:
    before: dict[State, set[State]] = {}
    for state, targets in following.items():
        for target in targets:
            before.setdefault(target, set()).add(state)
    end: State = ()
    found, stack = {end}, [end]
    while stack:
        for state in before.get(stack.pop(), set()):
            if state not in found:
                found.add(state)
                stack.append(state)
    return all(state in found for state in following)


def _steps(drawn: Drawn, state: State) -> Iterator[tuple[str, State]]:
    for token in set(state):
        node = drawn.target(token[0])
        if not drawn.is_join(node):
            yield from _single(drawn, state, token, node)
    for node in drawn.kinds:
        arrived = [flow for flow in drawn.into(node) if any(flow == one for one, _ in state)]
        if drawn.is_join(node) and arrived and _is_due(drawn, node, arrived, state):
            rest = state
            for flow in arrived:
                rest = _without(rest, next(token for token in rest if token[0] == flow))
            for chosen in _choices(drawn, node):
                yield node, _with(drawn, rest, chosen)


def _single(drawn: Drawn, state: State, token: Token, node: str) -> Iterator[tuple[str, State]]:
    rest = _without(state, token)
    if drawn.kinds[node] == "stop":
        yield node, ()
        return
    for chosen in _choices(drawn, node):
        yield node, _with(drawn, rest, chosen)
    for event, activity in drawn.attached.items():
        if activity != node:
            continue
        if drawn.kinds[event] == "loud":
            yield event, _with(drawn, rest, drawn.out_of(event))
        elif token[1]:
            yield event, tuple(sorted((*_with(drawn, rest, drawn.out_of(event)), (token[0], False))))


def _choices(drawn: Drawn, node: str) -> list[list[str]]:
    out, kind = drawn.out_of(node), drawn.kinds[node]
    if kind == "xor" and out:
        return [[flow] for flow in out]
    if kind == "or" and out:
        return [list(some) for some in chain.from_iterable(combinations(out, n) for n in range(1, len(out) + 1))]
    return [out]


def _is_due(drawn: Drawn, node: str, arrived: list[str], state: State) -> bool:
    if drawn.kinds[node] == "and":
        return len(arrived) == len(drawn.into(node))
    for flow, _ in state:
        if drawn.target(flow) == node:
            continue
        reached = _inputs_reached(drawn, flow, node)
        if reached and not reached & set(arrived):
            return False
    return True


def _inputs_reached(drawn: Drawn, flow: str, join: str) -> set[str]:
    found, stack, seen = set[str](), [flow], set[str]()
    while stack:
        one = stack.pop()
        node = drawn.target(one)
        if one in seen:
            continue
        seen.add(one)
        if node == join:
            found.add(one)
            continue
        stack += drawn.out_of(node)
        stack += [out for event, at in drawn.attached.items() if at == node for out in drawn.out_of(event)]
    return found


def _without(state: State, token: Token) -> State:
    rest = list(state)
    rest.remove(token)
    return tuple(rest)


def _with(drawn: Drawn, state: State, flows: list[str]) -> State:
    quiet = {at for event, at in drawn.attached.items() if drawn.kinds[event] == "quiet"}
    return tuple(sorted((*state, *((flow, drawn.target(flow) in quiet) for flow in flows))))
