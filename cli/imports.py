"""`duban calendar import` and `duban ledger import`: a file is taken in, all of it or nothing, as the pages do it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cli import serving
from cli.accounts import person_called
from engine.calendar import Notice
from engine.calendar.own_day import OwnDay
from engine.commands.calendar.change import change_calendar
from engine.commands.supervision.import_ledger import import_ledger
from engine.documents.calendar_sheet import read_calendar_sheet
from engine.documents.notice import read_notice
from engine.domain import messages
from engine.queries.ledger_standing import standing_ledger
from engine.queries.reader import Reader
from engine.settings import Settings
from engine.store.definitions import confidential_keys
from engine.store.models import CalendarChange
from engine.store.tasks import apart_principals

calendar = typer.Typer(no_args_is_help=True)
ledger = typer.Typer(no_args_is_help=True)
out = Console(soft_wrap=True, highlight=False)
ADMINISTRATOR = frozenset({"administrator"})
TEXTS = {".txt", ".md"}
DryRun = Annotated[bool, typer.Option("--dry-run", help="only say what would change")]
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False)]


@calendar.callback()
def _calendar() -> None:
    """The office's calendar."""


@ledger.callback()
def _ledger() -> None:
    """The ledger."""


@calendar.command("import")
def import_calendar(
    file: File,
    year: Annotated[int | None, typer.Option(help="of a notice that does not say it")] = None,
    dry_run: DryRun = False,
) -> None:
    """Take in the State Council's notice of a year (.txt), or the office's own days (.xlsx); open due dates follow."""
    days, notice = _entered(file, year)
    site = serving.open_site(Settings())
    with site.writing() as session:
        source = "notice" if notice else "sheet"
        change = change_calendar(site.act(session), ADMINISTRATOR, days, notice, source=source, reason=file.name)
        _tell([*_of_notice(notice), *_of_days(days), _moved(change)], dry_run=dry_run)


@ledger.command("import")
def import_rows(
    file: File,
    user: Annotated[str, typer.Option("--user", help="the officer in whose name it is done")],
    dry_run: DryRun = False,
) -> None:
    """Take in a ledger (.xlsx as the page writes it): new matters and items, and what may be changed of those there."""
    site = serving.open_site(Settings())
    with site.writing() as session:
        person = person_called(session, user)
        act = site.act(session, person.id)
        roles = set(act.situation.roles(person.id))
        reader = Reader(person.id, roles, act.situation, confidential_keys(session), apart_principals(session))
        imported = import_ledger(act, roles, standing_ledger(session, act, reader), file.name, file.read_bytes())
        lines = [
            messages.text("imports.row", line=one.line, kind=messages.text(f"imports.{one.kind}"), name=one.name)
            for one in imported
        ]
        _tell(lines or [messages.text("imports.nothing")], dry_run=dry_run)


def _entered(file: Path, year: int | None) -> tuple[Sequence[OwnDay], Notice | None]:
    if file.suffix.lower() in TEXTS:
        return (), read_notice(file.read_text(encoding="utf-8-sig"), year)
    entered = read_calendar_sheet(file.name, file.read_bytes())
    return entered.days, entered.notice


def _of_notice(notice: Notice | None) -> list[str]:
    return [
        messages.text("imports.festival", name=one.name, off=_listed(one.off), worked=_listed(one.worked))
        for one in (notice.festivals if notice else ())
    ]


def _of_days(days: Sequence[OwnDay]) -> list[str]:
    return [messages.text("imports.days", count=len(days))] if days else []


def _moved(change: CalendarChange) -> str:
    return messages.text("imports.moved", count=len(change.report))


def _listed(days: Sequence[object]) -> str:
    return "、".join(str(day) for day in days) or "-"


def _tell(lines: Sequence[str], *, dry_run: bool) -> None:
    """At a rehearsal it leaves the transaction by an exit, so that nothing of it is kept."""
    for line in lines:
        out.print(line, markup=False)
    if dry_run:
        out.print(messages.text("imports.dry"), markup=False)
        raise typer.Exit
