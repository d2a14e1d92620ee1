"""The matrix of permissions: role by path by what somebody is to the item, complete over the OpenAPI document."""

import pytest

from tests.support.permissions import FILE, PEOPLE, SIGHT, Answers, ask_everybody, read_matrix


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    return ask_everybody(tmp_path_factory.mktemp("permissions"))


@pytest.fixture(scope="module")
def found(answers: Answers) -> dict[str, dict[str, str]]:
    return answers.matrix


def test_every_operation_has_its_row_and_every_row_its_operation(found: dict[str, dict[str, str]]) -> None:
    written = read_matrix()
    assert set(written) == set(found), f"{FILE.name}: decide who may, then python -m tests.support.permissions"
    assert all(set(row) == set(PEOPLE) for row in written.values())


def test_everybody_is_answered_as_the_matrix_says(found: dict[str, dict[str, str]]) -> None:
    written = read_matrix()
    other = {
        f"{name} by {who}": (written[name][who], answer)
        for name, row in found.items()
        for who, answer in row.items()
        if name in written and written[name][who] != answer
    }
    assert other == {}, "expected, found"


def test_nobody_who_has_not_signed_in_is_answered_but_at_the_door(found: dict[str, dict[str, str]]) -> None:
    at_the_door = {name for name, row in found.items() if row["nobody"] != "sign in"}
    assert at_the_door == {
        "DELETE /session",
        "GET /session/demo",
        "GET /session/ways",
        "GET /session/oidc",
        "GET /session/oidc/callback",
        "POST /hooks/{receiver}",
        "GET /public/notices/{slug}",
        "POST /public/notices/{slug}/objections",
        "GET /public/objections/{code}",
        "GET /public/awards/{year}",
    }


def test_a_stranger_finds_nothing_of_the_item(found: dict[str, dict[str, str]]) -> None:
    """Whatever names the item, its task, instance, matter or mails is not there for them, or not theirs to do."""
    seen = {name for name, row in found.items() if any(part in name for part in SIGHT) and row["stranger"] == "yes"}
    assert seen == set()


def test_what_is_not_yours_is_answered_as_what_is_not_there(answers: Answers) -> None:
    assert answers.about_nothing
    differing = {name: pair for name, pair in answers.about_nothing.items() if pair[0] != pair[1]}
    assert differing == {}
