"""Inputs as text, as PyTorch statements and as tensors: ``input_ids=1x16:int64:0..30521``.

``batch[image]=1x3x32x32`` is a dictionary's key, ``state[0]=2x1x8`` a place in a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from ..sentences import QT_TRANSLATE_NOOP
from .mistakes import Mistake, ModelError
from .shown import shape_text

DTYPES = (
    "float32", "float64", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8",
    "bool", "complex64", "complex128",
)  # fmt: skip
_INTEGERS = ("int64", "int32", "int16", "int8", "uint8")
_PATTERN = re.compile(
    r"(?:(?P<name>[^\W\d]\w*)(?:\[(?P<key>\w+)\])?=)?(?P<shape>scalar|\d+(?:[xX×*]\d+)*)"
    r"(?::(?P<dtype>[a-z]+\d*))?(?::(?P<low>-?\d+)\.\.(?P<high>-?\d+))?"
)


@dataclass(frozen=True)
class Input:
    """One tensor that forward takes.

    Attributes
    ----------
    shape : tuple of int
        With the batch.
    dtype : str
        torch's name for it.
    span : (int, int) or None
        Smallest and largest value; None is torch.randn, and 0..1 for integers.
    name : str
        The keyword; "" gives it by position.
    key : str
        If forward takes a dictionary as `name`: the key in it; if a list: the place in it, "0".
    """

    shape: tuple[int, ...]
    dtype: str = "float32"
    span: tuple[int, int] | None = None
    name: str = ""
    key: str = ""

    def __str__(self) -> str:
        key = f"[{self.key}]" if self.key else ""
        name = f"{self.name}{key}=" if self.name else ""
        plain = self.dtype == "float32" and self.span is None
        span = f":{self.span[0]}..{self.span[1]}" if self.span is not None else ""
        return f"{name}{shape_text(self.shape)}{'' if plain else ':' + self.dtype}{span}"

    @property
    def expression(self) -> str:
        """The PyTorch expression that draws it."""
        size = f"({', '.join(map(str, self.shape))}{',' if len(self.shape) == 1 else ''})"
        kind = "" if self.dtype == "float32" else f", dtype=torch.{self.dtype}"
        low, high = self.span or (0, 1)
        if self.dtype == "bool":
            return f"torch.randint(0, 2, {size}).bool()" if low != high else (
                f"torch.full({size}, {bool(low)})")  # fmt: skip
        if self.dtype in _INTEGERS:
            kind = "" if self.dtype == "int64" else kind
            if low == high:
                return f"torch.full({size}, {low}, dtype=torch.{self.dtype})"
            return f"torch.randint({low}, {high + 1}, {size}{kind})"
        if self.span is not None:
            return f"torch.empty({size}{kind}).uniform_({low}, {high})"
        return f"torch.randn({size}{kind})"

    def draw(self) -> torch.Tensor:
        """The tensor, from torch's random numbers."""
        drawn: torch.Tensor = eval(self.expression, {"torch": torch})
        return drawn


def parse_shape(text: str) -> tuple[Input, ...]:
    """From ``1x3x224x224``, ``2x8,2x16`` or ``input_ids=1x16:int64:0..30521``.

    Raises
    ------
    ModelError
        If it is not written so, or a type or range does not exist.
    """
    return tuple(_one(part.strip()) for part in text.split(","))


def _one(text: str) -> Input:
    match = _PATTERN.fullmatch(text)
    dtype = (match["dtype"] or "float32") if match else ""
    if match is None or dtype not in DTYPES:
        raise ModelError(_wrong(text))
    size = match["shape"]
    shape = () if size == "scalar" else tuple(int(n) for n in re.split("[xX×*]", size))
    span = (int(match["low"]), int(match["high"])) if match["low"] is not None else None
    if span is not None and (span[0] > span[1] or dtype.startswith("complex")):
        raise ModelError(_wrong(text))
    return Input(shape, dtype, span, match["name"] or "", match["key"] or "")


def call(inputs: Iterable[Input]) -> str:
    """The arguments between the brackets of ``net(...)``."""
    positional, named = [], {}
    for index, each in enumerate(inputs):
        if each.key:
            named[each.name] = each.name
        elif each.name:
            named[each.name] = _variable(each, index)
        else:
            positional.append(_variable(each, index))
    return ", ".join([*positional, *(f"{name}={value}" for name, value in named.items())])


def statement(inputs: Sequence[Input]) -> str:
    """The lines that draw the inputs; their names are those that `call` uses."""
    lines: list[str] = []
    begun: set[str] = set()
    for index, each in enumerate(inputs):
        if not each.key:
            lines.append(f"{_variable(each, index)} = {each.expression}")
            continue
        listed = _places(one.key for one in inputs if one.name == each.name)
        if each.name not in begun:
            lines.append(f"{each.name} = {'[]' if listed else '{}'}")
            begun.add(each.name)
        place = f'{each.name}["{each.key}"] = {each.expression}'
        lines.append(f"{each.name}.append({each.expression})" if listed else place)
    return "\n".join(lines)


def arguments(inputs: Iterable[Input]) -> tuple[list[torch.Tensor], dict[str, Any]]:
    """The tensors, as forward takes them."""
    positional: list[torch.Tensor] = []
    named: dict[str, Any] = {}
    kept: dict[str, dict[str, torch.Tensor]] = {}
    for each in inputs:
        if each.key:
            kept.setdefault(each.name, {})[each.key] = each.draw()
        elif each.name:
            named[each.name] = each.draw()
        else:
            positional.append(each.draw())
    for name, parts in kept.items():
        named[name] = [parts[key] for key in sorted(parts, key=int)] if _places(parts) else parts
    return positional, named


def together(parts: Mapping[str, str]) -> str:
    """The expression of a dictionary of these expressions, or of a list where the keys count."""
    if _places(parts):
        return f"[{', '.join(parts[key] for key in sorted(parts, key=int))}]"
    return "{" + ", ".join(f'"{key}": {value}' for key, value in parts.items()) + "}"


def _places(keys: Iterable[str]) -> bool:
    """Whether they are places in a list."""
    return all(key.isdigit() for key in keys)


def _variable(each: Input, index: int) -> str:
    return each.name or ("input" if index == 0 else f"input{index + 1}")


def _wrong(text: str) -> Mistake:
    said = QT_TRANSLATE_NOOP("Explain", "“{text}” is no shape.").filled(text=text)
    do = QT_TRANSLATE_NOOP(
        "Explain", "Write 1x3x224x224, 2x8,2x16 or input_ids=1x16:int64:0..30521."
    )
    return Mistake("ValueError", said, instead=do)
