"""Bytes of a form file to JSON values: UTF-8, no doubled names, no numbers that JSON does not have, bounded."""

import json
from collections import Counter
from typing import Any, NoReturn

from engine.domain.errors import Invalid, Problem

MAX_BYTES = 200_000
MAX_DEPTH = 50


class _Doubled(ValueError):
    """A name stands twice in one object; which of the two counts would depend on the reader."""


def read_json(file_name: str, content: bytes) -> Any:
    """The value of a JSON file; Invalid says at which line it cannot be read."""
    if len(content) > MAX_BYTES:
        raise Invalid([Problem("forms.file_too_large", {"limit": MAX_BYTES}, file=file_name, line=1)])
    value = _parsed(file_name, content)
    if _is_deeper(value, MAX_DEPTH):
        raise Invalid([Problem("forms.file_too_deep", {"limit": MAX_DEPTH}, file=file_name, line=1)])
    return value


def _parsed(file_name: str, content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Invalid([Problem("forms.not_utf8", file=file_name, line=line)]) from None
    except json.JSONDecodeError as error:
        where = {"column": error.colno}
        raise Invalid([Problem("forms.not_json", where, file=file_name, line=error.lineno)]) from None
    except _Doubled as doubled:
        name = str(doubled)
        line = _line_of_second(content.decode("utf-8-sig"), name)
        raise Invalid([Problem("forms.name_doubled", {"name": name}, file=file_name, line=line)]) from None
    except (ValueError, RecursionError):  # NaN, numbers of thousands of digits, endless nesting
        raise Invalid([Problem("forms.not_json", {"column": 1}, file=file_name, line=1)]) from None


def _is_deeper(value: Any, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        parts = [part.values() if isinstance(part, dict) else part for part in level if isinstance(part, dict | list)]
        level = [inner for part in parts for inner in part]
    return bool(level)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    counted = Counter(name for name, _ in pairs)
    for name, times in counted.items():
        if times > 1:
            raise _Doubled(name)
    return dict(pairs)


def _no_number(constant: str) -> NoReturn:
    raise ValueError(constant)


def _line_of_second(text: str, name: str) -> int:
    """The line on which a name stands for the second time: nearest to the truth without a parser of our own."""
    quoted = json.dumps(name, ensure_ascii=False)
    first = text.find(quoted)
    second = text.find(quoted, first + 1)
    return text.count("\n", 0, max(second, 0)) + 1
