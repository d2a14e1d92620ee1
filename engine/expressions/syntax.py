"""From a source text to a checked syntax tree: Python's parser reads it, a whitelist of nodes admits it."""

import ast
import re
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.domain.errors import Invalid, Problem
from engine.expressions.faults import excerpt
from engine.expressions.limits import MAX_LENGTH, MAX_TOKENS

_TOKEN = re.compile(r"\w+|[^\w\s]")
_FULL_WIDTH = re.compile("[，。；：（）【】“”‘’＝＞＜！＋－＊／％]")
_SINGLE_EQUALS = re.compile(r"(?<![=!<>])=(?!=)")
_LINE_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_parser_lock = threading.Lock()


@dataclass(frozen=True)
class Source:
    """A source text together with the words for a place in it."""

    text: str
    is_script: bool = False

    def problem(self, name: str, node: ast.expr | ast.stmt | None = None, /, **parameters: Any) -> Problem:
        line, column = (1, 1) if node is None else self._place(node.lineno, node.col_offset)
        return self._problem_at(name, line, column, **parameters)

    def _problem_at(self, name: str, line: int, column: int, /, **parameters: Any) -> Problem:
        where = {"expression": excerpt(self.text), "line": line, "column": column}
        return Problem(f"expressions.{name}", {**parameters, **where})

    def _place(self, line: int, offset: int) -> tuple[int, int]:
        """Line and column, from 1, in the text as written; the parser counts in UTF-8 bytes of the text it saw."""
        before = self._line(line).encode()[:offset].decode(errors="ignore")
        return line, len(before) + 1

    def _line(self, number: int) -> str:
        lines = self.text.split("\n")
        return lines[number - 1] if number <= len(lines) else ""

    def unreadable(self, error: SyntaxError) -> Problem:
        """A syntax error in the designer's words: full-width signs and a single `=` are what happens most."""
        line = error.lineno or 1
        end = len(self._line(line)) + 1
        column = min(error.offset or end, end)
        code = _without_texts(self.text)
        sign = _FULL_WIDTH.search(code)
        if sign:
            return self._problem_at("full_width", line, column, sign=sign.group())
        if not self.is_script and _SINGLE_EQUALS.search(code):
            return self._problem_at("single_equals", line, column)
        return self._problem_at("syntax", line, column)


def read_expression(text: str) -> tuple[Source, ast.expr]:
    """The tree of one expression; Invalid says where it cannot be read."""
    source = _source(text)
    tree: ast.Expression = _parsed(source, _parse_expression)
    return source, tree.body


def read_script(text: str) -> tuple[Source, list[ast.stmt]]:
    """The statements of a script; Invalid says where it cannot be read."""
    source = _source(text, is_script=True)
    tree: ast.Module = _parsed(source, lambda script: _quietly(script, "exec"))
    return source, tree.body


def _source(text: str, *, is_script: bool = False) -> Source:
    source = Source(_normal(text), is_script)
    problem = _oversized(source)
    if problem:
        raise Invalid([problem])
    return source


def _parsed(source: Source, parse: Callable[[str], Any]) -> Any:
    try:
        return parse(source.text)
    except SyntaxError as error:
        raise Invalid([source.unreadable(error)]) from None
    except (RecursionError, MemoryError):
        raise Invalid([source.problem("too_deep")]) from None
    except ValueError:  # NUL or a lone surrogate
        raise Invalid([source.problem("syntax")]) from None


def _normal(text: str) -> str:
    """Lines end in one way and start at the margin: the indent of the XML around a script means nothing."""
    return _LINE_INDENT.sub("", text.replace("\r\n", "\n").replace("\r", "\n").strip())


def _oversized(source: Source) -> Problem | None:
    """Refused before parsing, because Python's parser recurses in C and its depth is not ours to bound."""
    if not source.text:
        return source.problem("empty")
    if len(source.text) > MAX_LENGTH:
        return source.problem("too_long", limit=MAX_LENGTH)
    if len(_TOKEN.findall(_without_texts(source.text))) > MAX_TOKENS:
        return source.problem("too_many_parts", limit=MAX_TOKENS)
    return None


def _without_texts(text: str) -> str:
    return re.sub(r"\"(\\.|[^\"\\\n])*\"|'(\\.|[^'\\\n])*'", '""', text)


def _parse_expression(text: str) -> Any:
    """An expression may run over several lines: brackets around it join them, unless it closes them itself."""
    if "\n" not in text:
        return _quietly(text, "eval")
    tree = _quietly(f"({text}\n)", "eval")
    if (tree.body.lineno, tree.body.col_offset) == (1, 0):
        raise SyntaxError("The brackets that join the lines were closed by the text itself")
    for node in ast.walk(tree):
        if isinstance(node, ast.expr) and node.lineno == 1:
            node.col_offset -= 1
    return tree


def _quietly(text: str, mode: str) -> Any:
    """Parse without Python's warnings, which are meant for programmers; the lock keeps the filters whole.

    For the words of a syntax error Python opens the file that the text is said to be from; one without a name is none.
    """
    with _parser_lock, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text, "", mode)
