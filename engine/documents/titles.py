"""Short titles from a text's own words."""

import re

from engine.documents.quotation import inside_quotation

LONGEST_TITLE = 60
LONGEST_DOCUMENT_TITLE = 80
EFFORT = re.compile(r"^(.{2,60}?)[，,]在[^。；\n]{1,60}?上下功夫")
# What official layout puts above the title: the document's number, its annex number, urgency and copy number.
ABOVE_TITLE = re.compile(r"〔\d{4}〕\s*\d+\s*号$|^附件\s*\d*\s*[：:]?$|^(特急|加急|平急|平件|[0-9]+)$")
SENTENCE_ENDS = frozenset("。；！？;!?\n\r")
CLAUSE_ENDS = frozenset("，,：:、 \u3000\t")


def short_title(words: str) -> str:
    """A title of at most 60 characters: the aim before ，在…上下功夫, or the first sentence, or its first clauses."""
    words = words.strip()
    if effort := EFFORT.match(words):
        return effort[1]
    sentence = words[: _first_end(words[: LONGEST_TITLE * 5])].rstrip("：:，,、 \u3000\t")
    return sentence if len(sentence) <= LONGEST_TITLE else _clauses(sentence)


def document_title(opening: str) -> str | None:
    """The first line before any numbering that can be a title: short, and no sentence."""
    lines = (line.strip() for line in opening.splitlines())
    first = next((line for line in lines if line and not ABOVE_TITLE.search(line)), "")
    if not first or len(first) > LONGEST_DOCUMENT_TITLE or first[-1] in "。；！？：，、;!?:,":
        return None
    return first


def _first_end(words: str) -> int:
    """Where the first sentence ends; an end within quotation marks is none."""
    quoted = inside_quotation(words)
    return next(
        (place for place, character in enumerate(words) if character in SENTENCE_ENDS and not quoted[place]), len(words)
    )


def _clauses(sentence: str) -> str:
    quoted = inside_quotation(sentence)
    ends = [place for place in range(2, LONGEST_TITLE) if sentence[place] in CLAUSE_ENDS and not quoted[place]]
    return sentence[: ends[-1]] if ends else sentence[: LONGEST_TITLE - 1] + "…"
