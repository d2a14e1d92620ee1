"""The pages hold what the code says: every setting, extension, action and rule is named, every link leads somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from engine.actions import ACTIONS
from engine.bpmn.checks.check import DEADLINE_RULES
from engine.bpmn.source.decision_table import parse_decisions
from engine.commands.supervision.ladder_facts import FACTS
from engine.domain.ladder import CHANNELS, COLUMNS, ROLES, STEPS
from engine.expressions import FUNCTIONS
from engine.people.assignment import RULES
from engine.people.scopes import ACCOUNT, ANYBODY, SCOPES
from engine.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
FAMILY = ROOT / "processes" / "supervision"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *ROOT.glob("processes/*/README.md")])
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _code(text: str) -> set[str]:
    """The words that stand as code on a page."""
    return {word for span in re.findall(r"`([^`\n]+)`", text) for word in re.split(r"[\s,]+", span)}


def test_every_setting_is_on_its_page_and_no_other() -> None:
    rows = set(re.findall(r"^\| `(DUBAN_\w+)`", _text(DOCS / "reference" / "settings.md"), re.MULTILINE))
    assert rows == {f"DUBAN_{name.upper()}" for name in Settings.model_fields}


@pytest.mark.parametrize(
    "names", [ACTIONS, DEADLINE_RULES, RULES, FACTS, STEPS, COLUMNS, ROLES, CHANNELS, FUNCTIONS], ids=min
)
def test_everything_a_diagram_may_name_is_on_the_page_of_extensions(names: set[str]) -> None:
    assert set(names) - _code(_text(DOCS / "reference" / "extensions.md")) == set()


def test_the_family_explains_every_row_and_every_element_with_a_form() -> None:
    page = _code(_text(FAMILY / "README.md"))
    tables = parse_decisions("ladder.dmn", (FAMILY / "decisions" / "ladder.dmn").read_bytes())
    assert {rule.id for table in tables for rule in table.rules} - page == set()
    assert {path.stem for path in (FAMILY / "forms").glob("*.json")} - page == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_and_every_named_test_is_there(page: Path) -> None:
    text = _text(page)
    links = [link for link in LINK.findall(text) if not link.startswith(("http://", "https://"))]
    assert [link for link in links if not (page.parent / link).exists()] == []
    assert [name for name in _named_tests(text) if not _exists(*name)] == []


def _named_tests(text: str) -> Iterator[tuple[str, str]]:
    yield from TEST.findall(text)


def _exists(file: str, function: str) -> bool:
    path = ROOT / file
    return path.is_file() and (not function or f"def {function}(" in _text(path))


def test_every_page_is_in_the_navigation() -> None:
    navigation = _text(ROOT / "mkdocs.yml")
    yaml.safe_load(navigation)
    assert [path for page in DOCS.rglob("*.md") if (path := str(page.relative_to(DOCS))) not in navigation] == []


def test_every_scope_of_a_token_is_explained_to_programmers_and_to_administrators() -> None:
    assert {*SCOPES, ACCOUNT, ANYBODY} - _code(_text(DOCS / "reference" / "signing-in.md")) == set()
    assert set(SCOPES) - _code(_text(DOCS / "how-to" / "administrator.md")) == set()
