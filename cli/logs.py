"""Log lines: whatever somebody outside put into them, a line stays a line, and a terminal is told nothing."""

import logging
import re
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

from engine.settings import Settings

HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")  # controls, bidi, zero width
SECRET = re.compile(r"(?i)\b(bearer|basic)\s+[a-z0-9._~+/=-]{8,}|(://[^:/?#\s@]{0,80}):[^@/\s]{1,200}@")
MARGIN = "\n    | "


def configure_logging(settings: Settings) -> None:
    """Structured lines on standard output, and what libraries say in the same safe form on standard error."""
    renderer = structlog.processors.JSONRenderer() if settings.log_json else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            make_plain,
            renderer,
        ],
        logger_factory=structlog.PrintLoggerFactory(),
    )
    handler = logging.StreamHandler()
    handler.setFormatter(PlainFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


class PlainFormatter(logging.Formatter):
    """What uvicorn, Celery and others log, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return as_block(super().format(record))


def make_plain(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """A processor: every value in one line, the traceback in lines with a margin that no value can have."""
    return {name: as_block(value) if name == "exception" else _plain(value) for name, value in event.items()}


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool | int | float | None) else as_line(str(value))


def as_line(text: str) -> str:
    """Controls, and what turns the reading direction, as their escapes; without what proves who somebody is."""
    return HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", SECRET.sub(_masked, text))


def as_block(text: str) -> str:
    return MARGIN.join(as_line(line) for line in text.split("\n"))


def _masked(found: re.Match[str]) -> str:
    return f"{found[2]}:***@" if found[2] else f"{found[1]} ***"
