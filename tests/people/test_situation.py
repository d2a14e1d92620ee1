"""Who may do a piece of work: the line from the A post to the administrators, and its inverse."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine.people.facts import (
    Absence,
    Facts,
    Holding,
    Member,
    Membership,
    PostFacts,
    RoleGrant,
    Span,
    UnitFacts,
)
from engine.people.organisation import Organisation
from engine.people.situation import Situation, Work

NOW = datetime(2026, 1, 5, 1, 30, tzinfo=UTC)
DAY = timedelta(days=1)
A, B, HEAD, HEAD_B, PARTNER, LEADER, ABOVE, ADMINISTRATOR, OTHER = range(1, 10)
UNIT, PARTNER_UNIT, UPPER = 1, 2, 3
HANDLING, HEADING, PARTNERS_HEADING, LEADING, UPPER_HEADING = 1, 2, 3, 4, 5

OFFICE = Facts(
    members=tuple(Member(number, f"p{number}", f"人{number}", "") for number in range(1, 10)),
    units=(
        UnitFacts(UNIT, "u", "综合处", parent_id=UPPER, partner_id=PARTNER_UNIT, leader_post_id=LEADING),
        UnitFacts(PARTNER_UNIT, "v", "信息处", position=1),
        UnitFacts(UPPER, "w", "办公厅", position=2),
    ),
    posts=(
        PostFacts(HANDLING, UNIT, "handler", "承办岗"),
        PostFacts(HEADING, UNIT, "head", "负责人岗"),
        PostFacts(PARTNERS_HEADING, PARTNER_UNIT, "head", "负责人岗"),
        PostFacts(LEADING, None, "leader", "副主任"),
        PostFacts(UPPER_HEADING, UPPER, "head", "负责人岗"),
    ),
    holdings=(
        Holding(HANDLING, "A", A),
        Holding(HANDLING, "B", B),
        Holding(HEADING, "A", HEAD),
        Holding(HEADING, "B", HEAD_B),
        Holding(PARTNERS_HEADING, "A", PARTNER),
        Holding(LEADING, "A", LEADER),
        Holding(UPPER_HEADING, "A", ABOVE),
    ),
    memberships=(Membership(A, UNIT), Membership(B, UNIT), Membership(HEAD, UNIT)),
    grants=(RoleGrant(ADMINISTRATOR, "administrator"),),
)


def away(
    person_id: int, third_id: int | None = None, process: str | None = None, unit_id: int | None = None
) -> Absence:
    return Absence(person_id, person_id, Span(NOW, NOW + DAY), process, unit_id, third_id)


def with_away(*absences: Absence) -> Situation:
    return Organisation(replace(OFFICE, absences=absences)).at(NOW)


def test_each_in_the_line_does_it_when_all_before_are_away() -> None:
    line = [A, B, HEAD, HEAD_B, PARTNER, LEADER, ABOVE, ADMINISTRATOR]
    for number, person_id in enumerate(line):
        assert with_away(*map(away, line[:number])).doers(["post:1"]) == {person_id}
    assert with_away(*map(away, line)).doers(["post:1"]) == set()


def test_a_named_third_comes_after_b_and_before_the_head() -> None:
    assert with_away(away(A, third_id=OTHER)).doers(["post:1"]) == {B}
    assert with_away(away(A, third_id=OTHER), away(B)).doers(["post:1"]) == {OTHER}
    assert with_away(away(A), away(B, third_id=OTHER)).doers(["post:1"]) == {OTHER}


def test_an_absence_may_be_limited_to_a_process_or_the_matters_of_a_unit() -> None:
    one_process = with_away(away(A, process="review"))
    assert one_process.doers(["post:1"], Work("review", UNIT)) == {B}
    assert one_process.doers(["post:1"], Work("other", UNIT)) == {A}
    one_unit = with_away(away(A, unit_id=UNIT))
    assert one_unit.doers(["post:1"], Work("review", UNIT)) == {B}
    assert one_unit.doers(["post:1"], Work("review", PARTNER_UNIT)) == {A}
    assert one_unit.is_present(A)


def test_the_b_of_a_persons_post_stands_in_for_the_person() -> None:
    assert with_away().doers([f"person:{A}"]) == {A}
    assert with_away(away(A)).doers([f"person:{A}"]) == {B}
    assert with_away(away(A), away(B)).doers([f"person:{A}"]) == {HEAD}


def test_who_left_is_nobodys_doer_and_the_work_stays_in_the_unit() -> None:
    members = tuple(replace(one, span=Span(None, NOW)) if one.id in (A, B) else one for one in OFFICE.members)
    organisation = Organisation(replace(OFFICE, members=members))
    assert organisation.at(NOW - DAY).doers(["post:1"]) == {A}
    assert organisation.at(NOW).doers(["post:1"]) == {HEAD}
    assert organisation.at(NOW).doers([f"person:{A}"]) == {HEAD}
    assert organisation.at(NOW).name_of(A) == "人1"


def test_a_successor_takes_over_what_belonged_to_somebody_by_name() -> None:
    left = replace(OFFICE.members[A - 1], span=Span(None, NOW), successor_id=OTHER)
    organisation = Organisation(replace(OFFICE, members=(left, *OFFICE.members[1:])))
    assert organisation.at(NOW - DAY).doers([f"person:{A}"]) == {A}
    now = organisation.at(NOW)
    assert now.doers([f"person:{A}"]) == {OTHER}
    assert now.on_behalf_of(OTHER, [f"person:{A}"], Work()) == (None, None)
    assert f"person:{A}" in now.own(OTHER) & now.reach(OTHER).whole


def test_a_change_of_tomorrow_takes_effect_tomorrow_and_yesterday_stays_readable() -> None:
    holdings = (
        *OFFICE.holdings[1:],
        Holding(HANDLING, "A", A, Span(None, NOW + DAY)),
        Holding(HANDLING, "A", OTHER, Span(NOW + DAY, None)),
    )
    organisation = Organisation(replace(OFFICE, holdings=holdings))
    assert organisation.turns == (NOW + DAY,)
    assert [organisation.at(moment).holder(HANDLING) for moment in (NOW, NOW + DAY)] == [A, OTHER]
    assert organisation.at(NOW) is organisation.at(NOW + DAY / 2)


def test_the_work_of_a_merged_unit_goes_to_the_post_of_its_kind_in_the_successor() -> None:
    ended = Span(None, NOW)
    units = tuple(
        replace(one, span=ended, successor_id=PARTNER_UNIT) if one.id == UNIT else one for one in OFFICE.units
    )
    posts = tuple(replace(one, span=ended) if one.unit_id == UNIT else one for one in OFFICE.posts)
    theirs = PostFacts(9, PARTNER_UNIT, "handler", "承办岗")
    facts = replace(OFFICE, units=units, posts=(*posts, theirs), holdings=(*OFFICE.holdings, Holding(9, "A", OTHER)))
    now = Organisation(facts).at(NOW)
    assert now.doers(["post:1"]) == {OTHER}
    assert "post:1" in now.reach(OTHER).whole
    found = now.find_unit(UNIT)
    assert found is not None
    assert found.name == "综合处"
    assert now.units_of(A) == [PARTNER_UNIT, UNIT]


def test_a_b_holder_acts_in_its_post_for_a_and_a_for_nobody_else() -> None:
    situation = with_away(away(A))
    assert situation.on_behalf_of(B, ["post:1"], Work()) == ("综合处承办岗B", A)
    assert with_away().on_behalf_of(A, ["post:1"], Work()) == ("综合处承办岗A", None)
    assert with_away(away(A), away(B)).on_behalf_of(HEAD, ["post:1"], Work()) == (None, A)
    assert situation.on_behalf_of(B, [f"person:{A}"], Work()) == (None, A)
    assert with_away().on_behalf_of(A, [f"person:{A}"], Work()) == (None, None)


def test_a_and_b_see_what_belongs_to_their_post_whoever_does_it() -> None:
    situation = with_away(away(A), away(B))
    assert situation.concerned(["post:1"]) == {A, B, HEAD}
    assert "post:1" in situation.own(A) & situation.own(B)


def test_roles_follow_from_posts() -> None:
    assert with_away().roles(HEAD) == {"unit_head"}
    assert with_away().roles(HEAD_B) == set()
    assert with_away(away(HEAD)).roles(HEAD_B) == {"unit_head"}
    assert with_away().roles(A) == {"handler"}


people = st.integers(1, 9)
absences = st.lists(
    st.builds(
        away,
        people,
        third_id=st.none() | people,
        process=st.none() | st.sampled_from(["review", "item"]),
        unit_id=st.none() | st.sampled_from([UNIT, PARTNER_UNIT]),
    ),
    max_size=8,
)
PRINCIPALS = [*(f"post:{number}" for number in range(1, 6)), *(f"person:{number}" for number in range(1, 10))]


@given(absences, st.sampled_from(["review", "item", "else"]), st.sampled_from([UNIT, PARTNER_UNIT, UPPER, None]))
def test_what_somebody_reaches_is_the_inverse_of_who_does_it(
    given_absences: list[Absence], key: str, unit_id: int | None
) -> None:
    situation = with_away(*given_absences)
    keys, units = situation.limits
    work = Work(key, unit_id)
    cell = Work(key if key in keys else None, unit_id if unit_id in units else None)
    for person in OFFICE.members:
        reach = situation.reach(person.id)
        reached = reach.whole | {principal for principal, part in reach.parts if part == cell}
        assert reached == {one for one in PRINCIPALS if person.id in situation.doers([one], work)}


@given(absences)
def test_as_long_as_an_administrator_is_present_somebody_may_do_everything(given_absences: list[Absence]) -> None:
    kept = [one for one in given_absences if one.person_id != ADMINISTRATOR]
    situation = with_away(*kept)
    for principal in PRINCIPALS:
        found = situation.doers([principal], Work("review", UNIT))
        assert found
        assert all(situation.is_present(person_id, Work("review", UNIT)) for person_id in found)


def test_who_is_away_changes_nothing_else_whatever_was_asked_before() -> None:
    """Each absence makes two turns: what does not depend on them is laid out once, and nothing that does is shared."""
    absences = tuple(
        Absence(number, HEAD, Span(NOW + number * DAY, NOW + number * DAY + DAY / 2)) for number in range(50)
    )
    grant = RoleGrant(OTHER, "officer", Span(NOW + 20 * DAY, NOW + 30 * DAY))
    whole = replace(OFFICE, absences=absences, grants=(*OFFICE.grants, grant))
    moments = [NOW + day * DAY + part for day in range(50) for part in (DAY / 4, 3 * DAY / 4)]
    organisation = Organisation(whole)
    for moment in (*moments, *reversed(moments)):
        facts = {name: tuple(one for one in given if one.span.holds(moment)) for name, given in vars(whole).items()}
        alone, found = Situation(Facts(**facts), whole), organisation.at(moment)
        assert found.doers(["post:2"]) == alone.doers(["post:2"])
        assert [found.roles(one) for one in range(1, 10)] == [alone.roles(one) for one in range(1, 10)]
        assert [found.reach(one) for one in range(1, 10)] == [alone.reach(one) for one in range(1, 10)]
        assert [found.absences(one) for one in range(1, 10)] == [alone.absences(one) for one in range(1, 10)]
    laid_out = {id(vars(organisation.at(moment))["_names"]) for moment in moments}
    assert len(laid_out) == 3  # before the grant, with it, and after it
