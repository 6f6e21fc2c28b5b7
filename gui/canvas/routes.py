"""Routes put together from parts, as columns. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from .distinct import distinct
from .places import Floats, Ints

SLANT = 1.0
"""Nobody sees what is less oblique."""

SAME = 1e-6
"""Points nearer than this are one."""


@dataclass
class Parts:
    """Collects parts of routes; those of one link follow each other by their keys."""

    links: list[Ints] = field(default_factory=list)
    keys: list[Ints] = field(default_factory=list)
    points: list[Floats] = field(default_factory=list)
    many: list[npt.NDArray[np.int64]] = field(default_factory=list)

    def add(self, links: Ints, key: int, points: Floats, many: npt.NDArray[np.int64]) -> None:
        """Add one part to each of some links.

        Parameters
        ----------
        links : (n,) int32
        points : (p, 2) float64
            The points of all these parts, one after the other.
        many : (n,) int64
            How many are each one's.
        """
        if len(links):
            self.links.append(links)
            self.keys.append(np.full(len(links), key, np.int32))
            self.points.append(points)
            self.many.append(many)

    def moved(self, shift: Floats) -> Parts:
        """All parts shifted."""
        return Parts(self.links, self.keys, [points + shift for points in self.points], self.many)

    def extend(self, other: Parts) -> None:
        """Take over the parts of another collection."""
        self.links += other.links
        self.keys += other.keys
        self.points += other.points
        self.many += other.many

    def routes(self, links: int) -> tuple[Floats, Ints]:
        """Points and starts of the routes of that many links, each of which has some part."""
        if not self.links:
            return np.zeros((0, 2)), np.zeros(links + 1, np.int32)
        link, key = np.concatenate(self.links), np.concatenate(self.keys)
        points, many = np.concatenate(self.points), np.concatenate(self.many)
        order = np.lexsort((key, link))
        points = points[gather((np.cumsum(many) - many)[order], many[order])]
        starts = np.zeros(links + 1, np.int64)
        np.cumsum(np.bincount(link, many, minlength=links), out=starts[1:], dtype=np.int64)
        return straightened(points, starts)


def gather(starts: npt.NDArray[np.int64], many: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The indices start, start + 1, … of each of some stretches, one after the other."""
    ahead = np.cumsum(many) - many
    stretches: npt.NDArray[np.int64] = np.repeat(starts - ahead, many) + np.arange(int(many.sum()))
    return stretches


def pick(points: Floats, starts: Ints, routes: Ints) -> tuple[Floats, npt.NDArray[np.int64]]:
    """The points of some routes, and how many each has."""
    first = starts[routes].astype(np.int64)
    many = starts[routes + 1] - first
    return points[gather(first, many)], many


def slanting(points: Floats, starts: Ints) -> Ints:
    """The routes with slants, which the engine leaves now and then; ascending."""
    slant = np.all(np.abs(np.diff(points, axis=0)) > SLANT, axis=1)
    slant[starts[1:-1] - 1] = False  # from the end of one route to the beginning of the next
    at = np.flatnonzero(slant)
    return distinct(np.searchsorted(starts, at, side="right") - 1).astype(np.int32)


def squared(route: Floats) -> Floats:
    """A route without slants."""
    slant = (np.abs(np.diff(route, axis=0)) > SLANT).all(axis=1)
    if not slant.any():
        return route
    found = route.copy()
    for at in np.flatnonzero(slant).tolist():
        (x, y), (x2, y2) = found[at : at + 2].tolist()
        if at > 0 and abs(found[at - 1, 1] - y) <= SLANT:
            found[at, 0] = x2  # what comes before is level: it ends a little earlier or later
        elif at + 2 < len(found) and abs(found[at + 2, 1] - y2) <= SLANT:
            found[at + 1, 0] = x
        else:
            middle = (y + y2) / 2
            return squared(np.insert(found, at + 1, [[x, middle], [x2, middle]], axis=0))
    return found


def straightened(points: Floats, starts: npt.NDArray[np.int64]) -> tuple[Floats, Ints]:
    """The same routes without repeated points and points on a straight line."""
    for _ in range(2):  # a repeated point hides a straight line
        if len(points) < 3:
            break
        back, ahead = points[1:-1] - points[:-2], points[2:] - points[1:-1]
        cross = np.abs(back[:, 0] * ahead[:, 1] - back[:, 1] * ahead[:, 0])
        same = (np.abs(back) < SAME).all(axis=1)
        along = (cross < SAME) & ((back * ahead).sum(axis=1) >= 0)
        drop = np.zeros(len(points), np.bool_)
        drop[1:-1] = same | along
        drop[starts[:-1]] = False
        drop[starts[1:] - 1] = False
        points = points[~drop]
        starts = starts - np.concatenate([[0], np.cumsum(drop)])[starts]
    return points, starts.astype(np.int32)
