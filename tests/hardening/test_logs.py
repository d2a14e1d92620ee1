"""A log line stays a line, tells a terminal nothing and shows no secret, whoever wrote into it."""

import io
import json
import logging
from collections.abc import Callable, Iterator

import pytest
import structlog
from sqlalchemy import text

from cli.logs import HIDDEN, PlainFormatter, as_line, configure_logging
from engine.notify.smtp import SmtpPostman
from engine.settings import Settings
from engine.site import Site
from engine.store import DatabaseFailed

FORGED = "a\r\n2026-01-05 [error] forged\x1b[31m\x9b31m\u202e\u2028x"


@pytest.fixture(params=[False, True], ids=["console", "json"])
def log(request: pytest.FixtureRequest) -> Iterator[tuple[structlog.BoundLogger, Callable[[], str]]]:
    """A logger as a process of the product has it, and what it has written."""
    root, kept = logging.getLogger(), logging.getLogger().handlers[:]
    configure_logging(Settings(log_json=request.param))
    written = io.StringIO()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(written))
    yield structlog.get_logger(), written.getvalue
    structlog.reset_defaults()
    root.handlers = kept


Log = tuple[structlog.BoundLogger, Callable[[], str]]


def test_a_value_is_one_line_without_controls(log: Log) -> None:
    logger, written = log
    logger.warning("request.failed", path=FORGED, parts=[FORGED])
    assert len(written().splitlines()) == 1
    assert not HIDDEN.search(written().rstrip("\n"))
    assert "forged" in written()


def _fail() -> None:
    raise ValueError(FORGED)


def test_a_traceback_forges_no_line(log: Log) -> None:
    logger, written = log
    try:
        _fail()
    except ValueError:
        logger.exception("failed")
    whole = written()
    assert not HIDDEN.search(whole.replace("\n", ""))
    if whole.startswith("{"):
        assert "\n    | " in json.loads(whole)["exception"]
    else:
        first, *rest = whole.rstrip("\n").split("\n")
        assert "failed" in first
        assert [line for line in rest if line and not line.startswith("    | ") and "Traceback" not in line] == []


def test_what_libraries_log_is_as_safe() -> None:
    record = logging.LogRecord("uvicorn.error", logging.ERROR, "x", 1, "bad %s", (FORGED,), None)
    said = PlainFormatter("%(message)s").format(record)
    assert [line for line in said.split("\n")[1:] if not line.startswith("    | ")] == []
    assert not HIDDEN.search(said.replace("\n", ""))


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Authorization: Bearer test-token-of-somebody", "Authorization: Bearer ***"),
        ("basic dXNlcjpwYXNzd29yZA==", "basic ***"),
        ("postgresql://duban:pass-word@db/duban", "postgresql://duban:***@db/duban"),
        ("redis://:pass-word@db:6379/0", "redis://:***@db:6379/0"),
        ("https://oa.example.cn:8443/a@b", "https://oa.example.cn:8443/a@b"),
    ],
)
def test_what_proves_who_somebody_is_is_masked(said: str, shown: str) -> None:
    assert as_line(said) == shown


def test_settings_show_no_secret_however_they_are_shown() -> None:
    settings = Settings.model_validate(
        {
            "database_url": "postgresql+psycopg://duban:pass-word@db/duban",
            "owner_database_url": "postgresql+psycopg://owner:pass-word@db/duban",
            "broker_url": "redis://:pass-word@db/0",
            "smtp_password": "pass-word",
            "bootstrap_token": "pass-word" * 8,
            "receivers": {
                "oa": {"kind": "webhook", "url": "https://oa.example.cn", "secret": "pass-word-of-the-receiver"},
                "group": {"kind": "wecom", "url": "https://qyapi.example.cn/send?key=pass-word"},
            },
        }
    )
    assert "pass-word" not in settings.receivers["oa"].model_dump_json()
    assert "pass-word" not in repr(settings) + str(settings)
    assert "pass-word" not in repr(SmtpPostman("mail", password="pass-word"))


def test_a_wrong_setting_is_named_without_its_value() -> None:
    with pytest.raises(ValueError, match="smtp_port") as caught:
        Settings.model_validate({"smtp_port": "pass-word", "bootstrap_token": "pass-word"})
    assert "pass-word" not in str(caught.value)


def test_an_error_of_the_database_shows_no_value_of_its_statement(site: Site) -> None:
    with pytest.raises(DatabaseFailed) as caught, site.reading() as session:
        session.execute(text("SELECT * FROM nowhere WHERE secret = :secret"), {"secret": "pass-word"})
    assert "pass-word" not in str(caught.value)
