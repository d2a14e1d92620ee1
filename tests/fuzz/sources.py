"""Random expressions: some that mean something everywhere, some that are nearly right, some that are noise."""

from random import Random

NAMES = ("n", "f", "t", "b", "xs", "r", "due", "nothing", "missing")
TEXTS = ('"急件"', "''", '"a"', "'2026-01-05'", "'2026-01-05T09:00:00+08:00'", "'P3D'", '"\\n"', "'5'")
NUMBERS = ("0", "1", "-3", "2.5", "10", "1e3", "99999999999", "0.1")
CALLS = (
    "len({})",
    "min({}, {})",
    "max({})",
    "abs({})",
    "round({}, {})",
    "sum({})",
    "lower({})",
    "upper({})",
    "contains({}, {})",
    "starts_with({}, {})",
    "ends_with({}, {})",
    "int({})",
    "float({})",
    "str({})",
    "list({})",
    "any({})",
    "all({})",
    "date({})",
    "datetime({})",
    "duration({})",
    "add_days({}, {})",
    "add_months({}, {})",
    "add_workdays({}, {})",
    "days_between({}, {})",
    "workdays_between({}, {})",
    "hours_between({}, {})",
    "year({})",
    "weekday({})",
    "hour({})",
    "is_workday({})",
    "today()",
    "now()",
)
SIGNS = ("+", "-", "*", "/", "//", "%", "**", "<", "<=", ">", ">=", "==", "!=", "in", "not in", "and", "or")
SHAPES = (
    "({} if {} else {})",
    "[{}, {}]",
    "not {}",
    "-{}",
    "{}.k",
    "{}['s']",
    "{}[0]",
    "({} < {} <= {})",
    '{{"a": {}}}',
)
NOISE = (
    *"abn()[]{}.,:;=<>!+-*/%'\"_ \n1\\@#$^&|~`？，（）“”",
    "lambda x: ",
    "__class__",
    "__import__('os')",
    "().__class__.__bases__",
    "exec(",
    "open('x')",
    "f'{n}'",
    "yield ",
    "await ",
    ":=",
    "*xs",
    "**r",
    "for x in xs",
    "import os",
    "9**9**9",
    "'a'*10**9",
    "\x00",
    "\ud800",
    "0x10",
    "1j",
    "b''",
    "...",
    "not " * 60,
    "(" * 60,
    "-" * 60,
)


def expression(random: Random, depth: int = 4) -> str:
    """A text of the language, well typed or not."""
    if depth == 0 or random.random() < 0.25:
        return random.choice((*NAMES, *TEXTS, *NUMBERS, "true", "False", "null", "[]", "{}"))
    kind = random.random()
    if kind < 0.5:
        left, right = expression(random, depth - 1), expression(random, depth - 1)
        return f"({left} {random.choice(SIGNS)} {right})"
    shape = random.choice(CALLS if kind < 0.8 else SHAPES)
    return shape.format(*(expression(random, depth - 1) for _ in range(3)))


def number(random: Random, depth: int = 4) -> str:
    """A text that is a number in Python as well."""
    if depth == 0 or random.random() < 0.3:
        return random.choice((*NUMBERS, "n", "f", "r['k']", "xs[0]", "len(t)", "sum(xs)"))
    left, right = number(random, depth - 1), number(random, depth - 1)
    shape = random.choice(
        ("({} + {})", "({} - {})", "({} * {})", "({} / {})", "({} // {})", "({} % {})", "max({}, {})")
    )
    return shape.format(left, right)


def condition(random: Random, depth: int = 4) -> str:
    """A text that is true or false in Python as well."""
    if depth == 0 or random.random() < 0.3:
        sign = random.choice(("<", "<=", ">", ">=", "==", "!="))
        return f"({number(random, 2)} {sign} {number(random, 2)})"
    left, right = condition(random, depth - 1), condition(random, depth - 1)
    return random.choice(("({} and {})", "({} or {})", "(not {})", "({} == {})")).format(left, right)


def mutated(random: Random, source: str) -> str:
    """The text with some of it left out, doubled, or noise put in."""
    for _ in range(random.randint(1, 4)):
        start = random.randint(0, len(source))
        end = min(len(source), start + random.randint(0, 6))
        put = random.choice(("", source[start:end] * 2, random.choice(NOISE)))
        source = source[:start] + put + source[end:]
    return source


def script(random: Random) -> str:
    """A few assignments."""
    targets = ("n", "x", "r.k", "r['new']", "xs[0]", "y", "r.k.deep")
    lines = [f"{random.choice(targets)} = {expression(random, 3)}" for _ in range(random.randint(1, 4))]
    return "\n".join(lines)
