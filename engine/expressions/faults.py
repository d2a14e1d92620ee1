"""What can go wrong with an expression while it runs: a named fault, never a silent False."""

from typing import Any

from engine.domain import messages
from engine.domain.errors import DubanError, Problem


class ExpressionFault(DubanError):
    """An expression could not be evaluated on these data; `problem` says why and how to mend it."""

    code = "expressions.fault"

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__([problem])

    def message(self, language: str = messages.DEFAULT_LANGUAGE) -> str:
        return self.problem.message(language)


class Wrong(Exception):
    """Raised inside the walker; the compiled object adds its source and makes it an `ExpressionFault`."""

    def __init__(self, name: str, /, **parameters: Any) -> None:
        super().__init__(name)
        self.name = name
        self.parameters = parameters


# Besides our own: infinite numbers and data of endless depth that came in from outside.
TROUBLES = (Wrong, ArithmeticError, ValueError, RecursionError)


def fault_in(source: str, trouble: Exception) -> ExpressionFault:
    """The fault that tells what went wrong together with the expression it went wrong in."""
    wrong = trouble if isinstance(trouble, Wrong) else Wrong("no_result")
    return ExpressionFault(Problem(f"expressions.{wrong.name}", {**wrong.parameters, "expression": excerpt(source)}))


def excerpt(source: str) -> str:
    """The source on one line, short enough for a message and free of what UTF-8 cannot carry."""
    line = " ".join(source.split()).encode(errors="replace").decode()
    return line if len(line) <= 80 else f"{line[:79]}…"
