"""`duban user` and `duban token` as somebody types them."""

from contextlib import nullcontext

import pytest
from typer.testing import CliRunner, Result

from api.app import make_app
from cli.main import app
from engine.domain.errors import Invalid, NotFound
from engine.site import Site
from tests.api.conftest import visitor_of
from tests.support.office import HANDLER, OFFICER, person
from tests.support.signing_in import NEW_PASSWORD, try_to_sign_in


@pytest.fixture(autouse=True)
def named(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program is pointed to the site by its environment."""
    monkeypatch.setenv("DUBAN_DATA_DIR", str(site.settings.data_dir))


def duban(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def said(*arguments: str) -> str:
    done = duban(*arguments)
    assert done.exit_code == 0, done.output
    return done.output.strip()


def test_a_token_is_made_listed_and_revoked() -> None:
    secret = said("token", "create", OFFICER, "--scope", "tasks", "--scope", "read", "--days", "7", "--label", "同步")
    assert secret.startswith("duban_")
    lines = said("token", "list", OFFICER).splitlines()
    number, scopes, until, label = lines[-1].split("  ")
    assert (scopes, label) == ("read tasks", "同步")
    assert until.startswith("20")
    assert secret not in "\n".join(lines)
    said("token", "revoke", OFFICER, number)
    assert len(said("token", "list", OFFICER).splitlines()) == len(lines) - 1


def test_a_token_made_as_before_does_everything_for_a_year() -> None:
    said("token", "create", OFFICER)
    assert said("token", "list", OFFICER).splitlines()[-1].split("  ")[1] == "*"


def test_a_token_with_a_scope_that_is_not_there_is_refused() -> None:
    done = duban("token", "create", OFFICER, "--scope", "everything")
    assert isinstance(done.exception, Invalid)
    assert "read、tasks" in done.exception.problems[0].message()


def test_nobody_revokes_a_token_of_somebody_else_by_its_number() -> None:
    number = said("token", "list", OFFICER).split("  ")[0]
    assert isinstance(duban("token", "revoke", HANDLER, number).exception, NotFound)


def test_a_reset_gives_a_password_that_signs_in_and_must_be_changed(site: Site) -> None:
    password = said("user", "reset", HANDLER).split(" ")[0]
    nobody = visitor_of(make_app(site, nullcontext), site)("")
    assert try_to_sign_in(nobody, HANDLER, password).json()["must_change_password"] is True


def test_who_has_no_password_here_does_not_sign_in_with_the_old_one(site: Site) -> None:
    said("user", "no-password", HANDLER)
    with site.reading() as session:
        assert person(session, HANDLER).password_hash is None


def test_an_account_with_a_password_that_is_no_good_is_refused_with_every_reason() -> None:
    done = duban("user", "create", "wangwu", "王五", "w@duban.example", "--password", "wangwu")
    assert isinstance(done.exception, Invalid)
    assert [one.code for one in done.exception.problems] == ["people.password_short", "people.password_username"]
    said("user", "create", "wangwu", "王五", "w@duban.example", "--password", NEW_PASSWORD)


def test_a_name_that_is_not_there_is_said() -> None:
    for command in (("user", "reset"), ("user", "no-password"), ("token", "list"), ("token", "create")):
        done = duban(*command, "nobody")
        assert (done.exit_code, done.output.strip()) == (1, "no such user: nobody")
