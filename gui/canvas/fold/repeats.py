"""Repeated structures in a sequence: equal words one after the other. No Qt.

Source of the words: M. Crochemore, "An optimal algorithm for computing the repetitions in a word"
(1981). Here only periods that some pair of equal neighbours suggests are looked at, so that the
time stays linear.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..distinct import middle
from .levels import Level
from .tree import Ints

NEIGHBOURS = 8
"""A period is found by a token that stands in the word this many times at most."""

PERIODS = 64
"""So many are looked at, the most frequent ones first."""

RUNS = 4096
"""So many are looked at, the longest ones first."""

MANY = 16
"""Operations in a repeated structure of three elements at least."""

MANY_OF_TWO = 24
"""Operations in a repeated structure of two elements at least: two boxes are read as fast."""

PARALLEL = 4
"""Elements at least where none feeds the next: query, key and value are no ×3."""


@dataclass(frozen=True)
class Repeat:
    """`count` equal words of `period` items, the first of them at item `first`."""

    first: int
    period: int
    count: int

    @property
    def end(self) -> int:
        """The item behind the last word."""
        return self.first + self.period * self.count


def find_repeats(level: Level, first: int, end: int) -> list[Repeat]:
    """Repeated structures among a level's items first to end, apart from each other, in order.

    What covers most comes first, and of the same stretch the shortest word.
    """
    if level.at[end] - level.at[first] < MANY:
        return []
    runs = _runs(level.token[first:end])
    free = np.ones(end - first, np.bool_)
    found: list[Repeat] = []
    for start, stop, period in runs:
        for a, b in _stretches(free[start:stop]):
            if b - a < 2 * period:
                continue
            for repeat in _equal(level, first + start + a, first + start + b, period):
                free[repeat.first - first : repeat.end - first] = False
                found.append(repeat)
    return sorted(found, key=lambda repeat: repeat.first)


def _periods(token: Ints) -> list[int]:
    """Distances between equal tokens that are near each other, the most frequent first."""
    order = np.argsort(token, kind="stable")
    by_token = token[order]
    votes = np.zeros(len(token) // 2 + 1, np.int64)
    for many in range(1, min(NEIGHBOURS, len(token) - 1) + 1):
        same = by_token[many:] == by_token[:-many]
        if not same.any():
            break
        distance = order[many:][same] - order[:-many][same]
        votes += np.bincount(distance[distance < len(votes)], minlength=len(votes))
    best = np.argsort(-votes, kind="stable")[:PERIODS]
    periods: list[int] = best[votes[best] > 0].tolist()
    return periods


def _runs(token: Ints) -> list[tuple[int, int, int]]:
    """Stretches that repeat with a period, as start, end and period; the longest first."""
    found = []
    for period in _periods(token) if len(token) > 1 else ():
        equal = np.zeros(len(token) - period + 2, np.int8)
        equal[1:-1] = token[period:] == token[:-period]
        change = np.diff(equal)
        start, end = np.flatnonzero(change == 1), np.flatnonzero(change == -1)
        long = end - start >= period
        for a, b in zip(start[long].tolist(), (end[long] + period).tolist(), strict=True):
            found.append((-((b - a) // period) * period, period, a, b))
    return [(a, b, period) for _, period, a, b in sorted(found)[:RUNS]]


def _stretches(marked: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where an array is True."""
    if marked.all():
        return [(0, len(marked))]
    change = np.diff(np.concatenate([[0], marked.astype(np.int8), [0]]))
    return list(
        zip(
            np.flatnonzero(change == 1).tolist(), np.flatnonzero(change == -1).tolist(), strict=True
        )
    )


def _equal(level: Level, start: int, end: int, period: int) -> Iterator[Repeat]:
    """The repeats in a stretch of this period whose elements are wired alike."""
    size = int(level.at[start + period] - level.at[start])
    if not _worth((end - start) // period, size, True):
        return
    first = _best_begin(level, start, end, period)
    count = (end - first) // period
    inner, following = _wiring(level, first, period, count)
    for a, b in _alike(inner, following):
        if _worth(b - a, size, bool(following[a] != 0)):
            yield Repeat(first + a * period, period, b - a)


def _best_begin(level: Level, start: int, end: int, period: int) -> int:
    """Where the first word begins: where the fewest tensors go from word to word.

    Then where most words fit, where the word's first operation in forward uses a parameter, and
    where the words end with the stretch.
    """
    count = (end - start) // period
    offset = np.arange(min(period, end - start - 2 * period + 1))
    if len(offset) == 1:
        return start
    cuts = level.cut_in(start, end)[: count * period].reshape(count, period)[1:]
    # The words at both ends may be wired otherwise.
    usual = middle(cuts) if count > 3 else cuts.max(axis=0)
    fits = (end - start - offset) // period
    begins = level.bears[start + offset + period - 1]
    best = np.lexsort([-offset, ~begins, -fits, usual[offset].round(9)])[0]
    return start + int(best)


def _wiring(
    level: Level, first: int, period: int, count: int
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """(count,) numbers: the same for elements of the same inner edges; and of those to the next."""
    rows = level.between(first, first + period * count)
    place = int(level.at[first])
    size = int(level.at[first + period]) - place
    edges = level.edges[rows]
    a, b = edges[:, 0] - place, edges[:, 1] - place
    element, onto = a // size, b // size
    mixed = np.zeros(len(edges), np.uint64)
    for column in (a % size, b % size, edges[:, 2], edges[:, 3]):
        mixed = _mix(mixed + column.astype(np.uint64))
    inner, following = np.zeros(count, np.uint64), np.zeros(count, np.uint64)
    here, next_ = onto == element, (onto == element + 1) & (onto < count)
    np.add.at(inner, element[here], mixed[here])
    np.add.at(following, element[next_], mixed[next_])
    return inner, following


def _mix(x: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """One round of splitmix64, by which sums of few equal numbers do not collide."""
    x = x + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def _alike(
    inner: npt.NDArray[np.uint64], following: npt.NDArray[np.uint64]
) -> list[tuple[int, int]]:
    """Stretches of elements with the same inner edges and the same to the next; longest first."""
    pairs = inner[1:] == inner[:-1]
    stretches: list[tuple[int, int]] = []
    for a, b in _stretches(pairs):
        change = np.flatnonzero(following[a + 1 : b] != following[a : b - 1]) + a + 1
        bounds = [a, *change.tolist(), b]
        stretches += [(bounds[i], bounds[i + 1] + 1) for i in range(len(bounds) - 1)]
    taken = np.zeros(len(inner), np.bool_)
    found = []
    for a, b in sorted(stretches, key=lambda ab: (ab[0] - ab[1], ab[0])):
        a, b = a + int(taken[a]), b - int(taken[b - 1])  # neighbours share one element
        if b - a >= 2:
            taken[a:b] = True
            found.append((a, b))
    return found


def _worth(count: int, operations: int, chained: bool) -> bool:
    """Whether a person would rather see one box."""
    if not chained and count < PARALLEL:
        return False
    return count * operations >= (MANY if count > 2 else MANY_OF_TWO)
