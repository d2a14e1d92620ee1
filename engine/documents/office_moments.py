"""Days, half days and exact times of an absence, as a sheet says them and as it is told them."""

import datetime as dt
import re

from engine.documents.cells import FIRST_SERIAL, LAST_SERIAL, SERIAL_ORIGIN, Cell, words
from engine.domain.clock import OFFICE_ZONE, require_aware

MOMENT = re.compile(
    r"(?P<year>20\d\d)[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[日号]?"
    r"(?:T|\s)*(?P<half>上午|下午|全天)?\s*(?:(?P<hour>\d{1,2})(?:[:：时点](?P<minute>\d{1,2})?分?(?:[:：]00)?))?"
)
DAY, NOON = dt.timedelta(days=1), dt.timedelta(hours=12)
MINUTES_OF_DAY = 24 * 60


def read_moment(cell: Cell, *, is_end: bool) -> dt.datetime:
    """The instant in UTC; an end that names a day or half a day means all of it. ValueError for other words."""
    if isinstance(cell, dt.datetime):
        return _instant(cell.replace(second=0, microsecond=0, tzinfo=None))
    if isinstance(cell, dt.date):
        return _instant(_midnight(cell) + (DAY if is_end else dt.timedelta()))
    if isinstance(cell, int | float) and FIRST_SERIAL <= cell <= LAST_SERIAL:
        return _of_serial(float(cell), is_end=is_end)
    return _in_words(words(cell), is_end=is_end)


def words_of_moment(instant: dt.datetime, *, is_end: bool) -> str:
    """As `read_moment` understands it: 2026-01-09 for a whole day, 2026-01-09 12:00 else."""
    local = instant.astimezone(OFFICE_ZONE)
    if (local.hour, local.minute) != (0, 0):
        return f"{local:%Y-%m-%d %H:%M}"
    return f"{local - DAY:%Y-%m-%d}" if is_end else f"{local:%Y-%m-%d}"


def _of_serial(serial: float, *, is_end: bool) -> dt.datetime:
    whole = int(serial)
    minutes = round((serial - whole) * MINUTES_OF_DAY)
    day = _midnight(SERIAL_ORIGIN + dt.timedelta(days=whole))
    return _instant(day + (dt.timedelta(minutes=minutes) if minutes or not is_end else DAY))


def _in_words(text: str, *, is_end: bool) -> dt.datetime:
    found = MOMENT.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    day = _midnight(dt.date(int(found["year"]), int(found["month"]), int(found["day"])))
    half, hour, minute = found["half"], found["hour"], int(found["minute"] or 0)
    if hour is None:
        return _instant(day + _bound(half, is_end=is_end))
    hours = int(hour) + (12 if half == "下午" and int(hour) < 12 else 0)
    if hours > 24 or minute > 59 or (hours == 24 and minute):
        raise ValueError(text)
    return _instant(day + dt.timedelta(hours=hours, minutes=minute))


def _bound(half: str | None, *, is_end: bool) -> dt.timedelta:
    if is_end:
        return NOON if half == "上午" else DAY
    return NOON if half == "下午" else dt.timedelta()


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001 - the zone comes with `_instant`


def _instant(local: dt.datetime) -> dt.datetime:
    return require_aware(local.replace(tzinfo=OFFICE_ZONE))
