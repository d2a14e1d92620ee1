"""The parts of the pages that are made from the code; `python -m tests.support.pages` writes them anew."""

from collections.abc import Iterator
from pathlib import Path

from api.schemas.figures import STEP_COLUMNS, figure_shapes
from engine.bpmn.checks.verdicts import CARRIED, ELEMENT, EXECUTED, REFUSED, TOLD, sentence_of, verdicts
from engine.bpmn.source.standard import definitions
from engine.domain import messages
from tests.support.mistakes import MISTAKES, message_of

DOCS = Path(__file__).resolve().parents[2] / "docs"
ELEMENTS_PAGE = DOCS / "reference" / "elements.md"
FIGURES_PAGE = DOCS / "reference" / "figures.md"
DESIGNER_PAGE = DOCS / "how-to" / "designer.md"
BEGIN, END = "<!-- 以下由 tests/support/pages.py 生成 -->", "<!-- 生成的内容到此为止 -->"
WORDS = {EXECUTED: "执行", CARRIED: "保留", TOLD: "保留并提示", REFUSED: "拒绝"}
HEAD = """# BPMN 2.0 的元素

BPMN 2.0.2 的每个元素和属性，本系统怎么处理：

- **执行**：按标准执行。
- **保留**：原样保留在文件里，下载时一字不差，但不影响执行。
- **保留并提示**：同上，部署时有一条提示。
- **拒绝**：可执行的流程里有它就不能部署，说明里写了改用什么。

标为不可执行（`isExecutable="false"`）的流程只作为图纸保存，什么都可以画。
继承来的属性列在它所属的元素下：例如每个环节都有 `flowElement` 的 `name`。
标准以外的扩展见[扩展说明](extensions.md)。

这张表由 `engine/bpmn/checks/verdicts.toml` 和 `engine/messages/zh/elements.toml` 生成
（`python -m tests.support.pages`），每一行由 `tests/bpmn/checks/test_verdicts.py` 用一张小图检验。

| 元素 | 属性或子元素 | 处理 | 说明 |
| --- | --- | --- | --- |
"""

FIGURES_HEAD = """# 统计指标

“统计分析”页、它的 Excel 和打印里的每个指标怎么算、依据什么。这张表由 `engine/domain/figures.py` 和
`engine/messages/zh/figures.toml` 生成（`python -m tests.support.pages`）；页面上的说明取自同一处。

- **统计期**按派单日期（办公地时间）计，首尾两天都算；所有指标都从这段时间派出的任务里数。
- 只数看得到的任务：保密的流程，没有参与的人数不到，也打不开。
- “按承办人”以承办岗 A 岗为准：已销号的算销号时的人，没有销号的算现在的人。
- 每个数字打开的，就是台账里它数的那些任务：计次、天数、比率打开的是它下面的那些任务（“打开”一列）。
- 比率和平均数都附分子、分母；分母不足 10 的注明“样本少”。不同单位任务多少、难易不一，只宜比比率，不宜比件数。

| 指标 | 单位 | 口径 | 依据 | 打开 |
| --- | --- | --- | --- | --- |
"""
STEPS_HEAD = """
## 环节用时

数的是同一批任务在流程图各环节上的待办，从记录里待办出现和办完的时刻算起。

| 指标 | 口径 |
| --- | --- |
"""


def figures_page() -> str:
    """Every figure with its definition."""
    shapes = figure_shapes()
    names = {one.code: one.name for one in shapes}
    rows = [f"| {one.name} | {one.unit} | {one.definition} | {one.rule} | {names[one.items]} |" for one in shapes]
    spoken = messages.catalogue("zh")
    steps = [
        f"| {spoken[f'figures.name_step_{code}']} | {spoken[f'figures.definition_step_{code}']} |"
        for code in STEP_COLUMNS
    ]
    return FIGURES_HEAD + "".join(f"{row}\n" for row in rows) + STEPS_HEAD + "".join(f"{row}\n" for row in steps)


def elements_page() -> str:
    """The table of elements, whole."""
    return HEAD + "".join(f"{row}\n" for row in _rows())


def _rows() -> Iterator[str]:
    for name in definitions():
        for part, verdict in verdicts().get(name, {}).items():
            shown = "" if part == ELEMENT else f"`{part}`"
            yield f"| `{name}` | {shown} | {WORDS[verdict]} | {_sentence(name, part, verdict)} |"


def _sentence(name: str, part: str, verdict: str) -> str:
    """Its own sentence, that of every element with such a part, or that of the verdict."""
    spoken = messages.catalogue("zh")
    codes = (sentence_of(name, part), f"elements.any_{part}", f"elements.{verdict}")
    return next(spoken[code] for code in codes if code in spoken).format(name="…")


def mistakes_section() -> str:
    """Twenty mistakes with their messages."""
    rows = [f"| {number} | {one.title} | {message_of(one)} |" for number, one in enumerate(MISTAKES, 1)]
    return "\n".join([BEGIN, "| | 画错了什么 | 系统的提示 |", "| --- | --- | --- |", *rows, END])


def designer_page(text: str) -> str:
    """The page with its section of mistakes as it should be."""
    before, _, rest = text.partition(BEGIN)
    return before + mistakes_section() + rest.partition(END)[2]


if __name__ == "__main__":
    ELEMENTS_PAGE.write_text(elements_page(), encoding="utf-8")
    FIGURES_PAGE.write_text(figures_page(), encoding="utf-8")
    DESIGNER_PAGE.write_text(designer_page(DESIGNER_PAGE.read_text(encoding="utf-8")), encoding="utf-8")
