"""Mutated BPMN: files of ours with bytes, pieces, words and expressions changed."""

from pathlib import Path
from random import Random

from tests.fuzz.sources import condition, expression, mutated
from tests.support.diagrams import (
    boundary,
    chain,
    diagram,
    end,
    exclusive,
    flow,
    parallel,
    start,
    subprocess,
    task,
    timer,
)

ROOT = Path(__file__).resolve().parents[2]
LOOP = "<multiInstanceLoopCharacteristics><loopCardinality>n</loopCardinality></multiInstanceLoopCharacteristics>"
SMALL = diagram(
    start(),
    '<scriptTask id="count"><script>n = 2\nlast = add_days(today(), n)</script></scriptTask>',
    exclusive("gate", "gate-one"),
    task("one", LOOP),
    parallel("split"),
    subprocess("inner", start("s"), task("two"), end("e"), chain("s", "two", "e")),
    parallel("join"),
    boundary("late", "two", timer("timeDuration", "'P' + str(n) + 'D'")),
    end(),
    chain("start", "count", "gate"),
    flow("gate", "one"),
    flow("gate", "split", "n > 1".replace(">", "&gt;")),
    chain("split", "inner", "join", "end"),
    flow("split", "join"),
    flow("one", "end"),
).decode()
SEEDS = (
    SMALL,
    SMALL,
    (ROOT / "processes/supervision/item.bpmn").read_text("utf-8").partition("<bpmndi:BPMNDiagram")[0]
    + "</bpmn:definitions>",
)
WORDS = (
    ("userTask", "scriptTask", "serviceTask", "businessRuleTask", "callActivity", "subProcess", "transaction", "task"),
    ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway"),
    ("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"),
    ("timeDuration", "timeDate", "timeCycle"),
    ("terminateEventDefinition", "escalationEventDefinition", "errorEventDefinition", "cancelEventDefinition"),
    ("start", "count", "gate", "one", "split", "inner", "two", "join", "end", "late"),
    ("true", "false", "", "-1", "99999999999"),
    ("sourceRef", "targetRef", "attachedToRef", "default", "id", "name", "isInterrupting", "cancelActivity"),
)
TIMES = ("P3D", "R3/PT1H", "R/PT0S", "P9999999999M", "2026-01-05", "2026-13-05", "R999999999/PT1S", "", "PT", "'P1D'")


def drawn(random: Random) -> bytes:
    """A file that was right before something happened to it."""
    text = random.choice(SEEDS)
    for _ in range(random.randint(1, 4)):
        text = random.choice((_other_word, _other_word, _other_text, _cut, _double))(random, text)
    return text.encode(errors="surrogatepass")


def _other_word(random: Random, text: str) -> str:
    words = random.choice(WORDS)
    present = [word for word in words if word and word in text]
    if not present:
        return text
    return text.replace(random.choice(present), random.choice(words), random.choice((1, 2, -1)))


def _other_text(random: Random, text: str) -> str:
    """Another condition, script or time."""
    tag = random.choice(("conditionExpression", "script>", "timeDuration", "loopCardinality"))
    before, found, rest = text.partition(f"<{tag}")
    opening, _, rest = rest.partition(">") if not tag.endswith(">") else ("", "", rest)
    if not found:
        return text
    _, closing, after = rest.partition("</")
    written = random.choice((condition(random, 2), expression(random, 2), random.choice(TIMES)))
    written = mutated(random, written) if random.random() < 0.3 else written
    written = written.replace("&", "&amp;").replace("<", "&lt;").replace("\x00", "").replace("\ud800", "")
    return f"{before}{found}{opening}{'' if tag.endswith('>') else '>'}{written}{closing}{after}"


def _cut(random: Random, text: str) -> str:
    """An element less, or some of the text."""
    if random.random() < 0.3:
        start_at = random.randrange(len(text) or 1)
        return text[:start_at] + text[start_at + random.randint(1, 30) :]
    lines = text.split("\n")
    del lines[random.randrange(len(lines))]
    return "\n".join(lines)


def _double(random: Random, text: str) -> str:
    lines = text.split("\n")
    place = random.randrange(len(lines))
    return "\n".join(lines[:place] + [lines[place]] * random.choice((2, 3)) + lines[place + 1 :])
