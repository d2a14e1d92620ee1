"""A form is accepted only if it can be read, checked and filled in safely."""

import json
from typing import Any

import pytest

from engine.domain.errors import Invalid, Problem
from engine.forms import parse_form


def form(schema: Any, **parts: Any) -> bytes:
    return json.dumps({"key": "sign", "title": "签收", "schema": schema, **parts}).encode()


def fields(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def problems_of(content: bytes) -> list[Problem]:
    with pytest.raises(Invalid) as refused:
        parse_form("sign.json", content)
    problems = list(refused.value.problems)
    assert all(problem.file == "sign.json" and problem.line for problem in problems)
    assert all(problem.message("zh") and problem.message("en") for problem in problems)
    return problems


def codes_of(content: bytes) -> set[str]:
    return {problem.code.removeprefix("forms.") for problem in problems_of(content)}


def test_a_form_is_read_with_its_parts() -> None:
    schema = fields(reason={"type": "string"})
    read = parse_form("sign.json", form(schema, ui={"reason": {"rows": 4}}))
    assert (read.key, read.title, read.file) == ("sign", "签收", "sign.json")
    assert read.schema == schema
    assert read.ui == {"reason": {"rows": 4}}


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b'{\n"key": "a",\n}', "not_json", 3),
        (b'{\n"key": "\xff"}', "not_utf8", 2),
        (b'{"key": "a",\n "key": "b"}', "name_doubled", 2),
        (b'{"key": NaN}', "not_json", 1),
        (b"[" * 100_000, "not_json", 1),
        (b"[" * 60 + b"]" * 60, "file_too_deep", 1),
        (b" " * 200_001, "file_too_large", 1),
        (b"[]", "not_an_object", 1),
    ],
)
def test_a_file_that_cannot_be_read_names_its_line(content: bytes, code: str, line: int) -> None:
    (problem,) = problems_of(content)
    assert (problem.code, problem.line) == (f"forms.{code}", line)


def test_all_missing_parts_are_named_at_once() -> None:
    content = json.dumps({"key": "1", "title": " ", "schema": {"type": "array"}, "ui": [], "script": "x"}).encode()
    assert codes_of(content) == {"key_wrong", "title_missing", "schema_missing", "ui_wrong", "part_unknown"}


@pytest.mark.parametrize(
    ("schema", "code"),
    [
        (fields(a={"type": "text"}), "schema_wrong"),
        (fields(a={"minLength": "1"}), "schema_wrong"),
        ({"type": "object", "properties": []}, "schema_wrong"),
        (fields(a={"patternProperties": {}}), "keyword_unknown"),
        (fields(a={"multipleOf": 2}), "keyword_unknown"),
        ({**fields(), "$id": "https://example.org"}, "keyword_unknown"),
        ({**fields(), "$schema": "http://json-schema.org/draft-07/schema#"}, "dialect"),
        (fields(a={"$ref": "https://example.org/schema.json"}), "reference_unknown"),
        (fields(a={"$ref": "file:///etc/passwd"}), "reference_unknown"),
        (fields(a={"$ref": "#/$defs/b"}), "reference_unknown"),
        ({**fields(a={"$ref": "#/$defs/b"}), "$defs": {"b": {"items": {"$ref": "#/$defs/b"}}}}, "reference_endless"),
        (fields(a={"format": "ipv4"}), "format_unknown"),
        (fields(a={"pattern": "(", "maxLength": 9}), "pattern_unreadable"),
        (fields(a={"pattern": "(a+)+$", "maxLength": 9}), "pattern_costly"),
        (fields(a={"pattern": "^a+$"}), "pattern_unbounded"),
        (fields(_a={"type": "string"}), "name_private"),
        ({**fields(a={}), "required": ["b"]}, "required_unknown"),
        ({**fields(a={}), "then": {"required": ["b"]}}, "required_unknown"),
        (fields(**{f"f{n}": {} for n in range(2_000)}), "schema_too_big"),
    ],
)
def test_a_schema_outside_the_vocabulary_is_refused(schema: Any, code: str) -> None:
    assert codes_of(form(schema)) == {code}


def test_a_small_form_that_unfolds_into_a_huge_one_is_refused() -> None:
    levels: dict[str, Any] = {
        f"l{n}": {"allOf": [{"$ref": f"#/$defs/l{n + 1}"}, {"$ref": f"#/$defs/l{n + 1}"}]} for n in range(30)
    }
    levels["l30"] = {"type": "string"}
    assert codes_of(form({**fields(a={"$ref": "#/$defs/l0"}), "$defs": levels})) == {"reference_endless"}


def test_a_problem_points_into_the_file() -> None:
    (problem,) = problems_of(form(fields(a={"items": {"format": "x"}})))
    assert problem.field == "/schema/properties/a/items"
