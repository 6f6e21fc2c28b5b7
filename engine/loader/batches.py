"""The batch of a model of the user's: the statements that draw it, and the call that takes it.

Every tensor gets a name of its own, so that it can be moved to another device and kept: a
dictionary is put together again where the model is called.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from .forward import parameters_of
from .inputs import Input, together

RESERVED = frozenset({
    "net", "target", "output", "result", "loss", "criterion", "optimizer", "learning_rate",
    "torch", "nn", "F", "optim", "sys", "random", "np", "batch", "copy",
})  # fmt: skip
"""Names that a session's statements use for something else."""

_TARGET = re.compile(r"^(targets?|labels?|tgt|gt|truth|y|ys|y_true|answers?|classes)$", re.I)


@dataclass(frozen=True)
class Batch:
    """How a batch is drawn and given to the model.

    Attributes
    ----------
    lines : str
        The statements that draw it.
    made : tuple of str
        The tensors that they leave.
    call : str
        The arguments between the brackets of ``net(...)``.
    target : str
        The name of what the loss compares with, "" if the batch has none.
    """

    lines: str
    made: tuple[str, ...]
    call: str
    target: str = ""


def of_inputs(inputs: Iterable[Input]) -> Batch:
    """The batch of inputs that are drawn at random."""
    lines: list[str] = []
    made: list[str] = []
    arguments: list[str] = []
    keywords: dict[str, str] = {}
    kept: dict[str, dict[str, str]] = {}
    for index, each in enumerate(inputs):
        plain = f"{each.name}_{each.key}" if each.key else each.name
        name = _free(plain or ("input" if index == 0 else f"input{index + 1}"), made)
        lines.append(f"{name} = {each.expression}")
        made.append(name)
        if each.key:
            kept.setdefault(each.name, {})[each.key] = name
        elif each.name:
            keywords[each.name] = name
        else:
            arguments.append(name)
    keywords.update({name: together(parts) for name, parts in kept.items()})
    arguments += [f"{name}={value}" for name, value in keywords.items()]
    return Batch("\n".join(lines), tuple(made), ", ".join(arguments))


def of_function(call: str, value: Any, model: nn.Module) -> Batch:
    """The batch that a function of the user's returns, `value` being one that it returned.

    A tensor is the input. Of several, and of a dictionary, those go to the model that its forward
    has parameters for; one more is the target.
    """
    parts = _Parts()
    if isinstance(value, torch.Tensor):
        return Batch(f"input = {call}", ("input",), "input")
    target = ""
    arguments: list[str] = []
    if isinstance(value, Mapping):
        known, anything = _names(model)
        inputs, rest = _shared(value, known, anything)
        if inputs:
            arguments = [f"{k}={parts.of(value[k], _entry(k), str(k))}" for k in inputs]
            target = next((k for k in rest if _TARGET.match(str(k))), "")
            if target:
                parts.of(value[target], _entry(target), "target", fixed=True)
        else:
            arguments = [parts.of(value, "batch", "input")]
    elif isinstance(value, list | tuple):
        count = _inputs_of(value, model)
        for index, part in enumerate(value[:count]):
            word = "input" if index == 0 else f"input{index + 1}"
            arguments.append(parts.of(part, f"batch[{index}]", word))
        if count < len(value):
            parts.of(value[count], f"batch[{count}]", "target", fixed=True)
    else:
        arguments = ["batch"]
    return Batch(
        parts.lines(call, value), tuple(parts.made), ", ".join(arguments),
        "target" if "target" in parts.made else "",
    )  # fmt: skip


class _Parts:
    """The tensors in a batch, each with a name."""

    def __init__(self) -> None:
        self.made: dict[str, str] = {}  # name: expression
        self._whole = False

    def of(self, value: Any, expression: str, name: str, fixed: bool = False) -> str:
        """The expression that has this value again, made of the names."""
        if isinstance(value, torch.Tensor):
            name = name if fixed and name not in self.made else _free(name, self.made)
            self.made[name] = expression
            return name
        if isinstance(value, Mapping):
            inner = [
                f"{key!r}: {self.of(v, f'{expression}[{key!r}]', _joined(name, key))}"
                for key, v in value.items()
            ]
            return f"{{{', '.join(inner)}}}"
        if isinstance(value, list | tuple) and type(value) in (list, tuple):
            inner = [
                self.of(v, f"{expression}[{i}]", _joined(name, i)) for i, v in enumerate(value)
            ]
            if isinstance(value, list):
                return f"[{', '.join(inner)}]"
            return f"({', '.join(inner)}{',' if len(inner) == 1 else ''})"
        self._whole = True
        return expression

    def lines(self, call: str, value: Any) -> str:
        """The statements that leave the names."""
        flat = isinstance(value, list | tuple) and [f"batch[{i}]" for i in range(len(value))]
        if flat and flat == list(self.made.values()) and not self._whole:
            names = ", ".join(self.made)
            return f"{names}{',' if len(flat) == 1 else ''} = {call}"
        return "\n".join([f"batch = {call}", *(f"{n} = {e}" for n, e in self.made.items())])


def _names(model: nn.Module) -> tuple[list[str], bool]:
    """The names of forward's parameters, and whether it takes any keyword."""
    parameters = parameters_of(model)
    named = [p.name for p in parameters
             if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]  # fmt: skip
    return named, any(p.kind is p.VAR_KEYWORD for p in parameters)


def _shared(
    value: Mapping[Any, Any], known: list[str], anything: bool
) -> tuple[list[Any], list[Any]]:
    """Keys that go to the model, and the others."""
    keys = [k for k in value if isinstance(k, str) and k.isidentifier()]
    inputs = [k for k in keys if k in known]
    if anything and not inputs:
        inputs = [k for k in keys if not _TARGET.match(k)] or keys
    return inputs, [k for k in keys if k not in inputs]


def _inputs_of(value: list[Any] | tuple[Any, ...], model: nn.Module) -> int:
    """How many of the parts go to the model; what comes next is the target."""
    places = [p for p in parameters_of(model)
              if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]  # fmt: skip
    any_number = any(p.kind is p.VAR_POSITIONAL for p in parameters_of(model))
    required = sum(p.default is p.empty for p in places)
    if len(value) <= max(required, 1):
        return len(value)
    if any_number or len(value) > len(places):
        return max(min(len(places), len(value) - 1), 1) if places else len(value) - 1
    last = places[len(value) - 1].name
    return len(value) if _TARGET.match(last) else max(required, 1)


def _entry(key: Any) -> str:
    return f'batch["{key}"]'


def _joined(name: str, key: Any) -> str:
    return re.sub(r"\W", "_", f"{name}_{key}")


def _free(name: str, taken: Iterable[str]) -> str:
    """A name that nothing else has."""
    plain = re.sub(r"\W", "_", name)
    if plain[:1].isdigit():
        plain = f"_{plain}"
    while plain in RESERVED or plain in set(taken):
        plain = f"{plain}_"
    return plain
