"""The published record of a ballot as a package that anybody can count again without the product."""

import csv
import json
import zipfile
from collections.abc import Mapping
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from engine.domain import recount

README = Path(__file__).with_name("ballot_package.md")
MARKS = {"for": "赞成", "against": "反对", "abstain": "弃权", "none": "未选"}
NEVER = (2000, 1, 1, 0, 0, 0)  # the same record makes the same bytes


def ballot_package(record: Mapping[str, Any]) -> bytes:
    """`record.json`, `votes.csv`, `recount.py` and how to use them."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in ballot_files(record).items():
            info = zipfile.ZipInfo(name, NEVER)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            package.writestr(info, content)
    return file.getvalue()


def ballot_files(record: Mapping[str, Any]) -> dict[str, bytes]:
    """By name."""
    facts = {"title": record["title"], "round": record["round"], "hash": recount.record_hash(dict(record))}
    return {
        "README.md": README.read_text(encoding="utf-8").format(**facts).encode(),
        "record.json": f"{json.dumps(record, ensure_ascii=False, indent=1)}\n".encode(),
        "votes.csv": _votes(record).encode("utf-8-sig"),
        "recount.py": Path(recount.__file__).read_bytes(),
    }


def _votes(record: Mapping[str, Any]) -> str:
    """One line a vote, for spreadsheets."""
    text = StringIO()
    lines = csv.writer(text)
    lines.writerow(["校验码", *(_plain(one["name"]) for one in record["options"])])
    for one in record["votes"]:
        lines.writerow([one["commitment"], *(MARKS[mark] for mark in one["marks"])])
    return text.getvalue()


def _plain(name: str) -> str:
    """No spreadsheet takes it for a formula (OWASP, CSV injection)."""
    return f"'{name}" if name[:1] in "=+-@\t\r" else name
