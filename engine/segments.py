"""Nested intervals of sequence numbers: from a log to them, and the innermost one for a number."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from .messages import OUTSIDE, UNKNOWN
from .walk import Node


class Segments:
    """Who gave out which numbers.

    Parameters
    ----------
    first, end : int, int or None
        The watched numbers; beyond them nothing is known. None: it goes on.
    intervals : iterable of (first, end, owner)
        Properly nested; of two that begin together the outer one first.
    """

    def __init__(
        self, first: int, end: int | None, intervals: Iterable[tuple[int, int, int]]
    ) -> None:
        starts, owners = [0, first], [UNKNOWN, OUTSIDE]
        begins = [0, first]
        open_: list[tuple[int, int, int]] = [(sys.maxsize, OUTSIDE, first)]

        for start, stop, owner in intervals:
            if stop <= start:
                continue
            while open_[-1][0] <= start:
                closed = open_.pop()[0]
                starts.append(closed)
                owners.append(open_[-1][1])
                begins.append(open_[-1][2])
            starts.append(start)
            owners.append(owner)
            begins.append(start)
            open_.append((stop, owner, start))
        while len(open_) > 1:
            closed = open_.pop()[0]
            starts.append(closed)
            owners.append(open_[-1][1])
            begins.append(open_[-1][2])
        if end is not None:
            starts.append(end)
            owners.append(UNKNOWN)
            begins.append(end)
        self._starts = np.asarray(starts, np.int64)
        self._owners = np.asarray(owners, np.int32)
        self._begins = np.asarray(begins, np.int64)

    def lookup(self, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
        """(N,) int32: the innermost owner of each number, OUTSIDE or UNKNOWN."""
        found: npt.NDArray[np.int32] = self._owners[self._places(numbers)]
        return found

    def begins(self, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """(N,) int64: where that owner's numbers begin."""
        found: npt.NDArray[np.int64] = self._begins[self._places(numbers)]
        return found

    def _places(self, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.intp]:
        return np.searchsorted(self._starts, np.maximum(numbers, 0), side="right") - 1


def replayed(
    log: Sequence[int], modules: int
) -> tuple[list[tuple[int, int]], list[tuple[int, int, int]]]:
    """Calls as (module, parent), and what they gave out as (first, end, call), outer ones first.

    A call during a backward repeats one of the forward (checkpointing): it is no call of its own,
    and what is made in it is UNKNOWN. Its module is written as `modules` more.
    """
    calls: list[tuple[int, int]] = []
    intervals: list[tuple[int, int, int]] = []
    stack: list[tuple[int, int]] = []  # module, place of its interval
    owners = [OUTSIDE]
    for event in range(0, len(log), 2):
        at, number = log[event], log[event + 1]
        if at >= 0:
            owner = UNKNOWN
            if at < modules and owners[-1] != UNKNOWN:
                owner = len(calls)
                calls.append((at, owners[-1]))
            owners.append(owner)
            stack.append((at, len(intervals)))
            intervals.append((number, number, owner))
            continue
        while stack:  # a generator that was never finished may have left an inner one open
            opened, place = stack.pop()
            owners.pop()
            intervals[place] = (intervals[place][0], number, intervals[place][2])
            if opened == ~at:
                break
    for _, place in stack:  # still running
        intervals[place] = (intervals[place][0], sys.maxsize, intervals[place][2])
    return calls, intervals


def mixed(
    numbers: npt.NDArray[np.int64], edges: npt.NDArray[np.int32], nodes: Sequence[Node]
) -> bool:
    """Whether nodes of several threads must be among these.

    One thread gives out each number once, and an operation's inputs were made before it.

    Parameters
    ----------
    numbers : (N,) int64
        Sequence numbers; -1 where a node does not count.
    edges : (E, 3) int32
        As `walk` gives them.
    nodes : sequence of node
        What the numbers are of.
    """
    numbered = np.sort(numbers[numbers >= 0])
    if (numbered[1:] == numbered[:-1]).any():
        return True
    source, target = numbers[edges[:, 0]], numbers[edges[:, 1]]
    inverted = np.flatnonzero((source >= 0) & (target >= 0) & (source <= target))
    return not all(_remade(nodes[a], nodes[b]) for a, b in edges[inverted, :2].tolist())


def _remade(source: Node, target: Node) -> bool:
    """Whether `target` was made anew while `source` collected its inputs.

    The node of a view whose base was written to is made when it is first asked for, which is just
    after the node that uses it got its number.
    """
    later = target._sequence_nr() - source._sequence_nr()
    remade: bool = target.name() == "AsStridedBackward0"
    return remade and 0 < later <= len(source.next_functions)
