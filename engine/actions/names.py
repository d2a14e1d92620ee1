"""The names that the product itself puts into data: diagrams may read them, nobody may submit or set them."""

from engine.actions.registry import ANSWERS
from engine.bpmn.checks.variables import COUNTERS
from engine.expressions.kinds import BOOLEAN, LIST, NUMBER, RECORD, TEXT
from engine.expressions.types import ANY, BY_WORD, Type

# What the escalation of a ladder carries (commands/supervision/ladder.py, step_by_hand.py).
LADDER = Type(
    RECORD,
    fields={
        "code": Type(TEXT),
        "stage": Type(TEXT),
        "task_id": Type(TEXT),
        "notify": Type(LIST, element=Type(TEXT)),
        "channels": Type(LIST, element=Type(TEXT)),
        "template": Type(TEXT),
        "answer_days": Type(NUMBER),
        "rectify_days": Type(NUMBER),
        "rule": Type(TEXT),
        "watched": Type(BOOLEAN),
        "reason": Type(TEXT),
        "by_hand": Type(BOOLEAN),
        "down_to": Type(TEXT),
        "stood_at": Type(TEXT),
    },
)
# What a new instruction or a merged item brings (commands/supervision/instruct.py, merge.py).
SUPPLEMENT = Type(
    RECORD,
    fields={
        "kind": Type(TEXT),
        "text": Type(TEXT),
        "details": Type(RECORD),
    },
)
# Why an item goes on in others (commands/supervision/split.py, merge.py).
REPLACEMENT = Type(
    RECORD, fields={"outcome": Type(TEXT), "reason": Type(TEXT), "items": Type(LIST, element=Type(TEXT))}
)
# The others: what ballots and notices tell the diagram (commands/ballots, commands/public_notices).
ENGINE_VARIABLES: dict[str, Type] = {
    **{name: Type(NUMBER) for name in COUNTERS},
    "ladder": LADDER,
    "supplement": SUPPLEMENT,
    "replacement": REPLACEMENT,
    "item_number": Type(TEXT),
    "co_unit": ANY,
    "request": ANY,
    "key_task_id": Type(NUMBER),
    "cycle_id": Type(NUMBER),
    "nomination_id": Type(NUMBER),
    "award_revocation_id": Type(NUMBER),
    "stop_state": Type(TEXT),
    "stop_reason": Type(TEXT),
    "outcome_state": Type(TEXT),
    "seat": Type(NUMBER),
    "appeal_id": Type(NUMBER),
    "new_co_units": Type(LIST, element=Type(NUMBER)),
    **dict.fromkeys(("ballot_name", "ballot_code", "notice_name", "notice_slug", "objection_text"), Type(TEXT)),
    "objection_id": Type(NUMBER),
    **{name: BY_WORD[word] for answers in ANSWERS.values() for name, word in answers.items()},
}
ENGINE_NAMES = frozenset(ENGINE_VARIABLES)
