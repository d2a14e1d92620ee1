"""Anchors that were exported, read again: a line of JSON each, with or without leaves."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from engine.domain.errors import Invalid, Problem
from engine.domain.proof import anchor_hash, is_signed, leaf_hash, tree_root

TABLES = """
CREATE TABLE anchor (number INTEGER PRIMARY KEY, hash TEXT, at TEXT, has_leaves INTEGER);
CREATE TABLE leaf (instance INTEGER, count INTEGER, hashes TEXT, anchor INTEGER);
"""


@contextmanager
def read_exported(paths: Sequence[Path]) -> Iterator["Exported"]:
    """The anchors of these files, as long as the block lasts."""
    with TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder) / "exported.sqlite3")) as database:
        exported = Exported(database)
        for path in paths:
            exported.add(path)
        database.execute("CREATE INDEX by_instance ON leaf (instance, count)")
        yield exported


@dataclass(frozen=True)
class ExportedAnchor:
    """`hash` is what the database must hold under this number."""

    number: int
    hash: str
    at: str
    has_leaves: bool


class Exported:
    """The anchors of exported files by number and by instance; in a temporary file, for they may be many."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        database.executescript(TABLES)

    def add(self, path: Path) -> None:
        """The lines of a file; Invalid where it was touched. The newest of them vouches for those that it follows."""
        newest = None
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                newest = self._keep(path, number, line) or newest
        if newest is not None and not is_signed(newest["anchor"], newest["signature"]):
            raise Invalid([Problem("record.line_unsigned", {"number": newest["anchor"]["number"]}, file=path.name)])

    def _keep(self, path: Path, number: int, line: str) -> dict[str, Any] | None:
        """The line as it is read; None for an empty one. The same anchor may stand there twice, another may not."""
        if not line.strip():
            return None
        try:
            read: dict[str, Any] = json.loads(line)
            body, leaves = read["anchor"], read.get("leaves")
            hash_ = anchor_hash(body, read["signature"])
            is_whole = leaves is None or tree_root([leaf_hash(leaf) for leaf in leaves]).hex() == body["root"]
            kept = self.find(body["number"])
            if not is_whole or (kept is not None and kept.hash != hash_):
                raise Invalid([Problem("record.line_broken", file=path.name, line=number)])
            if kept is None or (leaves and not kept.has_leaves):
                row = (body["number"], hash_, body["at"], leaves is not None)
                self._database.execute("INSERT OR REPLACE INTO anchor VALUES (?, ?, ?, ?)", row)
                rows = ((leaf[0], leaf[1], json.dumps(leaf[2]), body["number"]) for leaf in leaves or ())
                self._database.executemany("INSERT INTO leaf VALUES (?, ?, ?, ?)", rows)
        except (ValueError, KeyError, TypeError, IndexError, sqlite3.Error) as error:
            raise Invalid([Problem("record.line_broken", file=path.name, line=number)]) from error
        return read

    def find(self, number: int) -> ExportedAnchor | None:
        row = self._database.execute("SELECT * FROM anchor WHERE number = ?", (number,)).fetchone()
        return ExportedAnchor(row[0], row[1], row[2], bool(row[3])) if row else None

    def after(self, number: int) -> Iterator[ExportedAnchor]:
        rows = self._database.execute("SELECT * FROM anchor WHERE number > ? ORDER BY number", (number,))
        return (ExportedAnchor(row[0], row[1], row[2], bool(row[3])) for row in rows)

    def leaves(self) -> Iterator[tuple[int, int, list[str], int]]:
        """As `read_leaves`."""
        rows = self._database.execute("SELECT instance, count, hashes, anchor FROM leaf ORDER BY instance, count")
        return ((row[0], row[1], json.loads(row[2]), row[3]) for row in rows)
