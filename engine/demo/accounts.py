"""The demo accounts that the sign-in page offers. They exist only where the demo office was loaded on purpose."""

from pydantic import BaseModel, ConfigDict

DEMO_PASSWORD = "duban-demo"  # noqa: S105 - shown on the demo's sign-in page

OFFERED = (
    ("zhengyi", "郑怡", "督办专员"),
    ("chenlu", "陈璐", "承办人（综合处 A 岗）"),
    ("fengke", "冯科", "承办人（秘书三处 B 岗，A 岗休假中）"),
    ("wangqing", "王清", "综合处负责人"),
    ("qianbo", "钱博", "分管领导"),
    ("renhong", "任虹", "机关党委（四同步、表彰）"),
    ("caomin", "曹敏", "流程设计人员"),
    ("pengfei", "彭飞", "系统管理员"),
)


class DemoAccount(BaseModel):
    model_config = ConfigDict(extra="forbid")

    username: str
    name: str
    role: str
    password: str


def demo_accounts() -> list[DemoAccount]:
    return [DemoAccount(username=u, name=n, role=r, password=DEMO_PASSWORD) for u, n, r in OFFERED]
