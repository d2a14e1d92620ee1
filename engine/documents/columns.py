"""The headings of a ledger's columns, as offices usually word them, and what each becomes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from engine.domain import messages

ASIDE = re.compile(r"[（(].*?[）)]|\s|[：:*＊]")


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """One meaning and the headings that have it; spaces, asides in brackets, colons and stars do not matter."""

    meaning: str
    headings: tuple[str, ...]

    def description(self, language: str = messages.DEFAULT_LANGUAGE) -> str:
        """What is expected in its cells, for the help page and the template."""
        return messages.text(f"documents.column_{self.meaning}", language)


def _words(headings: str) -> tuple[str, ...]:
    return tuple(headings.split())


COLUMNS = (
    LedgerColumn("number", _words("序号 编号 No NO №")),
    LedgerColumn("section", _words("类别 分类 板块 领域 专题 项目类别 任务类别 工作类别")),
    LedgerColumn(
        "title",
        _words("""
        任务 任务名称 任务标题 任务事项 事项 事项名称 督办事项 议定事项 批示事项 工作事项 工作任务 工作名称
        重点任务 重点工作 主要任务 标题 项目 项目名称"""),
    ),
    LedgerColumn(
        "text",
        _words("""
        内容 任务内容 事项内容 工作内容 主要内容 具体内容 批示内容 具体任务 目标任务 工作目标 措施 具体措施
        工作措施 主要措施 工作要求 任务要求 具体要求"""),
    ),
    LedgerColumn(
        "lead_unit_name",
        _words("""
        牵头单位 牵头部门 牵头处室 责任单位 责任部门 责任处室 主办单位 主办部门 主办处室 承办单位
        承办部门 承办处室 主责单位 落实单位"""),
    ),
    LedgerColumn(
        "co_unit_names", _words("协办单位 协办部门 协办处室 配合单位 配合部门 配合处室 协同单位 参与单位 会办单位")
    ),
    LedgerColumn("handler_name", _words("责任人 具体责任人 工作责任人 承办人 经办人 联系人 联络员")),
    LedgerColumn(
        "due",
        _words("""
        完成时限 完成时间 完成日期 完成期限 计划完成时间 要求完成时间 办结时限 办结时间 办结日期 办理时限
        截止时间 截止日期 时限 时限要求 时间要求 工作时限"""),
    ),
    LedgerColumn("cadence", _words("反馈频次 反馈周期 反馈要求 报送频次 报送周期 报告频次 调度频次")),
)


def ledger_columns() -> Sequence[LedgerColumn]:
    """Every column understood, in the order a template shows them."""
    return COLUMNS


def meaning_of(heading: str) -> str | None:
    return _meanings().get(bare(heading))


def bare(heading: str) -> str:
    return ASIDE.sub("", heading)


@cache
def _meanings() -> dict[str, str]:
    return {heading: column.meaning for column in COLUMNS for heading in column.headings}
