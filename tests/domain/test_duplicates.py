"""When two texts ask the same."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from engine.documents import import_file
from engine.domain.duplicates import NEAR, bands, fingerprint, normalised, shingles, similarity

TEXT = "各处室要在月底前建立督办台账，逐项明确责任人和完成时限，每周五报送进展情况。"
PLAN = Path(__file__).resolve().parents[3] / "shared" / "input" / "plan.txt"


def near(one: str, other: str) -> bool:
    return similarity(shingles(one), shingles(other)) >= NEAR


@pytest.mark.parametrize(
    "other",
    [
        f"一、{TEXT}",
        f"（三）{TEXT}",
        f"12. {TEXT}",
        TEXT.replace("，", " , ").replace("。", ""),
        TEXT.replace("每周五", "每　周　五"),
    ],
)
def test_numbers_before_it_spaces_and_punctuation_do_not_make_another_text(other: str) -> None:
    assert fingerprint(other) == fingerprint(TEXT)


def test_wide_letters_and_capitals_are_the_same() -> None:
    assert normalised("ＯＡ 系统ＡＢＣ") == normalised("oa系统abc")


def test_another_date_is_another_text_but_near() -> None:
    other = TEXT.replace("月底前", "本月底前")
    assert fingerprint(other) != fingerprint(TEXT)
    assert near(TEXT, other)
    assert set(bands(TEXT)) & set(bands(other))


def test_another_task_is_not_near() -> None:
    assert not near(TEXT, "各单位要在季度末前完成安全检查，逐项列出隐患和整改措施，报安委办备案审核。")


def test_a_short_text_says_too_little() -> None:
    assert fingerprint("按月报送进展") is None
    assert bands("按月报送进展") == ()


def _pairs(texts: list[str]) -> Iterator[tuple[str, str]]:
    yield from combinations(texts, 2)


def test_a_real_plan_raises_no_false_alarm() -> None:
    if not PLAN.exists():
        pytest.skip("the real plan lies outside the repository")
    texts = [row.text for row in import_file(PLAN.name, PLAN.read_bytes()).rows]
    assert len(texts) >= 50
    assert [pair for pair in _pairs(texts) if near(*pair)] == []
    prints = [fingerprint(text) for text in texts]
    assert len(set(prints)) == len(prints)
    assert None not in prints
