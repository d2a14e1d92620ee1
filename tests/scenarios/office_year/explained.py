"""The answer of the explain endpoint held against what the model says of the same light."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from tests.scenarios.office_year import almanac
from tests.scenarios.office_year.office import name_of
from tests.scenarios.office_year.play import naive
from tests.scenarios.office_year.state import Expected, Key

RULES = {"date": "领导指定日期", "working_days": "交办次日起 {days} 个工作日"}


def differences_of(expected: Expected, key: Key, moment: datetime, answer: dict[str, Any]) -> list[str]:
    """Everything that is said otherwise, or not at all."""
    wanted = expected.explained[moment, key]
    kind, days = wanted["rule"]
    due = answer["due"]
    told = Counter(
        (one.kind, name_of(one.to), one.at) for one in expected.mails if one.item == key and one.at <= moment
    )
    pairs = (
        ("light", wanted["light"], answer["light"]["code"]),
        ("moment", moment, _moment(answer["at"])),
        ("step", wanted["step"], answer["step"]["code"]),
        ("due", wanted["due_at"], _moment(due["due_at"])),
        ("rule", RULES[kind].format(days=days), due["rule_text"]),
        ("original", wanted["original"], _moment(due["original_due_at"])),
        ("moved", wanted["moved"], len(due["changes"])),
        ("skipped", wanted["skipped"], [one["date"] for one in due["skipped"]]),
        ("provisional", False, due["provisional"]),
        ("reasons", wanted["reasons"], _since(answer["reasons"])),
        ("ahead", wanted["ahead"], _since(answer["ahead"])),
        ("told", told, Counter((one["kind"], one["to"], _moment(one["at"])) for one in answer["told"])),
    )
    different = [f"{name}: {one} expected, but it says {other}" for name, one, other in pairs if one != other]
    return [*different, *_wrong_names(due["skipped"])]


def _wrong_names(skipped: list[dict[str, str]]) -> Iterator[str]:
    """A festival is called by its name; what has no name is a weekend."""
    for one in skipped:
        names = almanac.why_off(date.fromisoformat(one["date"]))
        if names and not any(name in one["reason"] for name in names) and "周末" not in one["reason"]:
            yield f"{one['date']}: {names} expected, but it says {one['reason']}"


def _since(reasons: list[dict[str, Any]]) -> dict[str, datetime | None]:
    return {one["code"]: _moment(one["since"]) for one in reasons}


def _moment(text: str | None) -> datetime | None:
    return naive(datetime.fromisoformat(text)) if text else None
