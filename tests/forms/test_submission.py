"""What is submitted either holds or is answered field by field, in the office's words."""

import json
from typing import Any

import pytest

from engine.forms import Form, parse_form, validate_submission

PERSON = {"type": "object", "properties": {"name": {"type": "string", "title": "姓名"}}, "required": ["name"]}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "decision": {
            "type": "string",
            "title": "处理意见",
            "oneOf": [{"const": "sign", "title": "签收"}, {"const": "return", "title": "退回"}],
        },
        "reason": {"type": "string", "title": "退回理由", "minLength": 1, "maxLength": 10},
        "progress": {"type": "integer", "title": "进度", "minimum": 0, "maximum": 100},
        "due": {"type": "string", "title": "期限", "format": "date"},
        "at": {"type": "string", "format": "date-time"},
        "hour": {"type": "string", "format": "time"},
        "mail": {"type": "string", "format": "email"},
        "urgency": {"enum": ["特急", "平件"], "title": "紧急程度"},
        "number": {"type": "string", "title": "文号", "pattern": "^[0-9]+号$", "maxLength": 20},
        "agreed": {"const": True, "title": "承诺"},
        "people": {
            "type": "array",
            "title": "参加人员",
            "items": {"$ref": "#/$defs/person"},
            "minItems": 1,
            "maxItems": 2,
            "uniqueItems": True,
        },
        "extension": {"type": "boolean", "title": "申请延期"},
        "new_due": {"type": "string", "title": "新期限"},
        "ratio": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1, "title": "比例"},
    },
    "required": ["decision"],
    "dependentRequired": {"extension": ["new_due"]},
    "if": {"properties": {"decision": {"const": "return"}}, "required": ["decision"]},
    "then": {"required": ["reason"]},
    "else": {"properties": {"reason": False}},
    "$defs": {"person": PERSON},
}


def form(schema: dict[str, Any] = SCHEMA) -> Form:
    content = {"key": "sign", "title": "签收", "schema": schema}
    return parse_form("sign.json", json.dumps(content, ensure_ascii=False).encode())


def answers(variables: Any, **options: Any) -> list[tuple[str | None, str]]:
    problems = validate_submission(form(), variables, **options)
    assert all(problem.message("en") for problem in problems)
    return [(problem.field, problem.message("zh")) for problem in problems]


def test_a_complete_submission_holds() -> None:
    assert answers({"decision": "sign", "progress": 100, "due": "2026-12-01", "people": [{"name": "张三"}]}) == []


@pytest.mark.parametrize(
    ("variables", "field", "sentence"),
    [
        ({"decision": "maybe"}, "/decision", "请在“处理意见”中选择：签收、退回"),
        ({"urgency": "急"}, "/urgency", "请在“紧急程度”中选择：特急、平件"),
        ({"progress": "5"}, "/progress", "“进度”应填写整数"),
        ({"progress": True}, "/progress", "“进度”应填写整数"),
        ({"progress": -1}, "/progress", "“进度”不能小于 0"),
        ({"progress": 101}, "/progress", "“进度”不能大于 100"),
        ({"ratio": 0}, "/ratio", "“比例”必须大于 0"),
        ({"ratio": 1}, "/ratio", "“比例”必须小于 1"),
        ({"due": "2026-02-30"}, "/due", "“期限”应为日期，例如 2026-11-23"),
        ({"due": "20261201"}, "/due", "“期限”应为日期，例如 2026-11-23"),
        ({"at": "2026-12-01T09:00:00"}, "/at", "“at”应为带时区的日期和时间，例如 2026-11-23T09:00:00+08:00"),
        ({"hour": "25:00"}, "/hour", "“hour”应为时间，例如 09:00"),
        ({"mail": "a@b"}, "/mail", "“mail”应为电子邮箱地址"),
        ({"number": "号"}, "/number", "“文号”的格式不符合要求，请对照填写说明修改"),
        ({"number": "1" * 300}, "/number", "“文号”最多填写 20 个字，请精简"),
        ({"agreed": False}, "/agreed", "请勾选“承诺”"),
        ({"people": []}, "/people", "“参加人员”至少要有 1 项"),
        ({"people": [{"name": n} for n in "甲乙丙"]}, "/people", "“参加人员”最多 2 项，请删减"),
        ({"people": [{"name": "甲"}, {"name": "甲"}]}, "/people", "“参加人员”中有重复的内容，请删除重复项"),
        ({"people": [{}]}, "/people/0/name", "请填写“姓名”"),
        ({"extension": True}, "/new_due", "请填写“新期限”"),
        ({"a/b~": 1}, "/a~1b~0", "“a/b~”不是本表单的字段，请删除"),
        ({"reason": "x"}, "/reason", "此时不需要填写“退回理由”，请清空"),
    ],
)
def test_each_error_names_its_field_and_how_to_mend_it(variables: dict[str, Any], field: str, sentence: str) -> None:
    assert answers({"decision": "sign", **variables}) == [(field, sentence)]


def test_a_reason_is_wanted_only_for_returning() -> None:
    assert answers({"decision": "return"}) == [("/reason", "请填写“退回理由”")]
    assert answers({"decision": "return", "reason": ""}) == [("/reason", "请填写“退回理由”")]
    assert answers({"decision": "return", "reason": "不属于本处室"}) == []


def test_all_errors_are_answered_at_once() -> None:
    found = {field for field, _ in answers({"progress": "x", "due": "x", "unknown": 1})}
    assert found == {"/decision", "/progress", "/due", "/unknown"}


def test_a_form_may_say_that_it_takes_other_fields() -> None:
    opened = form({"type": "object", "additionalProperties": {"type": "string"}})
    assert validate_submission(opened, {"a": "b"}) == []
    assert [problem.field for problem in validate_submission(opened, {"a": 1})] == ["/a"]


def _nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("variables", "field", "code"),
    [
        ({"_private": 1}, "/_private", "name_reserved"),
        ({"ladder": 1}, "/ladder", "name_reserved"),
        ({"a": {"typename": "x"}}, "/a/typename", "name_reserved"),
        ({"a": [{"_b": 1}]}, "/a/0/_b", "name_reserved"),
        ({"": 1}, "", "name_wrong"),
        ({"n" * 101: 1}, "", "name_wrong"),
        ({"data_objects": 1}, "/data_objects", "name_reserved"),
        ({"a": _nested(900)}, "/a" + "/0" * 20, "too_deep"),
        ({"a": [0] * 501}, "/a", "list_too_long"),
        ({"a": "x" * 100_001}, "/a", "text_too_long"),
        ({"a": "x\0"}, "/a", "characters"),
        ({"a": "\ud800"}, "/a", "characters"),
        ({"a": float("nan")}, "/a", "number_wrong"),
        ({"a": 10**400}, "/a", "number_wrong"),
        ({"a": [[0] * 499 for _ in range(20)]}, "", "too_many_values"),
    ],
)
def test_what_could_harm_the_engine_is_refused_before_the_form_is_asked(
    variables: dict[str, Any], field: str, code: str
) -> None:
    (problem,) = validate_submission(form(), variables, reserved={"ladder"})
    assert (problem.field, problem.code) == (field, f"forms.{code}")
    assert problem.message("zh")


def test_the_number_of_answers_is_bounded() -> None:
    assert len(validate_submission(form(), {f"x{n}": n for n in range(300)})) == 100
