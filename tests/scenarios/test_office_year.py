"""A year of an office on both databases, equal to what an independent model computes from the table."""

from engine.site import Site
from tests.scenarios.office_year.living import EXPLAINED, live_twice
from tests.scenarios.office_year.plan import Size

SEED = 71
SMALL = Size(matters=10, items=32)
BESIDE_THE_LADDER = {
    "instruction",
    "milestone_reached",
    "hand_over",
    "consultation_conclusion",
    "extension",
    "suspension",
    "cancellation",
    "withdrawal",
    "split",
    "merged",
    "merged_in",
}


def test_every_step_mail_light_and_explanation_of_a_year_is_what_the_table_asks_for(either_site: Site) -> None:
    lived = live_twice(either_site, SEED, SMALL, evenings=60)
    assert lived.differences == []
    assert {row.id for row in lived.tables.ladder} <= set(lived.rows), "not every row of the ladder was reached"
    assert {one.kind for one in lived.expected.entries} >= BESIDE_THE_LADDER
    assert any(one.kind == "taken_up_again" for one in lived.expected.mails), "nothing closed was reopened"
    assert lived.expected.notes, "no urges came together"
    assert any("follow" in one.asked for one in lived.expected.items.values()), "no closed item was instructed on"
    assert any(rule.startswith("by_hand") for rule in lived.rows)
    assert set(lived.lights) == {"green", "yellow", "red", "grey", "blue"}
    assert sum(lived.explained.values()) == EXPLAINED
