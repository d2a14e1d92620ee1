"""Are there known vulnerabilities in what the lock files name? `python -m tests.support.advisories` asks OSV once.

Exit 1 where there is one that nobody has judged. Where the service cannot be reached, nothing is known: that is said,
and is no failure, for an office builds without a way out.
"""

import json
import os
import re
import sys
import tomllib
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SERVICE = "https://api.osv.dev/v1/querybatch"
NAMED_SERVICE = "DUBAN_ADVISORIES_URL"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
SECONDS = 20
LARGEST_ANSWER = 16 * 2**20
BATCH = 1000
Package = tuple[str, str, str]


class Unreachable(OSError):
    """There was no answer, or none that could be read."""


def main() -> None:
    packages = locked(ROOT)
    try:
        found = known(packages, os.environ.get(NAMED_SERVICE, SERVICE))
    except Unreachable as reason:
        sys.stdout.write(f"advisories: NOT AUDITED, the service was not reached ({reason}); {len(packages)} packages\n")
        return
    judged = _judged()
    new = [(package, number) for package, numbers in found.items() for number in numbers if number not in judged]
    for (ecosystem, name, version), number in new:
        sys.stdout.write(f"{ecosystem}: {name} {version}: {number}\n")
    sys.stdout.write(f"advisories: {len(packages)} packages, {len(new)} known vulnerabilities\n")
    sys.exit(1 if new else 0)


def _judged() -> Mapping[str, str]:
    """Those of `pyproject.toml` with the reason why they do not concern us."""
    read = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    judged: Mapping[str, str] = read["tool"].get("duban", {}).get("advisories", {})
    return judged


def locked(root: Path) -> list[Package]:
    """(ecosystem, name, version) of everything that the lock files name, each once."""
    found: set[Package] = set()
    for path in root.glob("requirements*.lock"):
        found |= {("PyPI", name, version) for name, version in PINNED.findall(path.read_text(encoding="utf-8"))}
    packages = json.loads((root / "web" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for path_in_web, package in packages.items():
        if name := path_in_web.rpartition("node_modules/")[2]:
            found.add(("npm", name, package["version"]))
    return sorted(found)


def known(packages: Sequence[Package], service: str) -> dict[Package, list[str]]:
    """The numbers of known vulnerabilities by package; Unreachable without an answer to all."""
    found: dict[Package, list[str]] = {}
    for start in range(0, len(packages), BATCH):
        batch = packages[start : start + BATCH]
        for package, result in zip(batch, _asked(batch, service), strict=True):
            if numbers := [str(one["id"]) for one in result.get("vulns", [])]:
                found[package] = numbers
    return found


def _asked(batch: Sequence[Package], service: str) -> list[Mapping[str, Any]]:
    queries = [{"package": {"name": name, "ecosystem": where}, "version": version} for where, name, version in batch]
    body = json.dumps({"queries": queries}).encode()
    request = urllib.request.Request(service, body, {"Content-Type": "application/json"})  # noqa: S310 - a constant
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            results: list[Mapping[str, Any]] = json.loads(answer.read(LARGEST_ANSWER))["results"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unreachable(f"{type(error).__name__}: {error}") from error
    if len(results) != len(batch):
        raise Unreachable(f"{len(results)} answers to {len(batch)} questions")
    return results


if __name__ == "__main__":
    main()
