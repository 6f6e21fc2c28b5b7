"""Arguments as a person writes them: JSON, Python's literals, or ``width=64, depth=(1, 2)``.

Needs neither Qt nor torch: the window says at once what is wrong, the engine reads the same text.

Source: https://docs.python.org/3/library/ast.html#ast.literal_eval
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

Problem = Literal["syntax", "value", "open", "deep", "kind"]

_SPOKEN = {"true": True, "false": False, "null": None, "NaN": float("nan"),
           "Infinity": float("inf"), "inf": float("inf"), "nan": float("nan")}  # fmt: skip
_NAMED = re.compile(r"\s*[^\W\d]\w*\s*=(?!=)")
_CALL = "f("


class NoLiteral(ValueError):
    """Raised for what is no such text.

    Attributes
    ----------
    problem : str
        "syntax"; "value" for a name or a call where only values can stand; "open" for dots that
        were not replaced; "deep"; "kind" for one value alone.
    place : int
        The letter at which it is, from 0.
    said : str
        Python's words for a syntax error; else what stands there.
    """

    def __init__(self, problem: Problem, place: int = 0, said: str = "") -> None:
        super().__init__(f"{said} (letter {place + 1})" if said else f"letter {place + 1}")
        self.problem = problem
        self.place = place
        self.said = said


def read(text: str) -> dict[str, Any] | list[Any] | None:
    """Arguments by name, or in their order; None for an empty text.

    Raises
    ------
    NoLiteral
        If it is neither JSON nor literals of Python's.

    Examples
    --------
    >>> read('{"depth": [1, 2], "bias": false}')
    {'depth': [1, 2], 'bias': False}
    >>> read("depth=(1, 2), bias=False")
    {'depth': (1, 2), 'bias': False}
    """
    if not text.strip():
        return None
    try:
        value = _value(text)
    except (RecursionError, MemoryError) as error:
        raise NoLiteral("deep") from error
    if isinstance(value, tuple):
        value = list(value)
    if not isinstance(value, dict | list):
        raise NoLiteral("kind", said=text)
    return value


def written(value: Mapping[str, Any] | Sequence[Any]) -> str:
    """The text that `read` reads back: JSON if that keeps it as it is."""
    try:
        text = json.dumps(value, allow_nan=False)
        if json.loads(text) == value and not _has_tuple(value):
            return text
    except (TypeError, ValueError):
        pass  # not all of it is JSON's
    return source(value)


def source(value: Any) -> str:
    """A value as Python's text."""
    if isinstance(value, float) and not -float("inf") < value < float("inf"):
        return f'float("{value}")'
    if isinstance(value, Mapping):
        pairs = (f"{source(key)}: {source(inner)}" for key, inner in value.items())
        return f"{{{', '.join(pairs)}}}"
    if type(value) is list:
        return f"[{', '.join(map(source, value))}]"
    if type(value) is tuple:
        return f"({', '.join(map(source, value))}{',' if len(value) == 1 else ''})"
    return repr(value)


def _has_tuple(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(map(_has_tuple, value.values()))
    return isinstance(value, tuple) or (isinstance(value, list) and any(map(_has_tuple, value)))


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        pass  # Python's literals then, and its words for what is wrong
    if not _NAMED.match(text):
        blanks = len(text) - len(text.lstrip())
        whole = _Text(text.lstrip(), -blanks)
        return whole.literal(whole.parsed())
    whole = _Text(f"{_CALL}{text})", len(_CALL))
    call = whole.parsed()
    assert isinstance(call, ast.Call)
    for star in (*call.args, *(k for k in call.keywords if k.arg is None)):
        raise whole.wrong("value", star)
    found: dict[str, Any] = {}
    for each in call.keywords:
        name = str(each.arg)
        if name in found:
            raise whole.wrong("syntax", each, f"{name} is there twice")
        found[name] = whole.literal(each.value)
    return found


class _Text:
    """A text as it is parsed, which begins `shift` letters before what the person wrote."""

    def __init__(self, text: str, shift: int) -> None:
        self._text = text
        self._shift = shift

    def parsed(self) -> ast.expr:
        try:
            return ast.parse(self._text, mode="eval").body
        except SyntaxError as error:
            letter = self._letter(error.lineno or 1) + (error.offset or 1) - 1
            if letter < self._shift:  # a bracket of ours, as one of theirs took its end
                letter = max(map(self._text.rfind, "([{"))
            raise self._no_literal("syntax", letter, error.msg) from error
        except ValueError as error:  # a null byte
            raise self._no_literal("syntax", self._text.find("\0"), str(error)) from error

    def literal(self, node: ast.expr) -> Any:
        for inner in ast.walk(node):
            if isinstance(inner, ast.Constant) and inner.value is ...:
                raise self.wrong("open", inner)
        plain = _Spoken().visit(node)
        try:
            return ast.literal_eval(plain)
        except (ValueError, TypeError) as error:  # {[1]: 2} is a TypeError
            wrong = next((n for n in ast.walk(plain) if isinstance(n, _NO_VALUES)), plain)
            raise self.wrong("value", wrong) from error

    def wrong(self, problem: Problem, node: Any, said: str = "") -> NoLiteral:
        line = self._letter(node.lineno)
        before = self._text[line:].encode()[: node.col_offset].decode(errors="replace")
        return self._no_literal(problem, line + len(before), said or ast.unparse(node))

    def _letter(self, line: int) -> int:
        """Where a line begins."""
        return sum(len(each) + 1 for each in self._text.split("\n")[: line - 1])

    def _no_literal(self, problem: Problem, letter: int, said: str) -> NoLiteral:
        last = len(self._text) - (len(_CALL) + 1 if self._shift > 0 else 0) - min(self._shift, 0)
        return NoLiteral(problem, min(max(letter - self._shift, 0), last), said)


_NO_VALUES = (
    ast.Name, ast.Attribute, ast.Call, ast.BinOp, ast.Lambda, ast.Subscript, ast.ListComp,
    ast.GeneratorExp, ast.Compare, ast.BoolOp, ast.IfExp, ast.JoinedStr, ast.Starred,
)  # fmt: skip


class _Spoken(ast.NodeTransformer):
    """JSON's words as Python's values, and torch.float32 as the text that stands for it."""

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id not in _SPOKEN:
            return node
        return ast.copy_location(ast.Constant(_SPOKEN[node.id]), node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        text = ast.unparse(node)
        if not re.fullmatch(r"torch\.\w+", text):
            return node
        return ast.copy_location(ast.Constant(text), node)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        text = ast.unparse(node).replace('"', "'")
        if text in ("float('inf')", "float('-inf')", "float('nan')"):
            return ast.copy_location(ast.Constant(float(text[7:-2])), node)
        if text == "dict()" or (text.startswith("dict(") and not node.args):
            keys: list[ast.expr | None] = [ast.Constant(k.arg) for k in node.keywords]
            values = [self.visit(k.value) for k in node.keywords]
            if all(k.arg is not None for k in node.keywords):
                return ast.copy_location(ast.Dict(keys, values), node)
        return node
