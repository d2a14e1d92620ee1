"""From the data of a document to its PDF, by typst, which comes with its wheel and asks no network."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from engine.typesetting.paper import CERTIFICATE

LAYOUTS = {"": Path(__file__).with_name("official.typ"), CERTIFICATE: Path(__file__).with_name("certificate.typ")}
SERIF = (
    "SimSun",
    "宋体",
    "STSong",
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Source Han Serif SC",
    "思源宋体",
    "AR PL UMing CN",
)
SANS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "思源黑体", "WenQuanYi Zen Hei")
TITLE = ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK", "方正小标宋")
FALLBACKS = (*SERIF, *SANS)
# What the standard asks for, under the names that the fonts go by; then what stands in for it.
FACES: Mapping[str, tuple[str, ...]] = {
    "title": (*TITLE, *FALLBACKS),
    "body": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", *FALLBACKS),
    "kai": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", *FALLBACKS),
    "hei": ("SimHei", "黑体", "STHeiti", *SANS, *SERIF),
    "song": FALLBACKS,
}


class NoChineseFont(Exception):
    """Nothing that could print a document is installed; `DUBAN_FONT_DIR` and the machine's folders were looked in."""


def render(pages: Mapping[str, Any], moment: datetime, font_dir: Path | None) -> bytes:
    """The PDF of a document (`pages_of`), dated at `moment`.

    The same data, moment, fonts and release of typst give the same bytes. NoChineseFont where none is installed.
    """
    fonts, faces = _faces(font_dir)
    inputs = {"paper": json.dumps(pages), "fonts": json.dumps(faces)}
    seconds = int(moment.timestamp())
    return typst.compile(
        _layout(pages.get("layout", "")), font_paths=fonts, sys_inputs=inputs, format="pdf", timestamp=seconds
    )


def stand_ins(font_dir: Path | None) -> list[str]:
    """The faces of the standard that are not there, for which others stand in; NoChineseFont where nothing could."""
    _, faces = _faces(font_dir)
    names = {"title": faces["title"]["names"], **{face: faces[face] for face in ("body", "kai", "hei")}}
    return [face for face, found in names.items() if found[0] in FALLBACKS]


@cache
def _layout(name: str) -> bytes:
    return LAYOUTS[name].read_bytes()


@cache
def _faces(font_dir: Path | None) -> tuple[typst.Fonts, Mapping[str, Any]]:
    """Read once in a process. A 小标宋 is bold as it is; what stands in for it is not."""
    folders = [font_dir] if font_dir else []
    fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=folders)
    there = {name.lower() for name in fonts.families()}
    faces: dict[str, Any] = {face: [name for name in wanted if name.lower() in there] for face, wanted in FACES.items()}
    if not faces["song"]:
        raise NoChineseFont
    is_real = faces["title"][0] in TITLE
    faces["title"] = {"names": faces["title"], "weight": "regular" if is_real else "bold"}
    return fonts, faces
