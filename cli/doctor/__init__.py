"""`duban doctor`: what is wrong with this installation, and how to mend it. It only looks."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from cli.doctor import machine, outside, tables
from cli.doctor.findings import Finding, Level
from engine.domain import messages
from engine.domain.clock import SystemClock
from engine.settings import Settings
from engine.site import Site

SIGNS = {Level.OK: ("✓", "green"), Level.ADVICE: ("!", "yellow"), Level.WRONG: ("✗", "red")}
out = Console(soft_wrap=True, highlight=False)


def doctor(
    data_dir: Annotated[Path | None, typer.Option(help="where the SQLite file lies")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON document instead of lines")] = False,
) -> None:
    """Look at database, broker, mail, fonts, calendar and clock: what is wrong, how to mend it; exit 1 where it is."""
    settings = Settings()
    settings.data_dir = data_dir or settings.data_dir
    findings = list(look(settings))
    if as_json:
        told = [{**asdict(finding), "message": finding.message()} for finding in findings]
        sys.stdout.write(json.dumps(told, ensure_ascii=False, default=str, indent=2) + "\n")
    else:
        for finding in findings:
            sign, colour = SIGNS[finding.level]
            out.print(Text.assemble((sign, colour), " ", finding.message()))
        out.print(_summary(findings), markup=False)
    raise typer.Exit(1 if any(finding.level is Level.WRONG for finding in findings) else 0)


def look(settings: Settings) -> Iterator[Finding]:
    """Everything that is looked at, whatever was found before."""
    for check in (machine.folder, machine.keys, machine.pages, machine.address, machine.fonts, outside.broker):
        yield from check(settings)
    site = Site(settings)
    yield from tables.database(site, SystemClock().now())
    for ask in (outside.mail, outside.directory, outside.provider):
        yield from ask(site)
    site.close()


def _summary(findings: list[Finding]) -> str:
    counts = {level: sum(finding.level is level for finding in findings) for level in Level}
    if not counts[Level.WRONG] and not counts[Level.ADVICE]:
        return messages.text("doctor.all_well")
    return messages.text("doctor.summary", wrong=counts[Level.WRONG], advice=counts[Level.ADVICE])
