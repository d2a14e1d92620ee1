"""A form as its designer wrote it: a JSON file with a key, a title, a schema and hints for the page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.domain.errors import Invalid, Problem
from engine.forms.keywords import validator_of
from engine.forms.reading import read_json
from engine.forms.vocabulary import problems_of_schema

_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,99}")
_PARTS = ("key", "title", "schema", "ui", "private")


@dataclass(frozen=True)
class Form:
    """A checked form; `schema` is JSON Schema 2020-12, `ui` is for the page only.

    What is handed in under a name in `private` goes to the task's action alone: neither the process's data nor the
    record of the act holds it.
    """

    key: str
    title: str
    schema: Mapping[str, Any]
    ui: Mapping[str, Any]
    file: str | None = None
    private: tuple[str, ...] = ()
    validator: Any = field(default=None, repr=False, compare=False)


def parse_form(file_name: str, content: bytes) -> Form:
    """The form of a JSON file; Invalid names all problems at once, with line or JSON pointer."""
    value = read_json(file_name, content)
    problems = _problems(value)
    if problems:
        raise Invalid([replace(problem, file=file_name, line=1) for problem in problems])
    schema = value["schema"]
    private = tuple(value.get("private", ()))
    return Form(value["key"], value["title"], schema, value.get("ui", {}), file_name, private, validator_of(schema))


def _problems(value: Any) -> list[Problem]:
    if not isinstance(value, Mapping):
        return [Problem("forms.not_an_object")]
    problems = [Problem("forms.part_unknown", {"name": name}, field=f"/{name}") for name in value if name not in _PARTS]
    key, title, schema = value.get("key"), value.get("title"), value.get("schema")
    if not (isinstance(key, str) and _KEY.fullmatch(key)):
        problems.append(Problem("forms.key_wrong", field="/key"))
    if not (isinstance(title, str) and title.strip()):
        problems.append(Problem("forms.title_missing", field="/title"))
    if not isinstance(value.get("ui", {}), Mapping):
        problems.append(Problem("forms.ui_wrong", field="/ui"))
    if not (isinstance(schema, Mapping) and schema.get("type") == "object"):
        return [*problems, Problem("forms.schema_missing", field="/schema")]
    properties, private = schema.get("properties"), value.get("private", [])
    known = properties if isinstance(properties, Mapping) else {}
    if not (isinstance(private, list) and all(isinstance(name, str) and name in known for name in private)):
        problems.append(Problem("forms.private_wrong", field="/private"))
    return problems + problems_of_schema(schema)
