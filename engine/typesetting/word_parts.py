"""The parts of a .docx that every official document has alike: page, fonts, styles, page numbers (ISO/IEC 29500)."""

from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

TITLE, BODY, HEI, KAI, SONG = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
# By the face that the standard asks for, what Word takes where it is not installed.
STAND_INS: Mapping[str, str] = {
    TITLE: "方正小标宋_GBK,方正小标宋,FZXiaoBiaoSong-B05S,FZXiaoBiaoSong-B05,宋体,Noto Serif CJK SC",
    BODY: "仿宋,FangSong,STFangsong,宋体,Noto Serif CJK SC",
    HEI: "SimHei,STHeiti,Noto Sans CJK SC",
    KAI: "楷体,KaiTi,STKaiti,宋体,Noto Serif CJK SC",
    SONG: "SimSun,STSong,Noto Serif CJK SC",
}


def twips(millimetres: float) -> int:
    """Twentieths of a point, in which Word measures."""
    return round(millimetres * 72 / 25.4 * 20)


WIDE = twips(156)
LINE = twips(225 / 22)  # 22 lines on a page
CHARACTER = WIDE // 28  # 28 characters on a line
CLOSER = round((156 / 28 * 72 / 25.4 - 16) * 4096)  # than 16 points, in 4096ths of a point
PAGE = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
    f'<w:pgSz w:w="{twips(210)}" w:h="{twips(297)}"/>'
    f'<w:pgMar w:top="{twips(37)}" w:right="{twips(26)}" w:bottom="{twips(35)}" w:left="{twips(28)}"'
    f' w:header="{twips(15)}" w:footer="{twips(22)}" w:gutter="0"/>'
    f'<w:docGrid w:type="linesAndChars" w:linePitch="{LINE}" w:charSpace="{CLOSER}"/></w:sectPr>'
)


def fonts(face: str) -> str:
    return f'<w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}"/>'


def static_parts() -> dict[str, str]:
    """By name in the package, all that does not depend on what a document says."""
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            ("officeDocument", "word/document.xml"),
            ("metadata/core-properties", "docProps/core.xml"),
        ),
        "word/_rels/document.xml.rels": _relations(
            ("styles", "styles.xml"),
            ("settings", "settings.xml"),
            ("fontTable", "fontTable.xml"),
            ("footer", "footer1.xml"),
            ("footer", "footer2.xml"),
        ),
        "word/styles.xml": _styles(),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _font_table(),
        "word/footer1.xml": _footer("right"),
        "word/footer2.xml": _footer("left"),
    }


def _content_types() -> str:
    parts = {"document": "document.main", "styles": "styles", "settings": "settings", "fontTable": "fontTable"}
    named = {f"/word/{name}.xml": f"{OFFICE}.{kind}+xml" for name, kind in parts.items()}
    named |= {f"/word/footer{number}.xml": f"{OFFICE}.footer+xml" for number in (1, 2)}
    named["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in named.items())
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(*named: tuple[str, str]) -> str:
    def one(number: int, kind: str, target: str) -> str:
        base = f"{PACKAGE}/relationships" if "/" in kind else R
        return f'<Relationship Id="rId{number}" Type="{base}/{kind}" Target="{target}"/>'

    inside = "".join(one(number, kind, target) for number, (kind, target) in enumerate(named, 1))
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def _styles() -> str:
    return (
        f'{HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{fonts(BODY)}<w:sz w:val="32"/>'
        '<w:szCs w:val="32"/><w:lang w:val="zh-CN" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        f'<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr>'
        '</w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/><w:qFormat/></w:style></w:styles>'
    )


def _settings() -> str:
    """Even pages are mirrored, and have their number on the other side."""
    mode = '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    said = f"<w:mirrorMargins/><w:evenAndOddHeaders/><w:compat>{mode}</w:compat>"
    return f'{HEAD}<w:settings xmlns:w="{W}">{said}</w:settings>'


def _font_table() -> str:
    listed = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in STAND_INS.items()
    )
    return f'{HEAD}<w:fonts xmlns:w="{W}">{listed}</w:fonts>'


def _footer(side: str) -> str:
    run = f'<w:rPr>{fonts(SONG)}<w:sz w:val="28"/></w:rPr>'
    parts = (
        f'<w:r>{run}<w:t xml:space="preserve">— </w:t></w:r>',
        f'<w:r>{run}<w:fldChar w:fldCharType="begin"/></w:r>',
        f'<w:r>{run}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>',
        f'<w:r>{run}<w:fldChar w:fldCharType="separate"/></w:r><w:r>{run}<w:t>1</w:t></w:r>',
        f'<w:r>{run}<w:fldChar w:fldCharType="end"/></w:r>',
        f'<w:r>{run}<w:t xml:space="preserve"> —</w:t></w:r>',
    )
    paragraph = f'<w:p><w:pPr><w:ind w:{side}="280"/><w:jc w:val="{side}"/></w:pPr>{"".join(parts)}</w:p>'
    return f'{HEAD}<w:ftr xmlns:w="{W}">{paragraph}</w:ftr>'
