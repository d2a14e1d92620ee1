"""Names of files: harmless wherever they are saved, and still what the person called them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.file_names import LONGEST, UNNAMED, clean_name, extension_of


@pytest.mark.parametrize(
    ("given_name", "cleaned"),
    [
        ("关于专项检查的报告.docx", "关于专项检查的报告.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\office\\报告.pdf", "报告.pdf"),
        ("报告\r\nSet-Cookie: a=b.pdf", "报告Set-Cookie_ a=b.pdf"),
        ("报告\u202efdp.exe", "报告fdp.exe"),
        ("a\u2066b\u2069\u200b\ufeff.pdf", "ab.pdf"),
        ("con.txt", "_con.txt"),
        ("LPT1", "_LPT1"),
        ("nul .pdf", "_nul.pdf"),
        ('a<b>:"c|d?e*.pdf', "a_b___c_d_e_.pdf"),
        ("  ..  ", UNNAMED),
        ("", UNNAMED),
        ("folder/", UNNAMED),
        ("报告.pdf. . ", "报告.pdf"),
        ("e\u0301.txt", "é.txt"),
        ("\x1b[31m红.txt", "[31m红.txt"),
    ],
)
def test_a_name_loses_what_would_do_harm_and_nothing_else(given_name: str, cleaned: str) -> None:
    assert clean_name(given_name) == cleaned


def test_a_long_name_keeps_its_extension() -> None:
    name = clean_name("报" * 300 + ".docx")
    assert (len(name.encode()) <= LONGEST, extension_of(name), name[0]) == (True, ".docx", "报")
    assert len(clean_name("a." + "b" * 300).encode()) <= LONGEST


@given(st.text(max_size=300))
def test_every_name_is_one_part_that_shows_all_of_itself(text: str) -> None:
    name = clean_name(text)
    assert 0 < len(name.encode()) <= LONGEST
    assert not set(name) & set('/\\<>:"|?*')
    assert not [one for one in name if unicodedata.category(one) in ("Cc", "Cf", "Cs")]
    assert name.strip(". ") != ""
    assert clean_name(name) == name
