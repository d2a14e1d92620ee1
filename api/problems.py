"""From errors to answers: one table of status codes, every problem as RFC 9457 `application/problem+json`."""

from collections.abc import Mapping
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from engine.domain import messages
from engine.domain.errors import (
    AlreadyDone,
    Conflict,
    DirectoryAway,
    DubanError,
    Invalid,
    ModelFault,
    NoReceiver,
    NotAllowed,
    NotFound,
    Problem,
    TooLarge,
    TooManyAttempts,
    TooManyRequests,
    Unauthenticated,
)
from engine.store import DatabaseCrowded, DatabaseFailed, DatabaseRefused
from engine.store.faults import is_busy

STATUS: dict[type[DubanError], int] = {
    Invalid: 422,
    TooLarge: 413,
    NotFound: 404,
    NoReceiver: 404,
    NotAllowed: 403,
    Unauthenticated: 401,
    TooManyAttempts: 429,
    TooManyRequests: 429,
    DirectoryAway: 503,
    AlreadyDone: 409,
    Conflict: 409,
    ModelFault: 422,
}
KINDS = {  # pydantic's kinds of error, as the catalogue names them
    "missing": "missing",
    "extra_forbidden": "extra",
    "json_invalid": "json",
    "string_type": "text",
    "string_too_short": "too_short",
    "string_too_long": "too_long",
    "too_long": "too_many",
    "int_type": "whole_number",
    "int_parsing": "whole_number",
    "int_parsing_size": "whole_number",
    "int_from_float": "whole_number",
    "less_than_equal": "at_most",
    "greater_than_equal": "at_least",
    "literal_error": "one_of",
    "date_type": "date",
    "date_parsing": "date",
    "date_from_datetime_parsing": "date",
    "date_from_datetime_inexact": "date",
    "bool_type": "yes_or_no",
    "bool_parsing": "yes_or_no",
    "dict_type": "record",
    "model_attributes_type": "record",
    "list_type": "list",
    "value_error": "said",
}
CODES = {"error.no_receiver": "no-receiver"}  # the name the contract gives it
RETRY_AFTER_SECONDS = "5"
log = structlog.get_logger()


def language_of(request: Request) -> str:
    """Chinese unless the client prefers English."""
    first = request.headers.get("accept-language", "zh").split(",")[0].strip().lower()
    return "en" if first.startswith("en") else "zh"


def answer(request: Request, status: int, code: str, detail: str, problems: list[dict[str, Any]]) -> JSONResponse:
    body = {
        "type": "about:blank",
        "title": detail,
        "status": status,
        "detail": "；".join(problem["message"] for problem in problems) or detail,
        "code": CODES.get(code, code),
        "problems": problems,
    }
    return JSONResponse(body, status_code=status, media_type="application/problem+json")


def as_json(problem: Problem, language: str) -> dict[str, Any]:
    """A problem with its place and, where it was found on a walk through the diagram, the `path` as {id, name}."""
    places = {"file": problem.file, "line": problem.line, "element": problem.element, "field": problem.field}
    places["path"] = problem.parameters.get("path") or None
    body: dict[str, Any] = {"code": problem.code, "message": problem.message(language)}
    return body | {name: value for name, value in places.items() if value is not None}


def _duban_error(request: Request, error: DubanError) -> JSONResponse:
    language = language_of(request)
    status = next(code for kind in type(error).__mro__ if (code := STATUS.get(kind)))
    problems = [as_json(problem, language) for problem in error.problems]
    response = answer(request, status, error.code, error.message(language), problems)
    if error.retry_after_seconds is not None:
        response.headers["Retry-After"] = str(error.retry_after_seconds)
    return response


def _bad_request(request: Request, error: RequestValidationError) -> JSONResponse:
    language = language_of(request)
    problems = [
        {
            "code": "request.invalid",
            "message": messages.text(
                "request.invalid", language, field=_field(one["loc"]), reason=_reason(one, language)
            ),
            "field": _field(one["loc"]),
        }
        for one in error.errors()
    ]
    return answer(request, 422, "error.invalid", messages.text("error.invalid", language), problems)


def _reason(error: Mapping[str, Any], language: str) -> str:
    """What is wrong with a field, by kind of error; a kind without a sentence of its own gets the general one."""
    kind = KINDS.get(error["type"], "other")
    return messages.text(f"request.reason_{kind}", language, **{"bound": "", **_bound(error.get("ctx") or {})})


def _bound(context: Mapping[str, Any]) -> dict[str, Any]:
    """The limit that was passed or the list that was missed, whatever its name."""
    found = [context[name] for name in ("le", "ge", "max_length", "min_length", "expected", "error") if name in context]
    return {"bound": str(found[0]).replace(" or ", ", ")} if found else {}


def _field(location: tuple[Any, ...]) -> str:
    return "/" + "/".join(str(part) for part in location[1:])


def refusal(request: Request, status: int, code: str) -> JSONResponse:
    """A refusal that is not about what was handed in: its sentence says all."""
    return answer(request, status, code, messages.text(code, language_of(request)), [])


def _http(request: Request, error: HTTPException) -> JSONResponse:
    codes = {404: "error.not_found", 405: "request.method", 413: "error.too_large"}
    return refusal(request, error.status_code, codes.get(error.status_code, "request.refused"))


def _refused(request: Request, error: DatabaseRefused) -> JSONResponse:
    """A constraint said no: somebody else was first, or what was referred to is gone."""
    log.warning("database.refused", error=str(error.orig))
    return answer(request, 409, "error.conflict", messages.text("error.conflict", language_of(request)), [])


def _database(request: Request, error: DatabaseFailed) -> JSONResponse:
    log.error("database.failed", error=str(error.orig))
    return _unavailable(request, "error.busy" if is_busy(error) else "error.database_away")


def _crowded(request: Request, error: DatabaseCrowded) -> JSONResponse:
    """Every connection of this process is in use, and none came free in time."""
    log.error("database.crowded", error=str(error))
    return _unavailable(request, "error.busy")


def _unavailable(request: Request, code: str) -> JSONResponse:
    response = answer(request, 503, code, messages.text(code, language_of(request)), [])
    response.headers["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def _unexpected(request: Request, error: Exception) -> JSONResponse:
    log.error("request.failed", path=request.url.path, exc_info=error)
    return answer(request, 500, "error.unexpected", messages.text("error.unexpected", language_of(request)), [])


def install(app: FastAPI) -> None:
    app.add_exception_handler(DubanError, _duban_error)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, _bad_request)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, _http)  # type: ignore[arg-type]
    app.add_exception_handler(DatabaseRefused, _refused)  # type: ignore[arg-type]
    app.add_exception_handler(DatabaseFailed, _database)  # type: ignore[arg-type]
    app.add_exception_handler(DatabaseCrowded, _crowded)  # type: ignore[arg-type]
    app.add_exception_handler(Exception, _unexpected)
