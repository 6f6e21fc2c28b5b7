"""How the items of one level are gathered into groups: repeats first, then stretches. No Qt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from .levels import Ids, Level
from .names import pattern
from .repeats import Repeat, find_repeats
from .tree import MODULE, STEP, STRETCH, TIMES

MOST = 36
"""Items directly inside a group at most."""

PIECES = (6, 24)
"""Stretches that a level with more is cut into, at least and at most."""

LOSS = (2, 12)
"""Operations between the model's last module call and where backward starts, at least and at most:
the loss, which is one group."""

CALL_TELLS = 4
"""How much a module call tells, see `names.telling`."""


@dataclass(frozen=True)
class Part:
    """A group among the items of a level.

    Attributes
    ----------
    kind : int
        Of tree.py.
    first, end : int
        It holds these items.
    alike : int
        The same for parts of equal structure.
    count, period : int
        Of a TIMES: elements, and items of each.
    inner : tuple of Part
        What is in it; of a TIMES, the first element alone.
    calls : tuple of int
        Which of its items are module calls.
    label : str
        The most telling of its operations.
    loss : bool
        Whether it is what follows the model's last module call.
    """

    kind: int
    first: int
    end: int
    alike: int
    count: int = 1
    period: int = 0
    inner: tuple[Part, ...] = ()
    calls: tuple[int, ...] = ()
    label: str = ""
    loss: bool = False


class Planner:
    """Plans levels of one graph.

    Parameters
    ----------
    ids : Ids
        Numbers the structures.
    labels : sequence of (str, int)
        Of each operation's token, its name and how much it tells.
    """

    def __init__(self, ids: Ids, labels: dict[int, tuple[str, int]]) -> None:
        self._ids = ids
        self._labels = labels

    def plan(self, level: Level, loss: bool = False) -> tuple[Part, ...]:
        """The groups directly inside a level, in order.

        Parameters
        ----------
        loss : bool
            Whether its first operations may be the loss.
        """
        return self._inside(level, 0, len(level), loss)

    def structure(self, level: Level, first: int, end: int, kind: object) -> int:
        """The same number for stretches of items that are equal, and equally wired."""
        if end - first == len(level):
            return self._ids.of((kind, level.token.tobytes(), level.edges.tobytes()))
        place, stop = int(level.at[first]), int(level.at[end])
        edges = level.edges[level.between(first, end)]
        edges = edges[edges[:, 1] < stop] - np.array([place, place, 0, 0], np.int32)
        return self._ids.of((kind, level.token[first:end].tobytes(), edges.tobytes()))

    def _inside(self, level: Level, first: int, end: int, loss: bool = False) -> tuple[Part, ...]:
        found = find_repeats(level, first, end)
        firsts: list[int] = []
        parts: list[Part | None] = []
        at = first
        for repeat in [*found, None]:
            stop = end if repeat is None else repeat.first
            firsts += range(at, stop)
            parts += [
                None if child < 0 else Part(MODULE, at + i, at + i + 1, int(level.token[at + i]))
                for i, child in enumerate(level.child[at:stop].tolist())
            ]
            if repeat is not None:
                firsts.append(repeat.first)
                parts.append(self._times(level, repeat))
                at = repeat.end
        if loss:
            known = enumerate(zip(parts, firsts, strict=True))  # a parameter is of the model
            many = next((i for i, (part, at) in known if part is not None or level.bears[at]), 0)
            if LOSS[0] <= many <= LOSS[1]:
                group = self._group(level, STRETCH, 0, firsts[many], ())
                parts[:many] = [replace(group, loss=True)]
                del firsts[1:many]
        return self._cut(level, [*firsts, end], parts, 0, len(parts))

    def _times(self, level: Level, repeat: Repeat) -> Part:
        first, end = repeat.first, repeat.first + repeat.period
        if repeat.period == 1 and level.child[first] >= 0:
            element = Part(MODULE, first, end, int(level.token[first]), calls=(first,))
        else:
            element = self._group(level, STEP, first, end, self._inside(level, first, end))
        alike = self.structure(level, first, repeat.end, TIMES)
        return replace(
            element, kind=TIMES, end=repeat.end, alike=alike, count=repeat.count,
            period=repeat.period, inner=(element,),
        )  # fmt: skip

    def _group(
        self, level: Level, kind: int, first: int, end: int, inner: tuple[Part, ...]
    ) -> Part:
        calls = tuple((np.flatnonzero(level.child[first:end] >= 0) + first).tolist())
        tokens = level.token[first:end]
        if calls:
            tokens = tokens[level.child[first:end] < 0]
        label = pattern([self._labels[token] for token in tokens[::-1].tolist()])
        alike = self.structure(level, first, end, kind)
        return Part(kind, first, end, alike, inner=inner, calls=calls, label=label)

    @staticmethod
    def _begins(level: Level, firsts: list[int]) -> list[bool]:
        """Whether in forward something with parameters begins behind the border of each item."""
        begins: list[bool] = level.bears[np.array(firsts) - 1].tolist()
        return begins

    def _cut(
        self, level: Level, firsts: list[int], parts: Sequence[Part | None], a: int, b: int
    ) -> tuple[Part, ...]:
        """Stretches where units a to b are too many, where few tensors go from one to the next."""
        many = b - a
        if many <= MOST:
            return tuple(part for part in parts[a:b] if part is not None)
        pieces = min(max(math.ceil(math.sqrt(many)), PIECES[0]), PIECES[1])
        size = many / pieces
        cut = level.cut[firsts[a:b]].tolist()
        begins = self._begins(level, firsts[a:b])
        bounds = [0]
        for piece in range(1, pieces):
            even = piece * size
            window = range(math.ceil(even - size / 3), math.floor(even + size / 3) + 1)
            bounds.append(min((cut[at], not begins[at], abs(at - even), at) for at in window)[3])
        bounds.append(many)
        return tuple(
            self._group(level, STRETCH, firsts[x], firsts[y], self._cut(level, firsts, parts, x, y))
            for x, y in pairwise(a + bound for bound in bounds)
        )
