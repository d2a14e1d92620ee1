"""What colours an item is said by rules; from when on follows from its record alone."""

from datetime import UTC, datetime, timedelta

from engine.domain.lights import LightRules, Signs, instants, item_light, light_causes, red_since

DUE = datetime(2026, 3, 20, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
NEAR = DUE - 3 * DAY
RULES = LightRules(yellow_behind=10, red_behind=30)


def light_at(rules: LightRules, signs: Signs, moment: datetime) -> str:
    return item_light("running", *instants(light_causes(rules, signs)), moment)


def test_an_item_is_green_then_yellow_near_the_due_date_then_red() -> None:
    signs = Signs(due_at=DUE, warning_at=NEAR)
    moments = (NEAR - DAY, NEAR, DUE, DUE + timedelta(microseconds=1))
    assert [light_at(RULES, signs, moment) for moment in moments] == ["green", "yellow", "yellow", "red"]


def test_ten_points_behind_are_yellow_and_more_than_thirty_red_from_that_very_moment() -> None:
    seen = DUE - 10 * DAY
    found = [light_at(RULES, Signs(DUE, NEAR, behind=[(seen, points)]), seen) for points in (9, 10, 30, 31)]
    assert found == ["green", "yellow", "yellow", "red"]
    assert light_at(LightRules(), Signs(DUE, NEAR, behind=[(seen, 90)]), seen) == "green"


def test_a_later_milestone_colours_only_when_it_comes() -> None:
    first, second = DUE - 10 * DAY, DUE - 6 * DAY
    signs = Signs(DUE, NEAR, behind=[(first, 5), (second, 40)])
    assert [light_at(RULES, signs, moment) for moment in (first, second)] == ["green", "red"]


def test_the_table_says_which_steps_and_reports_colour_and_how() -> None:
    at = DUE - 10 * DAY
    strict = LightRules(warning_days=None, late_report="red", yellow_steps=("watch",), red_steps=("supervise",))
    assert light_at(strict, Signs(DUE, NEAR, steps=[("watch", at)]), at) == "yellow"
    assert light_at(strict, Signs(DUE, NEAR, steps=[("watch", at), ("supervise", at)]), at) == "red"
    assert light_at(strict, Signs(DUE, NEAR, reports_due=[at]), at + DAY) == "red"
    assert light_at(strict, Signs(DUE, NEAR), NEAR) == "green"
    assert light_at(strict, Signs(DUE, NEAR, steps=[("urge", at)]), at) == "green"


def test_a_miss_that_was_made_good_is_yellow_and_never_green_again() -> None:
    missed = Signs(DUE, NEAR, missed_at=DUE - 20 * DAY)
    assert light_at(RULES, missed, DUE - 10 * DAY) == "yellow"
    assert light_at(LightRules(missed=None), missed, DUE - 10 * DAY) == "green"


def test_what_was_handed_in_by_its_date_and_waits_for_the_office_is_not_coloured_by_the_date() -> None:
    late = DUE + timedelta(minutes=1)
    found = [light_at(RULES, Signs(DUE, NEAR, handed_in_at=at), DUE + 9 * DAY) for at in (NEAR, DUE, late)]
    assert found == ["green", "green", "red"]
    watched = Signs(DUE, NEAR, steps=[("watch", NEAR)], handed_in_at=DUE)
    assert light_at(RULES, watched, DUE + 9 * DAY) == "yellow"


def test_causes_come_in_the_order_in_which_they_begin() -> None:
    at = DUE - 10 * DAY
    signs = Signs(DUE, NEAR, reports_due=[at + DAY], steps=[("watch", at)], behind=[(at + 2 * DAY, 35)])
    found = [(cause.code, cause.light) for cause in light_causes(RULES, signs)]
    assert found == [
        ("watched", "yellow"),
        ("late_report", "yellow"),
        ("behind", "yellow"),
        ("behind", "red"),
        ("warning", "yellow"),
        ("overdue", "red"),
    ]


def test_since_when_it_was_red_is_read_back_to_the_very_instant() -> None:
    seen = DUE - 10 * DAY
    _, red_at = instants(light_causes(RULES, Signs(DUE, NEAR, behind=[(seen, 40)])))
    assert red_at is not None
    assert red_since(red_at, "behind") == seen
    assert [red_since(DUE, why) for why in ("overdue", "late_report", None)] == [DUE] * 3
