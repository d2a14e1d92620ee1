"""The record of a site, verified from what is stored."""

from collections.abc import Sequence
from pathlib import Path

from engine.domain.chain import Finding
from engine.queries.record.exported import read_exported
from engine.queries.record.verify import Report, verify_record
from engine.site import Site
from engine.store.unit_of_work import snapshot


def verified(site: Site, trusted: set[str] | None = None, exported: Sequence[Path] = ()) -> Report:
    with snapshot(site.engine) as session, read_exported(exported) as anchors:
        return verify_record(session, trusted or set(), anchors)


def findings(site: Site) -> list[Finding]:
    """What does not hold of chains and anchors."""
    return verified(site).findings
