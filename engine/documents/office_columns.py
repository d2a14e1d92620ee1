"""The sheets and columns of the organisation as a workbook: how they are headed, and which field each is."""

from dataclasses import dataclass
from typing import Literal

from engine.documents.columns import bare
from engine.domain import messages

Kind = Literal["units", "people", "posts", "absences", "ledger", "key_tasks"]


@dataclass(frozen=True, slots=True)
class OfficeColumn:
    """`name` is that of a change's or an absence's field. What is `needed` a sheet cannot be read without.

    `longest` is in characters: what the record can keep.
    """

    name: str
    heading: str
    needed: bool = False
    others: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    longest: int = 60


@dataclass(frozen=True)
class OfficeSheet:
    """One sheet; the first column that is needed tells two rows apart."""

    kind: Kind
    title: str
    columns: tuple[OfficeColumn, ...]

    def find(self, heading: str) -> OfficeColumn | None:
        """The column that is headed so; spaces, asides in brackets, colons and stars do not matter."""
        plain = bare(heading)
        return next((one for one in self.columns if plain == one.heading or plain in one.others), None)

    def about(self, column: OfficeColumn, language: str = messages.DEFAULT_LANGUAGE) -> str:
        """What is expected in its cells."""
        return messages.text(f"sheet.about_{self.kind}_{column.name}", language)


ROLES = {
    "officer": "督办专员",
    "leader": "领导",
    "party_committee": "机关党委",
    "designer": "流程设计人员",
    "auditor": "审计人员",
    "administrator": "系统管理员",
}
KINDS = {
    "head": "负责人",
    "handler": "承办",
    "liaison": "联络",
    "leader": "分管领导",
    "officer": "督办",
    "other": "其他",
}
BOTH_ABSENT = {"refuse": "不准", "head": "负责人办"}
ENDED = {"units": "撤销", "people": "离岗", "posts": "撤销"}
EVERYTHING, PROCESS, UNIT_MATTERS = "全部", "流程", "单位事项"

_WHO = ("姓名用户名", "姓名或用户名", "姓名", "外出人员", "外出人")
UNITS = OfficeSheet(
    "units",
    "单位",
    (
        OfficeColumn("code", "代码", needed=True, others=("单位代码",), longest=40),
        OfficeColumn("name", "名称", needed=True, others=("单位名称", "单位"), longest=120),
        OfficeColumn("parent", "上级单位", longest=200),
        OfficeColumn("partner", "协同处室", others=("协同单位",), longest=120),
        OfficeColumn("leader", "分管领导"),
        OfficeColumn("line", "战线"),
        OfficeColumn("position", "排序", others=("序号",)),
        OfficeColumn("ends", "状态", choices=(ENDED["units"],)),
        OfficeColumn("successor", "并入单位", longest=200),
    ),
)
PEOPLE = OfficeSheet(
    "people",
    "人员",
    (
        OfficeColumn("username", "用户名", needed=True),
        OfficeColumn("name", "姓名", needed=True),
        OfficeColumn("email", "邮箱", others=("电子邮箱",), longest=200),
        OfficeColumn("title", "职务"),
        OfficeColumn("unit", "单位", others=("所在单位",), longest=120),
        OfficeColumn("roles", "角色", longest=200),
        OfficeColumn("ends", "状态", choices=(ENDED["people"],)),
        OfficeColumn("successor", "接任人"),
    ),
)
POSTS = OfficeSheet(
    "posts",
    "岗位",
    (
        OfficeColumn("unit", "单位", needed=True, others=("所在单位",), longest=120),
        OfficeColumn("title", "岗位", needed=True, others=("岗位名称",)),
        OfficeColumn("kind", "类别", others=("岗位类别",), choices=tuple(KINDS.values())),
        OfficeColumn("a", "A岗"),
        OfficeColumn("b", "B岗"),
        OfficeColumn("both_absent", "AB岗同时外出", choices=tuple(BOTH_ABSENT.values())),
        OfficeColumn("ends", "状态", choices=(ENDED["posts"],)),
    ),
)
ABSENCES = OfficeSheet(
    "absences",
    "外出",
    (
        OfficeColumn("person_id", "姓名/用户名", needed=True, others=(*_WHO, "用户名")),
        OfficeColumn("starts_at", "起", needed=True, others=("开始", "开始时间", "起始时间")),
        OfficeColumn("ends_at", "止", needed=True, others=("结束", "结束时间", "截止时间")),
        OfficeColumn("scope", "范围", longest=300),
        OfficeColumn("third_id", "指定代办人", others=("代办人",)),
        OfficeColumn("reason", "事由", longest=200),
    ),
)
OFFICE_SHEETS = (UNITS, PEOPLE, POSTS, ABSENCES)
