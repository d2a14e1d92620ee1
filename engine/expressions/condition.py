"""One expression of the closed language, compiled once and evaluated often."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from engine.domain.errors import Invalid
from engine.expressions.faults import TROUBLES, fault_in
from engine.expressions.operators import truth
from engine.expressions.syntax import read_expression
from engine.expressions.walker import Evaluate, build, free_names
from engine.expressions.whitelist import problems_of


@dataclass(frozen=True)
class Condition:
    """A checked expression; `names` are the names it reads."""

    source: str
    names: frozenset[str]
    tree: ast.expr = field(repr=False, compare=False)
    _evaluate: Evaluate = field(repr=False, compare=False)

    def evaluate(self, names: Mapping[str, Any]) -> Any:
        """The value on these data; ExpressionFault where it has none."""
        try:
            return self._evaluate(names)
        except TROUBLES as trouble:
            raise fault_in(self.source, trouble) from trouble

    def holds(self, names: Mapping[str, Any]) -> bool:
        """The value where a condition is wanted; ExpressionFault unless it is true or false."""
        try:
            return truth(self._evaluate(names))
        except TROUBLES as trouble:
            raise fault_in(self.source, trouble) from trouble


@lru_cache(maxsize=2048)
def compile_condition(source: str) -> Condition:
    """The condition a source text says; Invalid names all that is wrong with it, each with its place."""
    text, tree = read_expression(source)
    problems = problems_of(text, tree)
    if problems:
        raise Invalid(problems)
    return Condition(source, free_names(tree), tree, build(tree))
