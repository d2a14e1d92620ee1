"""`duban audit`: verifying the record, anchoring it now, the public key, evidence packages."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cli import serving
from engine.anchor_key import load_key, public_file, public_keys
from engine.domain import messages
from engine.domain.chain import Finding
from engine.domain.errors import Invalid, NotFound, Problem
from engine.jobs.anchoring import anchor
from engine.queries.record.evidence import (
    cycle_subject,
    find_cycle,
    find_matter,
    instance_subject,
    matter_subject,
    write_evidence,
)
from engine.queries.record.exported import read_exported
from engine.queries.record.verify import Report, verify_record
from engine.settings import Settings
from engine.store.unit_of_work import snapshot

audit = typer.Typer(no_args_is_help=True)
out = Console(soft_wrap=True, highlight=False)


@audit.command("verify")
def verify(
    anchors: Annotated[list[Path] | None, typer.Option(exists=True, dir_okay=False, help="exported anchors")] = None,
    key: Annotated[list[str] | None, typer.Option(help="a public key that may have signed, besides ours")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON document")] = False,
) -> None:
    """Verify all chains and anchors: name the first record of each chain that does not fit; exit 1 where one is."""
    settings = Settings()
    site = serving.upgraded_site(settings)
    trusted = public_keys(settings.anchor_key) | {one.lower() for one in key or ()}
    with snapshot(site.engine) as session, read_exported(anchors or ()) as exported:
        report = verify_record(session, trusted, exported)
    lines = _json_lines(report) if as_json else _lines(report, is_exported=bool(anchors))
    if not (trusted or as_json):
        lines.append(messages.text("record.without_key", file=public_file(settings.anchor_key)))
    out.print("\n".join(lines), markup=False)
    raise typer.Exit(1 if report.findings else 0)


def _lines(report: Report, *, is_exported: bool) -> list[str]:
    lines = [f"{_place(finding)}：{_said(finding)}" for finding in report.findings]
    facts = {"instances": report.instances, "events": report.events, "anchors": report.anchors}
    if report.findings:
        lines.append(messages.text("record.broken", **facts, findings=len(report.findings)))
    else:
        lines.append(messages.text("record.holds", **facts))
    if not report.anchors and not is_exported:
        lines.append(messages.text("record.without_anchors"))
    elif not is_exported:
        lines.append(messages.text("record.without_exported"))
    return lines


def _json_lines(report: Report) -> list[str]:
    findings = [{**asdict(finding), "message": _said(finding)} for finding in report.findings]
    return [json.dumps({"holds": not findings, **asdict(report), "findings": findings}, ensure_ascii=False)]


def _place(finding: Finding) -> str:
    key = "place" if finding.instance is not None else "place_of_anchor"
    facts = {"instance": finding.instance, "seq": finding.seq, "anchor": finding.anchor}
    return messages.text(f"record.{key}", at=finding.at or "-", **facts)


def _said(finding: Finding) -> str:
    code = "cut_by_anchor" if finding.code == "cut" and finding.anchor else finding.code
    facts = {"expected": finding.expected, "found": finding.found, "anchor": finding.anchor or "-"}
    return messages.text(f"record.{code}", **facts)


@audit.command("export")
def export(
    file: Annotated[Path, typer.Argument(help="the zip file to write", dir_okay=False)],
    instance: Annotated[int | None, typer.Option(help="one process instance")] = None,
    matter: Annotated[str | None, typer.Option(help="a matter with all its items, by number: 督〔2026〕12号")] = None,
    cycle: Annotated[str | None, typer.Option(help="a cycle of awards, by number: 表彰〔2026〕1号")] = None,
) -> None:
    """Write the evidence of a matter, a cycle of awards or an instance: it can be verified without the product."""
    if [instance, matter, cycle].count(None) != 2:
        raise typer.BadParameter("Expected one of --instance, --matter and --cycle")
    site = serving.upgraded_site(Settings())
    with snapshot(site.engine) as session:
        try:
            if instance is not None:
                subject = instance_subject(session, instance)
            elif cycle is not None:
                subject = cycle_subject(session, find_cycle(session, cycle))
            else:
                subject = matter_subject(session, find_matter(session, matter or ""))
        except NotFound:
            raise Invalid([Problem("record.no_such", {"name": matter or cycle or instance})]) from None
        with file.open("wb") as target:
            write_evidence(session, target, subject, site.clock.now(), site.settings.office_name)
    out.print(str(file), markup=False)


@audit.command("anchor")
def anchor_now() -> None:
    """Anchor now what has moved, and export it."""
    for written in anchor(serving.upgraded_site(Settings())):
        out.print(f"{written.number} {written.at.isoformat()} {written.hash}", markup=False)


@audit.command("key")
def show_key() -> None:
    """Print the public key that anchors are signed with; give it to those who are to verify."""
    out.print(load_key(Settings().anchor_key).public, markup=False)
