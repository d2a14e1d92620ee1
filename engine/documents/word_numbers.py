"""The numbers Word draws in front of list paragraphs: they are not in the text, so they are counted as Word does."""

from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from engine.documents.numerals import chinese, circled

Element = Any
VALUE = qn("w:val")
CHINESE_FORMATS = ("chinese", "japanese", "taiwanese", "ideographDigital")
CIRCLED_FORMATS = frozenset({"decimalEnclosedCircle", "decimalEnclosedCircleChinese"})
UNNUMBERED = frozenset({"bullet", "none"})


@dataclass(frozen=True, slots=True)
class Level:
    """How one level is written: `pattern` holds %1 for the number of the first level and so on."""

    number_format: str
    pattern: str
    start: int

    def write(self, number: int) -> str:
        """Formats other than Chinese and circled numerals are written with figures."""
        if self.number_format.startswith(CHINESE_FORMATS):
            return chinese(number)
        return circled(number) if self.number_format in CIRCLED_FORMATS else str(number)


class WordNumbers:
    """Counts through one document; ask for each paragraph once, in order."""

    def __init__(self, document: Any) -> None:
        self._styles = document.styles.element
        self._lists: dict[str, str] = {}
        self._levels: dict[str, dict[int, Level]] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._counters: dict[str, dict[int, int]] = {}
        for related in document.part.rels.values():
            if related.reltype.endswith("/numbering"):
                self._read(related.target_part.element)

    def next_label(self, paragraph: Element) -> str:
        """The number in front of this paragraph; empty for bullets and paragraphs without one."""
        list_id, depth = self._place(paragraph)
        family = self._lists.get(list_id, "")
        level = self._levels.get(family, {}).get(depth)
        if level is None:
            return ""
        counters = self._advance(list_id, family, depth, level)
        return "" if level.number_format in UNNUMBERED else self._write(family, depth, level, counters)

    def _read(self, numbering: Element) -> None:
        for family in numbering.findall(qn("w:abstractNum")):
            levels = {int(level.get(qn("w:ilvl"))): _level(level) for level in family.findall(qn("w:lvl"))}
            self._levels[family.get(qn("w:abstractNumId"))] = levels
        for instance in numbering.findall(qn("w:num")):
            list_id = instance.get(qn("w:numId"))
            self._lists[list_id] = _value(instance, "w:abstractNumId", "")
            self._restarts[list_id] = {
                int(override.get(qn("w:ilvl"))): int(_value(override, "w:startOverride", "1"))
                for override in instance.findall(qn("w:lvlOverride"))
                if override.find(qn("w:startOverride")) is not None
            }

    def _place(self, paragraph: Element) -> tuple[str, int]:
        """Which list and how deep, from the paragraph or else from its style and the styles that one is based on."""
        holder, seen = paragraph, 0
        while holder is not None and seen < 20:
            numbering = holder.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if numbering is not None:
                return _value(numbering, "w:numId", "0"), int(_value(numbering, "w:ilvl", "0"))
            holder, seen = self._style_above(holder), seen + 1
        return "0", 0

    def _style_above(self, holder: Element) -> Element:
        if holder.tag == qn("w:style"):
            style_id = _value(holder, "w:basedOn", "")
        else:
            style = holder.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
            style_id = "" if style is None else style.get(VALUE)
        styles = (style for style in self._styles.findall(qn("w:style")) if style.get(qn("w:styleId")) == style_id)
        return next(styles, None) if style_id else None

    def _advance(self, list_id: str, family: str, depth: int, level: Level) -> dict[int, int]:
        counters = self._counters.setdefault(family, {})
        restart = self._restarts.get(list_id, {}).pop(depth, None)
        if restart is not None:
            counters[depth] = restart
        else:
            counters[depth] = counters[depth] + 1 if depth in counters else level.start
        for deeper in [other for other in counters if other > depth]:
            del counters[deeper]
        return counters

    def _write(self, family: str, depth: int, level: Level, counters: dict[int, int]) -> str:
        label = level.pattern
        for above, form in self._levels[family].items():
            if above <= depth:
                label = label.replace(f"%{above + 1}", form.write(counters.get(above, form.start)))
        return label + " " if label and label[-1].isascii() else label


def _level(level: Element) -> Level:
    return Level(
        number_format=_value(level, "w:numFmt", "decimal"),
        pattern=_value(level, "w:lvlText", ""),
        start=int(_value(level, "w:start", "1")),
    )


def _value(element: Element, child: str, default: str) -> str:
    found = element.find(qn(child))
    return default if found is None else str(found.get(VALUE, default))
