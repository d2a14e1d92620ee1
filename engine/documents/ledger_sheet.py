"""The ledger as a workbook, out and in again: its columns, how each is headed, and which may be changed there.

`CHANGED` columns of an item that is there already may be changed in the sheet; `FIXED` ones have a way of their own
(an extension, a redispatch), so a cell that says something else is a mistake; all others only tell how the item stands
and are not read.
"""

from engine.documents.columns import COLUMNS
from engine.documents.office_columns import OfficeColumn, OfficeSheet

URGENCIES = ("特急", "加急", "平急", "平件")
SOURCES = ("领导批示", "会议议定", "上级文件", "群众来信", "自行立项")
CADENCE_WORDS = {"none": "不要求", "weekly": "每周", "half_monthly": "每半月", "monthly": "每月"}
LONGEST_TEXT = 32_767


def _synonyms(meaning: str, *without: str) -> tuple[str, ...]:
    found = next(one.headings for one in COLUMNS if one.meaning == meaning)
    return tuple(heading for heading in found if heading not in without)


LEDGER = OfficeSheet(
    "ledger",
    "台账",
    (
        OfficeColumn("number", "编号", others=("任务编号",)),
        OfficeColumn("matter_number", "事项编号", others=("督办事项编号",)),
        OfficeColumn("matter_title", "督办事项", others=("事项名称", "事项", "督办事项名称"), longest=300),
        OfficeColumn("source", "来源", others=("事项来源",), longest=40),
        OfficeColumn("issuer", "交办人", others=("交办单位", "交办人单位"), longest=120),
        OfficeColumn("received_on", "收文日期", others=("登记日期", "收到日期")),
        OfficeColumn("urgency", "缓急程度", others=("紧急程度", "缓急"), choices=URGENCIES),
        OfficeColumn("section", "类别", others=_synonyms("section", "类别"), longest=200),
        OfficeColumn(
            "title",
            "任务名称",
            needed=True,
            others=_synonyms("title", "任务名称", "事项", "事项名称", "督办事项"),
            longest=300,
        ),
        OfficeColumn("text", "任务内容", others=_synonyms("text", "任务内容"), longest=LONGEST_TEXT),
        OfficeColumn("lead_unit", "牵头单位", needed=True, others=_synonyms("lead_unit_name", "牵头单位"), longest=120),
        OfficeColumn("co_units", "协办单位", others=_synonyms("co_unit_names", "协办单位"), longest=2000),
        OfficeColumn("handler", "承办人", others=_synonyms("handler_name", "承办人")),
        OfficeColumn("due", "办理时限", others=_synonyms("due", "办理时限")),
        OfficeColumn(
            "cadence", "反馈频次", others=_synonyms("cadence", "反馈频次"), choices=tuple(CADENCE_WORDS.values())
        ),
        OfficeColumn("original_due", "原定时限"),
        OfficeColumn("dispatched_on", "派单日期"),
        OfficeColumn("light", "状态灯"),
        OfficeColumn("state", "办理状态"),
        OfficeColumn("step", "督办环节"),
        OfficeColumn("times_urged", "催办次数"),
        OfficeColumn("reports_missed", "漏报次数"),
        OfficeColumn("progress", "办理进度"),
        OfficeColumn("last_report", "最近反馈", longest=LONGEST_TEXT),
        OfficeColumn("result", "办理结果", longest=LONGEST_TEXT),
        OfficeColumn("closed_on", "销号日期"),
        OfficeColumn("is_late", "是否逾期"),
    ),
)
CHANGED = ("section", "title", "text", "cadence")
FIXED = ("matter_number", "matter_title", "source", "issuer", "received_on", "urgency", "lead_unit", "co_units", "due")
TOLD = (
    "handler",
    "original_due",
    "dispatched_on",
    "light",
    "state",
    "step",
    "times_urged",
    "reports_missed",
    "progress",
    "last_report",
    "result",
    "closed_on",
    "is_late",
)
WIDTHS = {
    "number": 22,
    "matter_number": 18,
    "matter_title": 28,
    "title": 32,
    "text": 40,
    "lead_unit": 14,
    "co_units": 18,
    "last_report": 28,
    "result": 28,
}
WIDTH = 11
