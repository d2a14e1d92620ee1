"""The types of a decision table's columns: what belongs to one, and how data that are only text become one."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from engine.domain.clock import OFFICE_ZONE

ValueType = Literal["any", "text", "boolean", "number", "integer", "date", "moment", "span"]


_CLASSES: dict[ValueType, type | tuple[type, ...]] = {
    "any": object,
    "text": str,
    "boolean": bool,
    "number": (int, float, Decimal),
    "integer": (int, float, Decimal),
    "date": date,
    "moment": datetime,
    "span": timedelta,
}


def is_of(value: Any, value_type: ValueType) -> bool:
    """Whether a value that is there belongs to the type; for Python a truth is a number and a moment is a day."""
    if not isinstance(value, _CLASSES[value_type]):
        return False
    if value_type in ("number", "integer"):
        return not isinstance(value, bool) and (value_type == "number" or _is_whole(value))
    return value_type != "date" or not isinstance(value, datetime)


def _is_whole(number: Any) -> bool:
    return bool(number == number // 1)


def as_type(value: Any, value_type: ValueType) -> Any:
    """Data carry days and moments as ISO texts; where the column says what they are, they are read. Else the value."""
    if not isinstance(value, str) or value_type not in ("date", "moment"):
        return value
    try:
        if value_type == "date":
            return date.fromisoformat(value) if "T" not in value else value
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return moment if moment.tzinfo else moment.replace(tzinfo=OFFICE_ZONE)
