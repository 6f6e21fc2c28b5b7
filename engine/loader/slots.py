"""The tensors that forward needs: one a parameter, or several where it takes a dictionary or list.

Which keys a dictionary has is read off the text of forward: ``batch["image"]``.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Collection
from dataclasses import dataclass
from textwrap import dedent
from typing import Any

from torch import nn

from .forward import forward_of, parameters_of

STATE = re.compile(
    r"^(prev_?|init(ial)?_?|last_?|(en|de)c(oder)?_(?!.*states$))?(h|hx|hiddens?|(hidden_?)?states?|memory)_?\d?$"
)
"""What people call that which a recurrent net hands to its next call."""

CELL = re.compile(
    r"^(prev_?|init(ial)?_?|last_?|(en|de)c(oder)?_)?(c|cx|cells?|cell_?states?)_?\d?$"
)
"""What they call its second half, where an LSTM hands on both apart."""

_ROWS = re.compile(r"edge|index|pairs?$|links?$")  # a tensor whose rows are taken apart
_LIST = re.compile(r"\b(list|sequence|iterable)\[(torch\.)?tensor\b", re.IGNORECASE)
_PLAIN = re.compile(
    r"Union\[(torch\.)?Tensor\b|^(torch\.)?Tensor\b|\| (torch\.)?Tensor\b"
)  # or one alone
_TUPLE = re.compile(r"\btuple\[((?:(?:torch\.)?tensor(?:, )?)+)\]", re.IGNORECASE)


@dataclass(frozen=True)
class Slot:
    """A tensor that forward needs.

    Attributes
    ----------
    name : str
        The parameter's.
    key : str
        Its key, where the parameter is a dictionary; its place, "0", where it is a list.
    keyword : bool
        It can't be given by position.
    """

    name: str
    key: str = ""
    keyword: bool = False

    @property
    def word(self) -> str:
        """What forward calls the tensor."""
        return self.key if self.key and not self.key.isdigit() else self.name

    @property
    def given(self) -> str:
        """The name by which it is given; "" for a place."""
        return self.name if self.keyword or self.key else ""


def slots(model: nn.Module, also: Collection[str] = ()) -> list[Slot]:
    """What has to be given to forward, in its order; of the rest only the first, or `also`."""
    parameters = [p for p in parameters_of(model)
                  if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]  # fmt: skip
    needed = [p for p in parameters if p.default is p.empty] or parameters[:1]
    needed = [p for p in parameters if p in needed or p.name in also]
    keys = looked_up(forward_of(model))
    found: list[Slot] = []
    named = False  # after something with keys, which has a name, no place can follow
    for parameter in needed:
        inner = keys.get(parameter.name) or _places(model, parameter, parameters)
        named = named or bool(inner) or parameter.kind is parameter.KEYWORD_ONLY
        named = named or parameter.name in also  # others before it may be left out
        found += [Slot(parameter.name, key, named) for key in inner or [""]]
    anything = next((p for p in parameters_of(model) if p.kind is p.VAR_KEYWORD), None)
    if not needed and anything is not None:  # forward(**batch)
        found = [Slot(key, keyword=True) for key in keys.get(anything.name, [])]
    return found


def _places(
    model: nn.Module, parameter: inspect.Parameter, beside: Collection[inspect.Parameter]
) -> list[str]:
    """The places in a list that forward takes: of an LSTM's state, or as the annotation says."""
    if STATE.match(parameter.name):
        if any(CELL.match(other.name) for other in beside):
            return []  # the two halves of the state are two parameters
        cells = (m for m in model.modules() if isinstance(m, nn.RNNBase | nn.RNNCellBase))
        first = next(cells, None)
        return ["0", "1"] if isinstance(first, nn.LSTM | nn.LSTMCell) else []
    annotation = parameter.annotation
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    if _PLAIN.search(text):
        return []
    listed = _listed(forward_of(model)).get(parameter.name, 0)
    if listed and not _ROWS.search(parameter.name):
        return [str(place) for place in range(listed)]
    several = _TUPLE.search(text)
    if several:
        return [str(place) for place in range(several[1].count(",") + 1)]
    return ["0"] if _LIST.search(text) else []


def _listed(function: Any) -> dict[str, int]:
    """How many tensors a parameter holds that is joined, ``torch.cat(views)``, or taken apart."""
    found: dict[str, int] = {}
    assigned: set[str] = set()
    for node in ast.walk(_tree(function)):
        match node:
            case ast.Assign([ast.Tuple(parts)], ast.Name(name)):
                if not any(isinstance(part, ast.Starred) for part in parts):
                    found[name] = len(parts)
            case ast.Call(ast.Attribute(attr=("cat" | "stack" | "concat")), [ast.Name(name), *_]):
                found.setdefault(name, 2)
            case ast.Name(name, ast.Store()):
                assigned.add(name)
    return {name: count for name, count in found.items() if name not in assigned}


def _tree(function: Any) -> ast.AST:
    try:
        return ast.parse(dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):
        return ast.Module([], [])


def looked_up(function: Any, attributes: bool = False) -> dict[str, list[str]]:
    """By name what a function looks up in it, ``batch["image"]``; if wanted ``args.width`` too."""
    found: dict[str, list[str]] = {}
    for node in ast.walk(_tree(function)):
        match node:
            case ast.Subscript(ast.Name(name), ast.Constant(str(key)), ast.Load()):
                pass
            case ast.Call(ast.Attribute(ast.Name(name), "get"), [ast.Constant(str(key)), *_]):
                pass
            case ast.Attribute(ast.Name(name), key, ast.Load()) if attributes and not hasattr(
                dict, key
            ):
                pass
            case _:
                continue
        keys = found.setdefault(name, [])
        if key.isidentifier() and key not in keys:
            keys.append(key)
    return found
