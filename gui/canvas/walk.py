"""Walking the scene with the arrow keys, along next_functions and back. No Qt."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from .geometry import Geometry
from .places import Ints


@dataclass(frozen=True, order=True)
class Place:
    """A box, a chip or a frame of the scene."""

    kind: Literal["box", "chip", "frame"]
    index: int


class Walk:
    """Neighbours in one laid-out scene.

    Down goes along next_functions, up back towards the loss; left and right go through the
    next_functions of the operation that one came from, chips included.
    """

    def __init__(self, geometry: Geometry) -> None:
        self._geometry = geometry
        self._scene = geometry.scene
        links, chips = self._scene.links, self._scene.chips
        boxes = np.arange(len(self._scene.node) + 1)
        self._down = np.argsort(links[:, 0], kind="stable")
        self._down_at = np.searchsorted(links[self._down, 0], boxes)
        self._up = np.argsort(links[:, 1], kind="stable")
        self._up_at = np.searchsorted(links[self._up, 1], boxes)
        self._chip_edge = chips.edge

    def start(self) -> Place | None:
        """The first root; None in an empty scene."""
        roots = np.flatnonzero(self._scene.root)
        return Place("box", int(roots[0])) if roots.size else None

    def below(self, place: Place) -> Place | None:
        """The nearest operation that this one hands gradients to, else its first chip."""
        if place.kind == "chip":
            return None
        boxes = [p for p in self.children(place.index) if p.kind == "box"]
        if boxes:
            return min(boxes, key=lambda p: self._across(place, p))
        return next(iter(self.children(place.index)), None)

    def above(self, place: Place) -> Place | None:
        """The operation from which gradients come: of several, the nearest."""
        if place.kind == "chip":
            return Place("box", int(self._scene.chips.box[place.index]))
        parents = self.parents(place.index)
        return min(parents, key=lambda p: self._across(place, p)) if parents else None

    def beside(self, place: Place, step: int, came_from: int | None) -> Place | None:
        """The next (1) or previous (-1) of the operation's next_functions that led here."""
        if place.kind == "chip":
            parent: int | None = int(self._scene.chips.box[place.index])
        else:
            parents = [p.index for p in self.parents(place.index)]
            parent = came_from if came_from in parents else next(iter(parents), None)
        row = self.children(parent) if parent is not None else self._roots()
        at = (row.index(place) if place in row else 0) + step
        return row[at] if 0 <= at < len(row) else None

    def children(self, box: int) -> list[Place]:
        """What a box's next_functions lead to, in their order; boxes and chips, each once."""
        scene = self._scene
        found = [
            (int(scene.edge[link]), Place("box", int(scene.links[link, 1])))
            for link in self._down[self._down_at[box] : self._down_at[box + 1]]
        ]
        found += [
            (int(self._chip_edge[chip]), Place("chip", chip))
            for chip in range(scene.chip_rows[box], scene.chip_rows[box + 1])
        ]
        return list(dict.fromkeys(place for _, place in sorted(found)))

    def parents(self, box: int) -> list[Place]:
        """The boxes whose next_functions name this one."""
        rows = self._up[self._up_at[box] : self._up_at[box + 1]]
        return [Place("box", b) for b in dict.fromkeys(self._scene.links[rows, 0].tolist())]

    def lineage(self, boxes: Iterable[int], chips: Iterable[int]) -> npt.NDArray[np.bool_]:
        """(L,) bool: the links on the ways to these boxes and chips, and from the boxes onwards."""
        links, start = self._scene.links, list(boxes)
        users = self._scene.chips.box[list(chips)].tolist()
        down = self._reached(start, *self._lists[:2])
        up = self._reached([*start, *users], *self._lists[2:])
        return down[links[:, 0]] | up[links[:, 1]]

    @cached_property
    def _lists(self) -> tuple[list[int], list[int], list[int], list[int]]:
        links: Ints = self._scene.links
        return (
            links[self._down, 1].tolist(),
            self._down_at.tolist(),
            links[self._up, 0].tolist(),
            self._up_at.tolist(),
        )

    def _reached(
        self, boxes: Iterable[int], ends: list[int], at: list[int]
    ) -> npt.NDArray[np.bool_]:
        queue = deque(boxes)
        marks = [False] * len(self._scene.node)
        for box in queue:
            marks[box] = True
        while queue:
            box = queue.popleft()
            for other in ends[at[box] : at[box + 1]]:
                if not marks[other]:
                    marks[other] = True
                    queue.append(other)
        return np.asarray(marks, np.bool_)

    def _roots(self) -> list[Place]:
        return [Place("box", int(box)) for box in np.flatnonzero(self._scene.root)]

    def _across(self, one: Place, other: Place) -> tuple[float, int]:
        boxes = self._geometry.boxes
        a, b = boxes[one.index], boxes[other.index]
        return abs(float(a[0] + a[2] / 2 - b[0] - b[2] / 2)), other.index
