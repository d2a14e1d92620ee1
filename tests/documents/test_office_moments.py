"""Days, half days and times in a sheet of absences."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents.cells import Cell
from engine.documents.office_moments import read_moment, words_of_moment
from engine.domain.clock import OFFICE_ZONE


def local(cell: Cell, *, is_end: bool) -> str:
    return f"{read_moment(cell, is_end=is_end).astimezone(OFFICE_ZONE):%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("2026-01-05", "01-05 00:00", "01-06 00:00"),
        ("2026年1月5日上午", "01-05 00:00", "01-05 12:00"),
        ("2026/1/5 下午", "01-05 12:00", "01-06 00:00"),
        ("2026.1.5 14:30", "01-05 14:30", "01-05 14:30"),
        ("2026-01-05 下午 2:30", "01-05 14:30", "01-05 14:30"),
        ("2026-01-05 24:00", "01-06 00:00", "01-06 00:00"),
        ("2026-01-05T09:00:00", "01-05 09:00", "01-05 09:00"),
        (dt.date(2026, 1, 5), "01-05 00:00", "01-06 00:00"),
        (dt.datetime(2026, 1, 5, 14, 30), "01-05 14:30", "01-05 14:30"),  # noqa: DTZ001
        (46027, "01-05 00:00", "01-06 00:00"),
        (46027.5, "01-05 12:00", "01-05 12:00"),
    ],
)
def test_a_cell_is_an_instant(cell: Cell, start: str, end: str) -> None:
    assert (local(cell, is_end=False), local(cell, is_end=True)) == (start, end)


@pytest.mark.parametrize(
    "cell", ["明天", "2026-02-30", "2026-01-05 25:00", "2026-01-05 10:75", "2026-01-05 24:30", 7.5, ""]
)
def test_what_is_no_instant_is_refused(cell: Cell) -> None:
    with pytest.raises(ValueError):
        read_moment(cell, is_end=False)


@given(st.datetimes(dt.datetime(2000, 1, 2), dt.datetime(2099, 12, 30)), st.booleans())  # noqa: DTZ001
def test_what_is_told_is_read_again(moment: dt.datetime, is_end: bool) -> None:
    instant = moment.replace(second=0, microsecond=0, tzinfo=OFFICE_ZONE)
    assert read_moment(words_of_moment(instant, is_end=is_end), is_end=is_end) == instant
