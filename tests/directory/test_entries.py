"""People and units read from a real slapd, whole, in pages."""

import pytest

from engine.directory.entries import DirectoryPerson, DirectoryUnit, place_of, read_directory
from engine.domain.errors import DirectoryAway
from tests.directory.conftest import ARCHIVE, CROWD, GENERAL, OFFICE
from tests.support.office import HANDLER, LEADER, OFFICER
from tests.support.slapd import BASE, MANY, Directory


def test_units_come_from_the_top_downwards_each_with_the_one_above(directory: Directory) -> None:
    units = read_directory(directory.settings()).units
    assert {(unit.name, unit.parent_dn and place_of(unit.parent_dn)) for unit in units} == {
        ("办公厅", None),
        ("Crowd", None),
        ("综合处", place_of(OFFICE)),
        ("档案科", place_of(GENERAL)),
    }
    names = [unit.name for unit in units]
    assert names.index("办公厅") < names.index("综合处") < names.index("档案科")
    assert all(isinstance(unit, DirectoryUnit) for unit in units)


def test_people_come_with_name_mail_unit_and_whether_they_work_here(directory: Directory) -> None:
    people = {person.username: person for person in read_directory(directory.settings()).people}
    assert people[OFFICER] == DirectoryPerson(
        dn=people[OFFICER].dn,
        username=OFFICER,
        name="郑怡",
        mail="zhengyi@office.example",
        unit_dn=people[OFFICER].unit_dn,
        is_active=True,
    )
    assert place_of(people[OFFICER].dn) == place_of(f"uid={OFFICER},{OFFICE}")
    assert place_of(people[OFFICER].unit_dn or "") == place_of(OFFICE)
    assert place_of(people[HANDLER].unit_dn or "") == place_of(GENERAL)
    assert (people[LEADER].unit_dn, people[LEADER].mail, people[LEADER].is_active) == (None, "", False)


def test_more_people_than_a_page_come_all_once(directory: Directory) -> None:
    people = read_directory(directory.settings()).people
    crowd = [person for person in people if place_of(person.dn)[1:] == place_of(CROWD)]
    assert len({person.username for person in crowd}) == len(crowd) == MANY


def test_who_has_no_username_is_left_out_and_a_name_that_two_have_comes_twice(directory: Directory) -> None:
    names = [person.name for person in read_directory(directory.settings()).people]
    assert "无名" not in names
    assert {"甲", "乙"} <= set(names)


def test_without_a_filter_of_who_is_active_everybody_is(directory: Directory) -> None:
    assert all(person.is_active for person in read_directory(directory.settings(active_filter=None)).people)


def test_below_another_base_there_is_less(directory: Directory) -> None:
    entries = read_directory(directory.settings(base=ARCHIVE))
    assert [unit.name for unit in entries.units] == ["档案科"]
    assert [person.username for person in entries.people] == ["star*(name)", "twice"]


def test_a_directory_that_does_not_let_us_in_is_away(directory: Directory) -> None:
    with pytest.raises(DirectoryAway):
        read_directory(directory.settings(bind_password="wrong"))
    with pytest.raises(DirectoryAway):
        read_directory(directory.settings(base=f"ou=nowhere,{BASE}"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("OU=综合处, O=Office", "ou=综合处,o=office"),
        ("cn=a+uid=b,o=x", "UID=b+CN=a,O=X"),
    ],
)
def test_distinguished_names_compare_without_case_space_and_order(one: str, other: str) -> None:
    assert place_of(one) == place_of(other)
