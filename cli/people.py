"""`duban people`: people of the office, as a directory knows them."""

from typing import Annotated

import typer
from rich.console import Console

from cli import serving
from engine.commands.people.sync_directory import LARGEST_SHARE, Followed, Followings, sync_directory
from engine.domain import messages
from engine.settings import Settings

people = typer.Typer(no_args_is_help=True)
out = Console(soft_wrap=True, highlight=False)
ADMINISTRATOR = frozenset({"administrator"})


@people.callback()
def _group() -> None:
    """People of the office."""


@people.command()
def sync(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what would change")] = False,
    force: Annotated[bool, typer.Option("--force", help="however many leave")] = False,
    largest_share: Annotated[int, typer.Option(min=0, max=100, help="percent who may leave at once")] = LARGEST_SHARE,
) -> None:
    """Let people follow the directory: who is new there comes, who moved moves, who is gone leaves."""
    site = serving.open_site(Settings())
    entries = site.read_directory()
    with site.writing() as session:
        found = sync_directory(site.act(session), ADMINISTRATOR, entries, largest_share=largest_share, force=force)
        for line in _lines(found):
            out.print(line, markup=False)
        if dry_run:
            out.print(messages.text("people.sync_dry"), markup=False)
            raise typer.Exit  # out of the transaction, so that nothing of it is kept


def _lines(found: Followings) -> list[str]:
    lines = [_line(one) for one in found.people]
    for one in found.skipped:
        skipped, reason = messages.text("people.sync_skipped"), messages.text(f"people.sync_{one.reason}")
        lines.append(f"{skipped} {one.username}: {reason}")
    if found.unknown_units:
        lines.append(messages.text("people.sync_unknown_units", units="、".join(found.unknown_units)))
    return lines if found.people else [*lines, messages.text("people.sync_nothing")]


def _line(one: Followed) -> str:
    said = [messages.text(f"people.sync_kind_{one.kind}"), one.username, one.name, one.unit]
    if one.left_open:
        said.append(messages.text("people.sync_left_open", posts="、".join(one.left_open)))
    return " ".join(filter(None, said))
