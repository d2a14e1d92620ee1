"""Days, moments and spans of time as ISO 8601 texts and back: data are JSON, so times travel as text."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from engine.domain.clock import OFFICE_ZONE

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SPAN = re.compile(
    r"(?P<sign>-?)P(?:(?P<weeks>\d{1,6})W)?(?:(?P<days>\d{1,6})D)?"
    r"(?:T(?:(?P<hours>\d{1,8})H)?(?:(?P<minutes>\d{1,9})M)?(?:(?P<seconds>\d{1,10}(?:\.\d{1,6})?)S)?)?",
    re.ASCII,
)


def read_day(text: str) -> date:
    """`2026-01-05`; ValueError for anything else."""
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def read_moment(text: str) -> datetime:
    """`2026-01-05T09:00` with or without a zone; without one it is meant in the office's. ValueError otherwise."""
    if "T" not in text:
        raise ValueError(text)
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=OFFICE_ZONE)).astimezone(OFFICE_ZONE)


def read_span(text: str) -> timedelta:
    """`P3D`, `PT2H30M`, `P1W`; ValueError otherwise. Years and months have no fixed length."""
    found = _SPAN.fullmatch(text)
    if found is None or text.endswith(("P", "T")):
        raise ValueError(text)
    parts = {name: float(value) for name, value in found.groupdict().items() if value and name != "sign"}
    span = timedelta(**parts)
    return -span if found["sign"] else span


def as_text(value: date | datetime | timedelta) -> str:
    """The ISO 8601 text of a time."""
    return _span_text(value) if isinstance(value, timedelta) else value.isoformat()


def as_data(value: Any) -> Any:
    """The value as JSON data: times, wherever they stand in it, become texts. Without any it is the value itself."""
    if isinstance(value, date | timedelta):
        return as_text(value)
    if isinstance(value, dict):
        parts = {name: as_data(part) for name, part in value.items()}
        return value if all(parts[name] is part for name, part in value.items()) else parts
    if isinstance(value, list):
        elements = [as_data(part) for part in value]
        return value if all(new is old for new, old in zip(elements, value, strict=True)) else elements
    return value


def _span_text(span: timedelta) -> str:
    if span < timedelta(0):
        return f"-{_span_text(-span)}"
    hours, rest = divmod(span.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    fraction = f".{span.microseconds:06d}".rstrip("0") if span.microseconds else ""
    days = f"{span.days}D" if span.days else ""
    clock = [(hours, "H"), (minutes, "M")]
    time = "".join(f"{count}{unit}" for count, unit in clock if count)
    time += f"{seconds}{fraction}S" if seconds or fraction else ""
    return f"P{days}{'T' + time if time else ''}" if days or time else "PT0S"
