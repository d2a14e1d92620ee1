"""Passwords that a real slapd knows: at the directory itself, and signing in at the API with them."""

import socket
from contextlib import nullcontext

import pytest
from ldap3 import MODIFY_ADD, MODIFY_DELETE

from api.app import make_app
from engine.directory.sign_in import LdapDirectory
from engine.domain.errors import DirectoryAway
from engine.identity import LdapSettings
from engine.site import Site
from tests.api.conftest import Visitor, visitor_of
from tests.api.problem import problem_of
from tests.support.office import HANDLER, LEADER, OFFICER, let_go, person
from tests.support.signing_in import signed_in, try_to_sign_in
from tests.support.slapd import BASE, PASSWORD, SEARCHER, Directory


def is_right(directory: Directory, username: str, password: str = PASSWORD, **more: object) -> bool:
    return LdapDirectory(directory.settings(**more)).is_right(username, password)


def test_the_password_of_the_directory_is_right_and_no_other(directory: Directory) -> None:
    assert is_right(directory, HANDLER)
    assert not is_right(directory, HANDLER, "wrong")
    assert not is_right(directory, "nobody")


def test_an_empty_password_is_refused_though_the_directory_would_take_it_as_nobodys(directory: Directory) -> None:
    assert not is_right(directory, HANDLER, "")
    assert not is_right(directory, "", PASSWORD)


@pytest.mark.parametrize("username", ["*", "chen*", "chenlu)(uid=*", "*)(objectClass=*", "chenlu\0", "chenl\\75", "("])
def test_what_stands_in_a_username_is_never_read_as_a_filter(directory: Directory, username: str) -> None:
    assert not is_right(directory, username)


def test_a_username_with_signs_of_the_filter_in_it_is_found(directory: Directory) -> None:
    assert is_right(directory, "star*(name)")


def test_a_username_that_two_entries_have_lets_nobody_in(directory: Directory) -> None:
    assert not is_right(directory, "twice")


def test_who_has_left_by_the_filter_is_refused(directory: Directory) -> None:
    assert not is_right(directory, LEADER)
    assert is_right(directory, LEADER, active_filter=None)


def test_who_is_no_person_by_the_filter_is_refused(directory: Directory) -> None:
    assert not is_right(directory, "duban", "the-searcher's", username_attribute="cn", active_filter=None)


def test_encrypted_by_ldaps_or_starttls_with_the_certificate_checked(directory: Directory) -> None:
    encrypted = f"ldaps://127.0.0.1:{directory.tls_port}"
    assert is_right(directory, HANDLER, url=encrypted)
    assert is_right(directory, HANDLER, starttls=True)
    stranger = directory.folder / "stranger.pem"
    for more in ({"url": encrypted}, {"starttls": True}):
        with pytest.raises(DirectoryAway):
            is_right(directory, HANDLER, ca_file=stranger, **more)
        with pytest.raises(DirectoryAway):
            is_right(directory, HANDLER, ca_file=None, **more)


def test_a_certificate_for_another_name_is_not_taken(directory: Directory) -> None:
    with pytest.raises(DirectoryAway):
        is_right(directory, HANDLER, url=f"ldaps://localhost:{directory.tls_port}")


def test_a_searcher_that_is_not_let_in_means_that_the_directory_is_away(directory: Directory) -> None:
    with pytest.raises(DirectoryAway):
        is_right(directory, HANDLER, bind_password="wrong")


def test_a_directory_that_is_not_there_or_says_nothing_is_waited_for_in_vain(directory: Directory) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        with pytest.raises(DirectoryAway):
            is_right(directory, HANDLER, url=f"ldap://127.0.0.1:{silent.getsockname()[1]}")
        silent.listen()
        with pytest.raises(DirectoryAway):
            is_right(directory, HANDLER, url=f"ldap://127.0.0.1:{silent.getsockname()[1]}", timeout_seconds=1)


@pytest.mark.parametrize(
    "settings",
    [
        {"url": "ldap://ldap.example.cn", "base": BASE},
        {"url": "https://ldap.example.cn", "base": BASE},
        {"url": "ldaps://ldap.example.cn", "base": ""},
        {"url": "ldaps://ldap.example.cn", "base": BASE, "bind_dn": SEARCHER},
        {"url": "ldaps://ldap.example.cn", "base": BASE, "username_attribute": "uid)(x"},
    ],
)
def test_settings_that_would_not_be_safe_are_refused(settings: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        LdapSettings.model_validate(settings)


@pytest.fixture
def visitor(directory: Directory, site: Site) -> Visitor:
    """The API of a site whose settings name the directory; the handler's and the leader's passwords are only there."""
    site.directory = LdapDirectory(directory.settings())
    with site.writing() as session:
        for username in (HANDLER, LEADER):
            person(session, username).password_hash = None
    return visitor_of(make_app(site, nullcontext), site)


def test_who_has_no_password_here_signs_in_with_that_of_the_directory(visitor: Visitor) -> None:
    handler = signed_in(visitor(""), HANDLER, PASSWORD)
    assert [row["way"] for row in handler.get("/account/sessions").json()["items"]] == ["directory"]
    assert try_to_sign_in(visitor(""), HANDLER, "wrong").status_code == 401
    assert try_to_sign_in(visitor(""), HANDLER, "").status_code == 401


def test_who_has_a_password_here_does_not_sign_in_with_that_of_the_directory(visitor: Visitor) -> None:
    assert try_to_sign_in(visitor(""), OFFICER, PASSWORD).status_code == 401
    assert try_to_sign_in(visitor(""), OFFICER).status_code == 200


def test_who_is_in_the_directory_and_not_known_here_stays_out(visitor: Visitor) -> None:
    assert try_to_sign_in(visitor(""), "stranger", PASSWORD).status_code == 401


def test_who_was_revoked_in_the_directory_does_not_come_in_again(visitor: Visitor, directory: Directory) -> None:
    assert try_to_sign_in(visitor(""), LEADER, PASSWORD).status_code == 401
    dn = f"uid={LEADER},{BASE}"
    with directory.as_owner() as owner:
        owner.modify(dn, {"employeeType": [(MODIFY_DELETE, [])]})
        assert try_to_sign_in(visitor(""), LEADER, PASSWORD).status_code == 200
        owner.modify(dn, {"employeeType": [(MODIFY_ADD, ["left"])]})
    assert try_to_sign_in(visitor(""), LEADER, PASSWORD).status_code == 401


def test_who_was_revoked_here_does_not_come_in_though_the_directory_lets_them(visitor: Visitor, site: Site) -> None:
    with site.writing() as session:
        let_go(session, HANDLER)
    assert try_to_sign_in(visitor(""), HANDLER, PASSWORD).status_code == 401


def test_a_directory_that_is_away_is_said_so_and_costs_nobody_an_attempt(
    visitor: Visitor, directory: Directory, site: Site
) -> None:
    site.directory = LdapDirectory(directory.settings(bind_password="changed meanwhile"))
    for _ in range(7):
        answer = try_to_sign_in(visitor(""), HANDLER, PASSWORD)
        assert problem_of(answer, 503)["code"] == "error.directory_away"
        assert answer.headers["Retry-After"] == "30"
    assert try_to_sign_in(visitor(""), OFFICER).status_code == 200
