"""`duban user` and `duban token`: accounts, passwords, bearer tokens."""

from typing import Annotated

import typer
from rich.console import Console

from cli import serving
from engine.commands.people.accounts import add_account
from engine.commands.people.passwords import give_one_time_password, remove_password
from engine.commands.people.tokens import LONGEST_DAYS, create_token, revoke_token
from engine.domain.clock import SystemClock
from engine.people.scopes import SCOPES
from engine.settings import Settings
from engine.store import Session
from engine.store.models import Person
from engine.store.people import find_by_username
from engine.store.sign_ins import tokens_of

user = typer.Typer(no_args_is_help=True)
token = typer.Typer(no_args_is_help=True)
out = Console(soft_wrap=True, highlight=False)
DAYS = 365


@user.command("create")
def create_user(
    username: str,
    name: str,
    email: str,
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)],
    role: Annotated[
        list[str] | None, typer.Option(help="officer, leader, party_committee, designer, auditor, administrator")
    ] = None,
) -> None:
    """Create an account."""
    site = serving.open_site(Settings())
    with site.writing() as session:
        add_account(session, username, name, email, password, tuple(role or ()))
    out.print(f"{username} created", markup=False)


@user.command("reset")
def reset_user(username: str) -> None:
    """Give somebody a one-time password, shown once; all their sessions end."""
    site = serving.open_site(Settings())
    with site.writing() as session:
        given = give_one_time_password(session, person_called(session, username), SystemClock().now())
    out.print(f"{given.password}  (until {given.until.isoformat(timespec='minutes')})", markup=False)


@user.command("no-password")
def take_password(username: str) -> None:
    """Take somebody's password away: from now on the directory or the provider knows it; all their sessions end."""
    site = serving.open_site(Settings())
    with site.writing() as session:
        remove_password(session, person_called(session, username), SystemClock().now())
    out.print(f"{username} has no password here", markup=False)


@token.command("create")
def new_token(
    username: str,
    label: str = "command line",
    scope: Annotated[list[str] | None, typer.Option(help=f"{', '.join(SCOPES)}; may be repeated; all if none")] = None,
    days: Annotated[int, typer.Option(min=1, max=LONGEST_DAYS, help="how long it holds")] = DAYS,
) -> None:
    """Create a bearer token for a person; it is shown once."""
    site = serving.open_site(Settings())
    with site.writing() as session:
        person_id = person_called(session, username).id
        created = create_token(session, person_id, label, scope or None, days, SystemClock().now())
    out.print(created.secret, markup=False)


@token.command("list")
def list_tokens(username: str) -> None:
    """List a person's tokens: number, scopes, end, label."""
    site = serving.open_site(Settings())
    with site.reading() as session:
        for row in tokens_of(session, person_called(session, username).id):
            until = row.expires_at.isoformat(timespec="minutes") if row.expires_at else "-"
            out.print(f"{row.id}  {row.scopes or '*'}  {until}  {row.label}", markup=False)


@token.command("revoke")
def revoke(username: str, number: int) -> None:
    """Revoke a token, by its number in the list; it ends at once."""
    site = serving.open_site(Settings())
    with site.writing() as session:
        revoke_token(session, person_called(session, username).id, number, SystemClock().now())
    out.print(f"{number} revoked", markup=False)


def person_called(session: Session, username: str) -> Person:
    """Who has this user name; the program ends where nobody has."""
    person = find_by_username(session, username)
    if person is None:
        out.print(f"no such user: {username}", markup=False)
        raise typer.Exit(1)
    return person
