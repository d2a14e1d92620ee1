"""Anchors leave the database: lines of a file that only grows, and a line to syslog."""

import json
import logging
from collections.abc import Iterable
from logging.handlers import SYSLOG_UDP_PORT, SysLogHandler
from pathlib import Path
from typing import Any

from engine.domain.proof import anchor_hash, canonical
from engine.store import Session
from engine.store.anchors import anchor_body, anchors_after, leaves_of
from engine.store.models import Anchor

TAIL = 2**16


def export_anchors(session: Session, folder: Path) -> int:
    """Add what the folder's newest file has not yet; answers how many lines.

    Whoever comes later makes up for one who died in between. Where two write at once, a line may stand there twice. A
    file whose last anchor is not in the database (which was set back, or tampered with) is left as it is; another file
    is begun.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = _newest(folder)
    last = _last_line(path)
    number = last["anchor"]["number"] if last else 0
    known = session.get(Anchor, number)
    if last and (known is None or known.hash != anchor_hash(last["anchor"], last["signature"])):
        path, number = _following(path), 0
    count = 0
    with path.open("a", encoding="utf-8") as file:
        for anchor in anchors_after(session, number):
            file.write(f"{anchor_line(session, anchor)}\n")
            file.flush()
            count += 1
    return count


def anchor_line(session: Session, anchor: Anchor) -> str:
    """An anchor with its leaves, as one line of JSON."""
    leaves = leaves_of(session, anchor.number)
    return canonical({"anchor": anchor_body(anchor), "signature": anchor.signature, "leaves": leaves})


def _newest(folder: Path) -> Path:
    """`anchors-0001.jsonl`, unless that was given up for another."""
    return max(folder.glob("anchors-*.jsonl"), default=folder / "anchors-0001.jsonl")


def _following(path: Path) -> Path:
    return path.with_name(f"anchors-{int(path.stem.rpartition('-')[2]) + 1:04}.jsonl")


def _last_line(path: Path) -> dict[str, Any] | None:
    """The last whole line; one that was cut off by a crash is ended, so that the next stands by itself."""
    if not path.exists() or not path.stat().st_size:
        return None
    with path.open("rb+") as file:
        size, reach = path.stat().st_size, TAIL
        while True:
            file.seek(max(0, size - reach))
            lines = file.read().split(b"\n")
            whole = lines[:-1] if reach >= size else lines[1:-1]
            if whole or reach >= size:
                break
            reach *= 2
        if lines[-1]:
            file.write(b"\n")
    for line in reversed(whole):
        try:
            read: dict[str, Any] = json.loads(line)
        except ValueError:
            continue
        return read
    return None


def tell_syslog(address: str, anchors: Iterable[Anchor]) -> None:
    """`address`: /dev/log, host or host:port. OSError where nobody is there."""
    host, _, port = address.partition(":")
    where = address if address.startswith("/") else (host, int(port or SYSLOG_UDP_PORT))
    handler = SysLogHandler(where, facility=SysLogHandler.LOG_AUTHPRIV)
    try:
        for anchor in anchors:
            text = (
                f"duban: anchor {anchor.number} at {anchor.at.isoformat()} chains {anchor.chains} hash {anchor.hash} "
                f"root {anchor.root} key {anchor.key}"
            )
            handler.emit(logging.LogRecord("duban", logging.INFO, __file__, 0, text, None, None))
    finally:
        handler.close()
