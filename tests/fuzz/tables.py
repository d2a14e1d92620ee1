"""Mutated DMN: files of ours with bytes, pieces and words changed."""

from pathlib import Path
from random import Random

from tests.fuzz.sources import expression, mutated

ROOT = Path(__file__).resolve().parents[2]
REQUIRING = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
<itemDefinition name="tLevel"><typeRef>string</typeRef></itemDefinition>
<decision id="twice" name="twice"><variable name="twice" typeRef="number"/><literalExpression><text>n * 2</text>
</literalExpression></decision>
<decision id="t" name="分级"><informationRequirement><requiredDecision href="#twice"/></informationRequirement>
<decisionTable hitPolicy="UNIQUE"><input label="数">
<inputExpression typeRef="number"><text>twice</text></inputExpression>
<inputValues><text>[0..100]</text></inputValues></input>
<input label="急"><inputExpression typeRef="string"><text>t</text></inputExpression></input>
<input label="日"><inputExpression typeRef="date"><text>due</text></inputExpression></input>
<output name="level" typeRef="tLevel"><outputValues><text>"low","high"</text></outputValues></output>
<output name="days" typeRef="integer"/>
<rule id="r1"><inputEntry><text>&lt; 10</text></inputEntry><inputEntry><text>"急件","b"</text></inputEntry>
<inputEntry><text>-</text></inputEntry>
<outputEntry><text>"low"</text></outputEntry><outputEntry><text>n + 1</text></outputEntry>
</rule><rule id="r2"><inputEntry><text>[10..50[</text></inputEntry><inputEntry><text>not("急件")</text></inputEntry>
<inputEntry><text>&gt; date("2026-01-01")</text></inputEntry><outputEntry><text>"high"</text></outputEntry>
<outputEntry><text>3</text></outputEntry></rule></decisionTable></decision></definitions>"""
SEEDS = (
    (ROOT / "tests/bpmn/ladder.dmn").read_text("utf-8"),
    (ROOT / "processes/supervision/decisions/ladder.dmn").read_text("utf-8"),
    REQUIRING,
)
WORDS = {
    "policy": ("UNIQUE", "FIRST", "ANY", "PRIORITY", "RULE ORDER", "OUTPUT ORDER", "COLLECT", "BEST"),
    "type": ("string", "number", "integer", "boolean", "date", "dateTime", "any", "tLevel", "feel:string"),
    "tag": ("rule", "input", "output", "inputEntry", "outputEntry", "text", "decision", "decisionTable", "variable"),
}
CELLS = (
    "-",
    "",
    "&lt; 100",
    "[100..1000]",
    "]1..5[",
    "(1..5)",
    '"a","b"',
    'not("a","b")',
    'date("2026-01-01")',
    "true",
    "null",
    "&gt;= n",
    "[5..1]",
    "not(not(1))",
    "1..2",
    "[1..2",
    ",",
    "today()",
    "1 / 0",
    "1e400",
)


def table(random: Random) -> bytes:
    """A file that was right before something happened to it."""
    text = random.choice(SEEDS)
    for _ in range(random.randint(1, 6)):
        text = random.choice((_other_word, _other_cell, _cut, _double))(random, text)
    content = text.encode(errors="surrogatepass")
    for _ in range(random.choice((0, 0, 0, 1, 3))):
        place = random.randrange(len(content) or 1)
        content = content[:place] + bytes([random.randrange(256)]) + content[place + 1 :]
    return content


def _other_word(random: Random, text: str) -> str:
    words = random.choice(list(WORDS.values()))
    present = [word for word in words if word in text]
    if not present:
        return text
    return text.replace(random.choice(present), random.choice(words), random.choice((1, 1, -1)))


def _other_cell(random: Random, text: str) -> str:
    """Put something else into a cell."""
    parts = text.split("<text>")
    if len(parts) < 2:
        return text
    chosen = random.randrange(1, len(parts))
    _, _, rest = parts[chosen].partition("</text>")
    written = expression(random, 2).replace("&", "&amp;").replace("<", "&lt;")
    cell = random.choice((random.choice(CELLS), written, mutated(random, random.choice(CELLS))))
    parts[chosen] = f"{cell}</text>{rest}"
    return "<text>".join(parts)


def _cut(random: Random, text: str) -> str:
    start = random.randrange(len(text) or 1)
    return text[:start] + text[start + random.randint(1, 40) :]


def _double(random: Random, text: str) -> str:
    """Some element twice, or many times."""
    pieces = text.split("<rule")
    if len(pieces) < 2:
        return text
    piece = "<rule" + random.choice(pieces[1:]).partition("</rule>")[0] + "</rule>"
    return text.replace("</decisionTable>", piece * random.choice((1, 2, 50)) + "</decisionTable>", 1)
