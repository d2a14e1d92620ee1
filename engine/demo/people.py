"""The demo office: 12 units, 40 people with posts A and B. All names are invented."""

from dataclasses import dataclass

LEADERS = (
    ("zhourui", "周瑞", "主任"),
    ("qianbo", "钱博", "副主任"),
    ("sunlan", "孙岚", "副主任"),
    ("wujian", "吴健", "副主任"),
)


@dataclass(frozen=True)
class DemoUnit:
    """A unit with its head, its A and B handler, and which leader (by position in LEADERS) is in charge."""

    code: str
    name: str
    leader: int
    people: tuple[tuple[str, str], tuple[str, str], tuple[str, str]]


UNITS = (
    DemoUnit("dcs", "督查室", 0, (("liming", "李鸣"), ("zhengyi", "郑怡"), ("hefan", "何帆"))),
    DemoUnit("zhc", "综合处", 1, (("wangqing", "王清"), ("chenlu", "陈璐"), ("liuyang", "刘洋"))),
    DemoUnit("ms1", "秘书一处", 1, (("zhaolei", "赵磊"), ("huangjing", "黄静"), ("xuhao", "徐浩"))),
    DemoUnit("ms2", "秘书二处", 1, (("gaoyuan", "高远"), ("linxi", "林溪"), ("songtao", "宋涛"))),
    DemoUnit("ms3", "秘书三处", 1, (("tangwen", "唐雯"), ("hanbing", "韩冰"), ("fengke", "冯科"))),
    DemoUnit("xxc", "信息处", 2, (("dengchao", "邓超"), ("caomin", "曹敏"), ("pengfei", "彭飞"))),
    DemoUnit("hyc", "会议处", 2, (("zengli", "曾莉"), ("xiaobo", "肖波"), ("tianhe", "田禾"))),
    DemoUnit("wdc", "文电处", 2, (("dongjie", "董捷"), ("panying", "潘颖"), ("yuanye", "袁野"))),
    DemoUnit("fgc", "法规处", 2, (("caizhi", "蔡志"), ("jiangnan", "江楠"), ("duyu", "杜宇"))),
    DemoUnit("rsc", "人事处", 3, (("yejun", "叶军"), ("chengxin", "程欣"), ("weijia", "魏佳"))),
    DemoUnit("xzc", "行政处", 3, (("suping", "苏平"), ("lvning", "吕宁"), ("dinghui", "丁辉"))),
    DemoUnit("jgdw", "机关党委", 3, (("renhong", "任虹"), ("shenmo", "沈默"), ("yaoguang", "姚光"))),
)

OFFICERS = ("liming", "zhengyi", "hefan")
DESIGNERS = ("caomin",)
ADMINISTRATORS = ("pengfei",)
PARTY_COMMITTEE = ("renhong", "shenmo")
