"""A designer changes thresholds and words in the tables and deploys them; nobody touches Python.

The rule for open items: they stay on the version they were dispatched on until somebody carries them over on purpose.
"""

from datetime import timedelta
from typing import Any

import pytest

from engine.commands.definitions.shipped import PROCESSES
from engine.site import Site
from tests.api.conftest import Visitor
from tests.support.matter import complete, dispatch, open_task
from tests.support.office import ADMINISTRATOR, DESIGNER, HANDLER, MONDAY, OFFICER, move_clock_and_work

DECISIONS = PROCESSES / "supervision" / "decisions"
KEY = "supervision-item"
WORDS = "剩余时间不足三个工作日，请抓紧办理并填写回执。"
NEW_WORDS = "请于今日下班前说明办理进度。"


def changed(name: str, *changes: tuple[str, str]) -> tuple[str, bytes]:
    """A table with some of its cells changed; each change is there exactly once."""
    text = (DECISIONS / name).read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return name, text.encode()


LADDER = changed(
    "ladder.dmn",
    (
        '<inputEntry id="handle_urge_days_left">\n          <text>&lt;= 3<',
        '<inputEntry id="handle_urge_days_left">\n          <text>&lt;= 7<',
    ),
    (WORDS, NEW_WORDS),
)
LIGHTS = changed(
    "lights.dmn",
    ('_out_warning_days">\n          <text>3<', '_out_warning_days">\n          <text>6<'),
)


def deploy_changed(visitor: Visitor) -> dict[str, Any]:
    designer = visitor(DESIGNER)
    detail = designer.get(f"/definitions/{KEY}").json()
    names = [one["name"] for one in detail["files"]]
    files = [
        ("files", (next(whole for whole in names if whole.endswith(name)), content))
        for name, content in (LADDER, LIGHTS)
    ]
    answer = designer.post(f"/definitions?base={detail['digest']}", files=files)
    assert answer.status_code == 201, answer.json()
    return next(one for one in answer.json()["definitions"] if one["key"] == KEY)


def ladder(visitor: Visitor, item_id: int) -> dict[str, Any]:
    found: dict[str, Any] = visitor(OFFICER).get(f"/items/{item_id}/explain").json()
    return found


def signed(site: Site) -> int:
    item_id = dispatch(site, due_working_days=10)
    complete(site, HANDLER, open_task(site, "sign"), decision="sign")
    return item_id


def urge_of(found: dict[str, Any]) -> tuple[str, str]:
    ahead = found["ladder"]["ahead"][0]
    return ahead["rule"], ahead["at"][:10]


@pytest.fixture
def old_item(site: Site) -> int:
    """Dispatched on Monday the 5th of January, due in ten working days, on the 19th."""
    return signed(site)


def test_open_items_stay_on_their_table_and_new_ones_follow_the_new_one(
    site: Site, visitor: Visitor, old_item: int
) -> None:
    deployed = deploy_changed(visitor)
    assert (deployed["version"], deployed["open_before"]) == (2, 1)
    new_item = signed(site)
    assert urge_of(ladder(visitor, old_item)) == ("handle_urge", "2026-01-14")
    assert urge_of(ladder(visitor, new_item)) == ("handle_urge", "2026-01-08")
    move_clock_and_work(site, MONDAY + timedelta(days=4))
    old, new = ladder(visitor, old_item), ladder(visitor, new_item)
    assert (old["light"]["code"], new["light"]["code"]) == ("green", "yellow")
    assert old["ladder"]["taken"] == []
    assert [one["text"] for one in new["ladder"]["taken"]] == [NEW_WORDS]
    move_clock_and_work(site, MONDAY + timedelta(days=10))
    assert [one["text"] for one in ladder(visitor, old_item)["ladder"]["taken"]] == [WORDS]


def test_open_items_are_carried_over_on_purpose_after_a_rehearsal_that_keeps_nothing(
    site: Site, visitor: Visitor, old_item: int
) -> None:
    deploy_changed(visitor)
    before = ladder(visitor, old_item)
    admin, body = visitor(ADMINISTRATOR), {"reason": "按新规则执行"}
    assert admin.get(f"/definitions/{KEY}").json()["open_before"] == 1
    told = admin.post(f"/definitions/{KEY}/carry-over", json={**body, "dry_run": True}).json()
    assert (told["version"], told["moved"], told["left"], told["refused"]) == (2, 1, 0, [])
    (change,) = told["changes"]
    assert change["item_id"] == old_item
    assert (change["next_asked_before"][:10], change["next_asked_after"][:10]) == ("2026-01-14", "2026-01-08")
    assert ladder(visitor, old_item) == before
    assert admin.post(f"/definitions/{KEY}/carry-over", json=body).json() == told
    assert urge_of(ladder(visitor, old_item)) == ("handle_urge", "2026-01-08")
    assert admin.get(f"/definitions/{KEY}").json()["open_before"] == 0
    assert visitor(DESIGNER).post(f"/definitions/{KEY}/carry-over", json=body).status_code == 403
    nothing = admin.post(f"/definitions/{KEY}/carry-over", json=body).json()
    assert (nothing["moved"], nothing["left"], nothing["changes"]) == (0, 0, [])
    move_clock_and_work(site, MONDAY + timedelta(days=4))
    assert [one["text"] for one in ladder(visitor, old_item)["ladder"]["taken"]] == [NEW_WORDS]


def test_lights_follow_the_table_of_the_version_an_item_runs_on(site: Site, visitor: Visitor, old_item: int) -> None:
    deploy_changed(visitor)
    new_item = signed(site)
    ahead = {one: ladder(visitor, one)["ahead"][0] for one in (old_item, new_item)}
    assert [ahead[one]["since"][:10] for one in (old_item, new_item)] == ["2026-01-14", "2026-01-09"]
    assert "不足 6 个工作日" in ahead[new_item]["text"]


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("ladder.dmn", '"mail,in_app,robot"', '"mail,telegram"', "ladder.channel_unknown"),
        ("ladder.dmn", "<text>progress_behind</text>", "<text>progres_behind</text>", "ladder.fact_unknown"),
        ("by_hand.dmn", '"leader,unit_head,officer"', '"leader,mayor"', "ladder.role_unknown"),
        ("lights.dmn", 'name="warning_days"', 'name="waring_days"', "dmn.lights_column"),
        ("lights.dmn", '"watch,supervise,circular,talk"', '"watch,supervize"', "dmn.lights_value"),
        ("lights.dmn", "<text>urgency</text>", "<text>colour</text>", "dmn.lights_fact"),
    ],
)
def test_a_word_the_tables_do_not_know_is_refused_with_its_place(
    visitor: Visitor, name: str, old: str, new: str, code: str
) -> None:
    designer = visitor(DESIGNER)
    detail = designer.get(f"/definitions/{KEY}").json()
    whole = next(one["name"] for one in detail["files"] if one["name"].endswith(name))
    text = (DECISIONS / name).read_text(encoding="utf-8")
    assert old in text
    files = [("files", (whole, text.replace(old, new).encode()))]
    refused = designer.post(f"/definitions?base={detail['digest']}", files=files)
    assert refused.status_code == 422
    assert code in [problem["code"] for problem in refused.json()["problems"]]
