"""Errors are named facts that carry their data; the HTTP status of each stands in one table in `api/`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from engine.domain import messages


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, where it is and (by its sentence in the catalogue) how to mend it."""

    code: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    file: str | None = None
    line: int | None = None
    element: str | None = None
    field: str | None = None

    def message(self, language: str = messages.DEFAULT_LANGUAGE) -> str:
        return messages.text(self.code, language, **self.parameters)

    def line_of_report(self, language: str = messages.DEFAULT_LANGUAGE) -> str:
        """`file:line: element: code: message`, the form of `duban check`."""
        place = f"{self.file or '-'}:{self.line or 0}: {self.element or self.field or '-'}"
        return f"{place}: {self.code}: {self.message(language)}"


class DubanError(Exception):
    """Something that was asked for cannot be done; `problems` says all the reasons at once."""

    code: ClassVar[str] = "error.unexpected"
    retry_after_seconds: int | None = None

    def __init__(self, problems: Iterable[Problem] = (), **parameters: Any) -> None:
        self.problems = tuple(problems)
        self.parameters = parameters
        super().__init__(self.message("en"))

    def message(self, language: str = messages.DEFAULT_LANGUAGE) -> str:
        return messages.text(self.code, language, **self.parameters)


class Invalid(DubanError):
    """What was handed in does not hold; every problem is named."""

    code = "error.invalid"

    def __str__(self) -> str:
        return "; ".join(problem.line_of_report("en") for problem in self.problems) or super().__str__()


class NotExecutable(Invalid):
    """A diagram cannot run as it is drawn; marked as not executable it would be kept as a drawing."""

    code = "error.not_executable"


class TooLarge(Invalid):
    """What was sent is larger than may be; it was not read to its end."""

    code = "error.too_large"


class NotFound(DubanError):
    """It is not there, or not this person's to see: the answer is the same."""

    code = "error.not_found"


class NoReceiver(DubanError):
    """Nobody waits for this message."""

    code = "error.no_receiver"


class NotAllowed(DubanError):
    """This person may see it but not do this to it."""

    code = "error.not_allowed"


class Unauthenticated(DubanError):
    """Nobody is signed in, or the name and password do not belong together."""

    code = "error.unauthenticated"


class NotProved(Unauthenticated):
    """What came back from the identity provider does not prove who it is; `reason` is for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class TooManyAttempts(DubanError):
    """Signing in failed too often for this account or from this address; it can be tried again after a while."""

    code = "error.too_many_attempts"

    def __init__(self, seconds: int) -> None:
        super().__init__(minutes=-(-seconds // 60))
        self.retry_after_seconds = seconds


class TooManyRequests(DubanError):
    """One address asks too often for what needs no sign-in."""

    code = "error.too_many_requests"

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds=seconds)
        self.retry_after_seconds = seconds


class DirectoryAway(DubanError):
    """The directory or the provider that knows the passwords does not answer.

    `reason` is for administrators: connect, certificate, bind (it does not let us search) or base (nothing is there).
    """

    code = "error.directory_away"
    retry_after_seconds = 30

    def __init__(self, reason: str = "connect") -> None:
        super().__init__()
        self.reason = reason


class Conflict(DubanError):
    """Somebody else was first, or the version asked for is no longer the current one."""

    code = "error.conflict"


class AlreadyDone(Conflict):
    """The task was completed or withdrawn before."""

    code = "error.already_done"


class ModelFault(DubanError):
    """The model failed while it ran: an expression, an action or a limit, at a named element."""

    code = "error.model_fault"

    def __init__(self, problem: Problem) -> None:
        super().__init__([problem], element=problem.element or "-")
