"""Inputs that failed, made as the error says that they should be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .inputs import Input

ONE = "more than 1 value per channel"  # what a batch norm says of a single sample
_LAST = (  # what errors say of the last dimension
    r"cannot be multiplied \(\d+x(?P<got>\d+) and (?P<wanted>\d+)x\d+\)",
    r"reduction dim, but got \[\d+, (?P<got>\d+)\] X \[(?P<wanted>\d+), \d+\]",  # on meta
    r"Expected (?P<wanted>\d+), got (?P<got>\d+)",
)
_CHANNELS = r"to have (?P<wanted>\d+) channels, but got (?P<got>\d+) channels"
_DIMENSIONS = (  # and of how many there are
    r"not enough values to unpack \(expected (?:at least )?(?P<wanted>\d+), got (?P<got>\d+)\)",
    r"input\.dim\(\) = (?P<got>\d+) is not equal to len\(dims\) = (?P<wanted>\d+)",
    r"subscripts in the equation \((?P<wanted>\d+)\) does not match the number of dimensions "
    r"\((?P<got>\d+)\)",
    r"dimensions? of (?P<wanted>\d+), (?:but )?got (?P<got>\d+)",
)
_SIZES = (
    r"size of tensor a \((?P<a>\d+)\) must match the size of tensor b \((?P<b>\d+)\)"
    r" at non-singleton dimension (?P<at>\d+)"
)
_BATCHED = r"or (?P<wanted>\d+)D \(batched\) input to \w+, but got input of size: \[(?P<size>.*?)\]"
_STEPS = 16
_SIDE = 32
_FEW = 4

Inputs = tuple[Input, ...]


def mended(inputs: Inputs, text: str) -> Iterator[Inputs]:
    """The same inputs, but as the error says, the likeliest first."""
    if ONE in text:
        yield tuple(replace(e, shape=(2, *e.shape[1:])) if e.shape else e for e in inputs)
        return
    for patterns, change in (
        ((_CHANNELS,), _of_channels),
        (_DIMENSIONS, _of_dimensions),
        (_LAST, _of_width),
    ):
        match = next((m for m in (re.search(p, text) for p in patterns) if m), None)
        if match is not None:
            yield from change(inputs, int(match["got"]), int(match["wanted"]))
            return
    match = re.search(_SIZES, text)
    if match is not None:
        yield from _of_sizes(inputs, int(match["a"]), int(match["b"]), int(match["at"]))
    match = re.search(_BATCHED, text)
    if match is not None:
        yield from _of_dimensions(inputs, len(match["size"].split(",")), int(match["wanted"]))


def _of_width(inputs: Inputs, got: int, wanted: int) -> Iterator[Inputs]:
    for index, each in enumerate(inputs):
        if not each.shape or each.dtype == "int64":
            continue
        last = each.shape[-1]
        # It arrives as it is given; or joined to others, which stay as wide as they are.
        wider = wanted if last == got else last + wanted - got if len(inputs) > 1 else 0
        if wider > 0:
            yield _with(inputs, {index: (*each.shape[:-1], wider)})


def _of_sizes(inputs: Inputs, a: int, b: int, at: int) -> Iterator[Inputs]:
    """The dimension in which two tensors differ, of one as the other; else the last one."""
    if any(len(each.shape) == at + 1 for each in inputs):
        yield from _of_width(inputs, a, b)
    for index, each in enumerate(inputs):
        for got, wanted in ((b, a), (a, b)):
            if 0 < at < len(each.shape) and each.shape[at] == got and each.dtype != "int64":
                yield _with(inputs, {index: (*each.shape[:at], wanted, *each.shape[at + 1 :])})


def _of_channels(inputs: Inputs, got: int, wanted: int) -> Iterator[Inputs]:
    """Pictures with other channels: as they are given, or of all that are joined."""
    pictures = [i for i, each in enumerate(inputs) if len(each.shape) > 2]
    for index in pictures:
        batch, channels, *sides = inputs[index].shape
        if channels == got:
            yield _with(inputs, {index: (batch, wanted, *sides)})
    changed = {}
    for index in pictures:
        batch, channels, *sides = inputs[index].shape
        if channels * wanted % got == 0:
            changed[index] = (batch, channels * wanted // got, *sides)
    if len(pictures) > 1 and len(changed) == len(pictures):
        yield _with(inputs, changed)


def _of_dimensions(inputs: Inputs, got: int, wanted: int) -> Iterator[Inputs]:
    """Inputs with more dimensions: all of that many, then each alone."""
    flat = [i for i, each in enumerate(inputs) if len(each.shape) == got and each.dtype != "int64"]
    alone = [[i] for i in flat] if len(flat) > 1 else []
    for indices in [flat, *alone] if flat else []:
        for shapes in zip(*(_deeper(inputs[i].shape, wanted) for i in indices), strict=True):
            yield _with(inputs, dict(zip(indices, shapes, strict=True)))


def _deeper(shape: Sequence[int], wanted: int) -> list[tuple[int, ...]]:
    """The shape with as many dimensions, in the ways in which they mostly stand."""
    match (len(shape), wanted):
        case (1, 2):
            return [(1, *shape)]
        case (2, 3):
            return [(shape[0], _STEPS, shape[1]), (_STEPS, shape[0], shape[1])]
        case (2, 4):
            return [(shape[0], shape[1], _SIDE, _SIDE), (shape[0], _FEW, _STEPS, shape[1])]
        case (3, 4):
            return [(shape[0], _FEW, *shape[1:]), (*shape[:2], _FEW, shape[2])]
        case (4, 5):
            first, channels, *sides = shape
            return [(first, channels, _FEW, *sides), (first, _FEW, channels, *sides)]
    return []


def _with(inputs: Inputs, shapes: dict[int, tuple[int, ...]]) -> Inputs:
    return tuple(
        replace(each, shape=shapes[i]) if i in shapes else each for i, each in enumerate(inputs)
    )
