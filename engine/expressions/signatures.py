"""Which kinds the signs of arithmetic take and give, as the operators do when they run."""

import ast

from engine.expressions.kinds import ANYTHING, DAY, LIST, MOMENT, NUMBER, SPAN, TEXT

_Signature = tuple[str, str, str]
_NUMBERS: tuple[_Signature, ...] = ((NUMBER, NUMBER, NUMBER),)
_SPANS: tuple[_Signature, ...] = ((SPAN, SPAN, SPAN), (DAY, SPAN, DAY), (MOMENT, SPAN, MOMENT))
_SIGNATURES: dict[type[ast.AST], tuple[_Signature, ...]] = {
    ast.Add: (
        *_NUMBERS,
        (TEXT, TEXT, TEXT),
        (LIST, LIST, LIST),
        *_SPANS,
        (SPAN, DAY, DAY),
        (SPAN, MOMENT, MOMENT),
    ),
    ast.Sub: (*_NUMBERS, *_SPANS, (DAY, DAY, SPAN), (MOMENT, MOMENT, SPAN)),
    ast.Mult: (*_NUMBERS, (SPAN, NUMBER, SPAN), (NUMBER, SPAN, SPAN)),
    ast.Div: _NUMBERS,
    ast.FloorDiv: _NUMBERS,
    ast.Mod: _NUMBERS,
    ast.Pow: _NUMBERS,
    ast.UAdd: _NUMBERS,
    ast.USub: (*_NUMBERS, (SPAN, SPAN, SPAN)),
}


def result_of(sign: type[ast.AST], left: str, right: str) -> str | None:
    """The kind of `left sign right`; ANYTHING where that is open, None where there is none."""
    results = {
        result for one, other, result in _SIGNATURES[sign] if left in (one, ANYTHING) and right in (other, ANYTHING)
    }
    if len(results) == 1:
        return results.pop()
    return ANYTHING if results else None
