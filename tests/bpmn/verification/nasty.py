"""Diagrams that are big, and diagrams whose state space is."""

from tests.support.diagrams import chain, diagram, end, exclusive, flow, inclusive, parallel, start, task


def long_process(elements: int) -> bytes:
    """So many flow nodes: decisions, parallel branches and rework of people's tasks, one after another."""
    nodes, before, made = [start(), end()], "start", 2
    while made + 8 <= elements:
        n = str(made)
        join, back = f"join{n}", f"back{n}"
        left, right, check = f"left{n}", f"right{n}", f"check{n}"
        again, split = f"again{n}", f"split{n}"
        nodes += [exclusive(again), parallel(split), task(left), task(right), parallel(join), task(check)]
        nodes += [exclusive(back, f"{back}-next{n}"), task(f"next{n}")]
        nodes += [chain(before, again, split, left, join, check, back), chain(split, right, join)]
        nodes += [flow(back, again, f'{check} == "no"'), flow(back, f"next{n}")]
        before, made = f"next{n}", made + 8
    rest = [f"last{n}" for n in range(elements - made)]
    return diagram(*nodes, *map(task, rest), chain(before, *rest, "end"))


def wide_process(branches: int) -> bytes:
    """Parallel branches, each an inclusive split in two, all at one inclusive join: 3 to the power of them."""
    nodes = [start(), parallel("split"), inclusive("join"), end(), chain("start", "split"), chain("join", "end")]
    for n in range(branches):
        one, other = f"one{n}", f"other{n}"
        nodes += [inclusive(f"choice{n}", f"choice{n}-{other}"), task(one), task(other), flow("split", f"choice{n}")]
        nodes += [
            flow(f"choice{n}", one, "x == 1"),
            flow(f"choice{n}", other),
            chain(one, "join"),
            chain(other, "join"),
        ]
    return diagram(*nodes)
