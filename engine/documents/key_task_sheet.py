"""The key tasks of a year as a workbook: the matrix goes out, and new tasks come in on the same sheet."""

from engine.documents.office_columns import OfficeColumn, OfficeSheet

GATES = ("同谋划", "同布置", "同实施", "同考核")
KEY_TASKS = OfficeSheet(
    "key_tasks",
    "重点任务",
    (
        OfficeColumn("number", "编号", others=("任务编号",)),
        OfficeColumn("unit", "单位", needed=True, others=("责任单位", "单位名称", "牵头单位"), longest=120),
        OfficeColumn("title", "任务名称", needed=True, others=("重点任务", "任务", "名称"), longest=300),
        OfficeColumn("text", "任务内容", others=("内容", "任务内容和要求"), longest=4000),
        *(OfficeColumn(f"gate_{number}", name, longest=200) for number, name in enumerate(GATES, 1)),
        OfficeColumn("business_score", "业务分"),
        OfficeColumn("party_score", "党建分"),
    ),
)
WIDTHS = {
    "number": 20,
    "unit": 16,
    "title": 36,
    "text": 40,
    **dict.fromkeys(("gate_1", "gate_2", "gate_3", "gate_4"), 14),
}
WIDTH = 9
COLOURS = {"grey": "#E3E3E3", "green": "#D5EFD9", "yellow": "#FFF0C2", "red": "#F8CBCB", "blue": "#D3E3F8"}
