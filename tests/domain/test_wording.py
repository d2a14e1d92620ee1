"""The office's own words in official documents: taken whole, or refused with everything that is wrong."""

from pathlib import Path

import pytest

from engine.domain.errors import Invalid
from engine.domain.wording import Wording, problems_of_wording
from engine.settings import Settings
from engine.site import wording_of


def codes(**own: object) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.field) for problem in problems_of_wording(own)]


def test_what_the_office_words_itself_is_said_and_the_rest_as_it_is_shipped() -> None:
    wording = Wording({"work_order": "任务交办单"})
    assert (wording.text("work_order"), wording.text("urge")) == ("任务交办单", "催办单")
    assert wording.text("day", year=2026, month=1, day=5) == "2026年1月5日"


def test_sentences_may_leave_names_out_and_use_no_others() -> None:
    assert codes(supervise="督办通知", circular="关于“{title}”的通报") == []
    wrong = codes(supervise="{title}{secret}", urge="{0}", closing="{", day="{year!r}", nothing="x", extension=" ")
    assert wrong == [
        ("wording.strange", "/supervise"),
        ("wording.strange", "/urge"),
        ("wording.brace", "/closing"),
        ("wording.strange", "/day"),
        ("wording.unknown", "/nothing"),
        ("wording.empty", "/extension"),
    ]


def test_an_attribute_of_a_value_is_not_reached() -> None:
    assert codes(supervise="{title.__class__}", circular="{unit[0]}") == [
        ("wording.strange", "/supervise"),
        ("wording.strange", "/circular"),
    ]


def settings(file: Path) -> Settings:
    return Settings.model_validate({"official_words": file, "testing": True})


def test_the_file_of_an_office_is_read_when_the_program_starts(tmp_path: Path) -> None:
    file = tmp_path / "official.toml"
    file.write_text('work_order = "任务交办单"\n', encoding="utf-8")
    assert wording_of(settings(file)).text("work_order") == "任务交办单"


@pytest.mark.parametrize(
    ("content", "code"), [("work_order = 交办单", "wording.file"), ('another = "x"', "wording.unknown")]
)
def test_a_file_that_is_wrong_stops_the_start_and_says_where(tmp_path: Path, content: str, code: str) -> None:
    file = tmp_path / "official.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        wording_of(settings(file))
    assert [problem.code for problem in refused.value.problems] == [code]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refused:
        wording_of(settings(tmp_path / "none.toml"))
    assert "none.toml" in refused.value.problems[0].message()
