"""Inputs for a model that begins by rearranging them: ``b c (h p1) (w p2) -> b (h w) (p1 p2 c)``.

The pattern tells how many dimensions there are and what they are multiples of; what comes after it
tells how many channels, and a table of positions how many pieces.

Source: https://einops.rocks/api/rearrange/
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from torch import nn

from ..sentences import QT_TRANSLATE_NOOP
from .inputs import Input
from .layers import Proposal

PATTERN = QT_TRANSLATE_NOOP("Explain", "{path} rearranges it: {pattern}")
_SIZES = (32, 64, 224, 28, 128, 256, 96, 16, 8, 48, 384, 512)
_FRAMES = (4, 2, 8, 16, 1)
_SHOWN = 30
_DIMENSIONS = range(2, 7)


_LAYERS = (nn.Linear, nn.Embedding, nn.RNNBase, nn.modules.conv._ConvNd)


def of_patterns(model: nn.Module) -> list[Proposal]:
    """Inputs that the pattern takes with which the model begins; [] without one."""
    modules = list(model.named_modules())
    for index, (path, module) in enumerate(modules):
        if isinstance(module, _LAYERS):
            return []  # it is not the input that is rearranged
        pattern = getattr(module, "pattern", None)
        lengths = getattr(module, "axes_lengths", None)
        if isinstance(pattern, str) and pattern.count("->") == 1 and isinstance(lengths, Mapping):
            after = [m for _, m in modules[index + 1 : index + 6]]
            why = PATTERN.filled(path=path or type(module).__name__, pattern=pattern)
            shapes = _shapes(pattern, lengths, after, _pieces(model))
            found = dict.fromkeys(itertools.islice(shapes, _SHOWN))
            return [(Input(shape), why) for shape in found if len(shape) in _DIMENSIONS]
    return []


def _shapes(
    pattern: str, lengths: Mapping[str, Any], after: Sequence[nn.Module], pieces: set[int]
) -> Iterator[tuple[int, ...]]:
    left, right = (_axes(side) for side in pattern.split("->"))
    known = {name: int(value) for name, value in lengths.items()}
    known |= {left[0][0]: 1, "...": 1, "1": 1} if left and len(left[0]) == 1 else {}
    known |= _channels(right, known, after)
    for name in ("c", "ch", "channels"):
        if any(name in axes for axes in left):
            known.setdefault(name, 3)
    free = [name for axes in left for name in axes if name not in known]
    factors = {axes: math.prod(known.get(name, 1) for name in axes) for axes in left}
    multiples = [factors[axes] for axes in left for name in axes if name in free]
    counted = _counted(pieces, len(free)) if max(multiples, default=1) > 1 else iter(())
    for counts in itertools.chain(counted, _usual(multiples)):
        values = known | dict(zip(free, counts, strict=True))
        yield tuple(math.prod(values[name] for name in axes) for axes in left)


def _axes(side: str) -> list[tuple[str, ...]]:
    """The axes of each dimension."""
    words = re.findall(r"\([^)]*\)|\.\.\.|[^\s()]+", side)
    return [tuple(word.strip("()").split()) or ("1",) for word in words]


def _channels(
    right: Sequence[tuple[str, ...]], known: Mapping[str, int], after: Sequence[nn.Module]
) -> dict[str, int]:
    """The axis that follows from how wide the next layer is."""
    for module in after:
        if isinstance(module, nn.Linear | nn.LayerNorm):
            width = getattr(module, "in_features", 0) or math.prod(
                getattr(module, "normalized_shape", (0,))
            )
            axes = right[-1]
        elif isinstance(module, nn.Conv1d | nn.Conv2d | nn.Conv3d) and len(right) > 1:
            width, axes = module.in_channels, right[1]
        else:
            continue
        unknown = [name for name in axes if name not in known]
        rest = math.prod(known.get(name, 1) for name in axes)
        if len(unknown) == 1 and width % rest == 0:
            return {unknown[0]: width // rest}
    return {}


def _pieces(model: nn.Module) -> set[int]:
    """Into how many pieces the input may be cut: rows of a table of positions, with one more."""
    found: set[int] = set()
    for name, parameter in model.named_parameters():
        if "pos" in name and not nn.parameter.is_lazy(parameter) and parameter.dim() >= 2:
            found |= {math.prod(parameter.shape[:-1]), parameter.shape[-2] - 1}
            if parameter.dim() > 3:
                found.add(math.prod(parameter.shape[1:-1]))
    convolutions = (m for m in model.modules() if isinstance(m, nn.Conv1d))
    found |= {m.in_channels for m in itertools.islice(convolutions, 1)}
    return {count for count in found if count > 0}


def _counted(pieces: set[int], axes: int) -> Iterator[tuple[int, ...]]:
    """How many pieces there are along each free axis, if there are so many altogether."""
    for count in sorted(pieces, reverse=True):
        for first in (1,) if axes < 3 else _FRAMES:
            side = math.isqrt(count // first)
            if axes == 1:
                yield (count,)
            elif side * side * first == count:
                yield ((first,) if axes == 3 else ()) + (side, side)


def _usual(multiples: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The same for usual sizes of pictures and films."""
    if not multiples:
        yield ()
        return
    deep = len(multiples) > 2
    for size in _SIZES:
        if all(size % factor == 0 for factor in multiples[-2:]):
            sides = tuple(size // factor for factor in multiples[-2:])
            for frames in _FRAMES if deep else (0,):
                yield (frames,) * (len(multiples) - 2) + sides if deep else sides
