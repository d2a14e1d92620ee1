"""What a browser calls itself, in the few words by which a person knows it again."""

BROWSERS = (
    ("wxwork/", "企业微信"),
    ("dingtalk/", "钉钉"),
    ("micromessenger/", "微信"),
    ("edg/", "Edge"),
    ("360se", "360 浏览器"),
    ("firefox/", "Firefox"),
    ("chrome/", "Chrome"),
    ("safari/", "Safari"),
)
SYSTEMS = (
    ("windows", "Windows"),
    ("harmonyos", "鸿蒙"),
    ("android", "Android"),
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("mac os", "macOS"),
    ("linux", "Linux"),
)
"""The first that is found names it: most browsers also call themselves by the names further down."""


def device_name(user_agent: str) -> str:
    """`Chrome，Windows`; empty where nothing is known of it."""
    folded = user_agent.casefold()
    found = (next((name for mark, name in table if mark in folded), None) for table in (BROWSERS, SYSTEMS))
    return "，".join(filter(None, found))
