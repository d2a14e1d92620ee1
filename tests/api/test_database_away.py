"""When the database is away, full, locked or crowded, a person is told so in a sentence that says what to do."""

import sqlite3
from collections.abc import Callable

import psycopg.errors
import pytest

from engine.site import Site
from engine.store import DatabaseBusy, DatabaseCrowded
from tests.api.conftest import Visitor
from tests.support.office import ADMINISTRATOR


def locked() -> Exception:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorname = "SQLITE_BUSY"
    return error


def full() -> Exception:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorname = "SQLITE_FULL"
    return error


def of_postgresql(kind: type[psycopg.Error]) -> Callable[[], Exception]:
    return lambda: DatabaseBusy("SELECT 1", {}, kind())


TROUBLES: dict[str, tuple[Callable[[], Exception], str]] = {
    "locked": (locked, "error.busy"),
    "full": (full, "error.database_away"),
    "waited too long": (of_postgresql(psycopg.errors.LockNotAvailable), "error.busy"),
    "went away": (of_postgresql(psycopg.errors.AdminShutdown), "error.database_away"),
    "crowded": (DatabaseCrowded, "error.busy"),
}
SENTENCES = {
    ("error.busy", "zh"): "请稍后再试",
    ("error.busy", "en"): "try again",
    ("error.database_away", "zh"): "请联系系统管理员",
    ("error.database_away", "en"): "tell the administrator",
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("trouble", TROUBLES)
def test_whatever_ails_the_database_the_answer_is_a_503_with_a_sentence(
    site: Site, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, trouble: str, language: str
) -> None:
    error, code = TROUBLES[trouble]

    def fail(*_: object) -> None:
        raise error()

    monkeypatch.setattr(site.engine.dialect, "do_execute", fail)
    answer = visitor(ADMINISTRATOR).get("/tasks", headers={"Accept-Language": language})
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert answer.headers["retry-after"] == "5"
    assert answer.json()["code"] == code
    assert SENTENCES[(code, language)] in answer.json()["detail"]
