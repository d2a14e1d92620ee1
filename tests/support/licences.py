"""Under which licences everything is that we install: `python -m tests.support.licences` exits 1 for one not agreed to.

Agreed to is what lets an office run, change and pass on the product as it likes: permissive licences, and the weak
copyleft of libraries that are used unchanged. GPL and AGPL are not among them.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from email.message import Message
from importlib.metadata import distributions
from pathlib import Path
from typing import Any, cast

WEB = Path(__file__).resolve().parents[2] / "web" / "package-lock.json"
PERMISSIVE = "0BSD Apache-2.0 BlueOak-1.0.0 BSD-2-Clause BSD-3-Clause ISC MIT MIT-0 PSF-2.0 Python-2.0 Unlicense"
DATA = "CC0-1.0 CC-BY-4.0"
WEAK_COPYLEFT = "LGPL-2.1-or-later LGPL-3.0-only LGPL-3.0-or-later MPL-2.0"
AGREED = frozenset(f"{PERMISSIVE} {DATA} {WEAK_COPYLEFT}".split())
IN_OTHER_WORDS = {  # what stood in metadata before there were expressions
    "apache 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "bsd 2-clause license": "BSD-2-Clause",
    "gnu lesser general public license v3 (lgplv3)": "LGPL-3.0-only",
    "gnu library or lesser general public license (lgpl)": "LGPL-3.0-only",
    "isc license": "ISC",
    "isc license (iscl)": "ISC",
    "lgplv3": "LGPL-3.0-only",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "new bsd": "BSD-3-Clause",
    "python software foundation license": "PSF-2.0",
}
READ_BY_HAND = {  # whose metadata says nothing; read in the file that comes with it
    "bpmn-js": "MIT",  # and the mark of bpmn.io stays visible, as it does on every diagram
    "cli-table": "MIT",
}
SHORT = 60
WORD = re.compile(r"[()]|[^\s()]+")


def main() -> None:
    found = [*of_python(), *of_web(json.loads(WEB.read_text(encoding="utf-8")))]
    refused = [(name, licence) for name, licence in found if not is_agreed(licence)]
    for name, licence in refused:
        sys.stdout.write(f"{name}: {licence or 'no licence is said'}: not among the licences agreed to\n")
    sys.stdout.write(f"licences: {len(found)} packages, {len(refused)} not agreed to\n")
    sys.exit(1 if refused else 0)


def of_python() -> Iterator[tuple[str, str]]:
    """Every installed distribution with its licence as an expression; empty where it says none."""
    for one in distributions():
        metadata = cast("Message", one.metadata)
        yield metadata["Name"], expression_of(metadata)


def expression_of(metadata: Message) -> str:
    """The expression; without one the short text, and without that all that the classifiers say."""
    if expression := metadata.get("License-Expression"):
        return str(expression)
    said = str(metadata.get("License") or "")
    if 0 < len(said) <= SHORT and is_agreed(normal(said)):
        return normal(said)
    classifiers = [str(one).rpartition("::")[2].strip() for one in metadata.get_all("Classifier", [])]
    kinds = [str(one) for one in metadata.get_all("Classifier", []) if str(one).startswith("License ::")]
    named = [normal(one) for one in classifiers if f"License :: OSI Approved :: {one}" in kinds]
    return " AND ".join(named) or READ_BY_HAND.get(metadata["Name"], said[:SHORT])


def of_web(lock: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every package of the web's lock file."""
    for path, package in lock["packages"].items():
        name = path.rpartition("node_modules/")[2]
        if name:
            yield name, READ_BY_HAND.get(name) or str(package.get("license") or "")


def normal(text: str) -> str:
    return IN_OTHER_WORDS.get(" ".join(text.lower().split()), text.strip())


def is_agreed(expression: str) -> bool:
    """An SPDX expression: of what OR joins one must be agreed to, of what AND joins all."""
    words = WORD.findall(expression)
    return bool(words) and _one_of(iter([*words, ")"]))


def _one_of(words: Iterator[str]) -> bool:
    """Up to the bracket that closes; AND binds more closely than OR."""
    alternatives, current = [], True
    for word in words:
        if word == ")":
            break
        if word == "(":
            current = _one_of(words) and current
        elif word == "OR":
            alternatives.append(current)
            current = True
        elif word != "AND":
            current = word in AGREED and current
    return any([*alternatives, current])


if __name__ == "__main__":
    main()
