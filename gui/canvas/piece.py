"""A piece of a graph that is laid out in one go, and its drawing. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from .digest import digest
from .places import Floats, Ints, Places, joined

LANE = 10.0
"""Between links that run side by side."""


@dataclass(frozen=True, eq=False)
class Piece:
    """What is laid out in one go: N boxes in K frames, M links, E entering and O leaving ones.

    Attributes
    ----------
    sizes : (N, 2) float64
    frame : (N,) int32
        The frame around each box, -1 for none.
    outer : (K,) int32
        The frame around each frame, -1 for none; it comes before it.
    links : (M, 2) int32
        Source and target box.
    ports : (M, 2) float64
        Where a link leaves its source's bottom and meets its target's top, from -1 at the left
        corner to 1 at the right one; NaN where the engine may choose.
    into, into_ports : (E,) int32, float64
        The boxes that entering links lead to, and where they meet them.
    out, out_ports : (O,) int32, float64
        The boxes that leaving links come from, and where they leave them.
    head : float
        Height of a frame's title.
    along, lanes : (N,), (M + E + O,) int32, optional
        The order from left to right of boxes, and of links, where it is to be this one.
    """

    sizes: Floats
    frame: Ints
    outer: Ints
    links: Ints
    ports: Floats
    into: Ints
    into_ports: Floats
    out: Ints
    out_ports: Floats
    head: float
    along: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    lanes: Ints = field(default_factory=lambda: np.zeros(0, np.int32))

    @classmethod
    def flat(cls, sizes: Floats, links: Ints) -> Piece:
        """Boxes in no frame, and no links from or to elsewhere."""
        none, nowhere = np.zeros(0, np.int32), np.zeros(0)
        frame, ports = np.full(len(sizes), -1, np.int32), np.full((len(links), 2), np.nan)
        return cls(sizes, frame, none, links, ports, none, nowhere, none, nowhere, 0.0)

    @property
    def ordered(self) -> bool:
        """Whether the order from left to right is known."""
        return len(self.along) > 0

    def turned(self) -> Piece:
        """The same with every link the other way round."""
        links, into = len(self.links), len(self.into)
        inner, entering, leaving = np.split(self.lanes, [links, links + into])
        return replace(
            self, links=self.links[:, ::-1].copy(), ports=self.ports[:, ::-1].copy(),
            into=self.out, into_ports=self.out_ports, out=self.into, out_ports=self.into_ports,
            lanes=np.concatenate([inner, leaving, entering]),
        )  # fmt: skip

    def digest(self) -> bytes:
        """The same for equal pieces."""
        columns = (
            self.sizes, self.frame, self.outer, self.links, self.ports,
            self.into, self.into_ports, self.out, self.out_ports, self.along, self.lanes,
        )  # fmt: skip
        return digest(columns, self.head)


@dataclass(frozen=True, eq=False)
class Drawn:
    """A piece laid out; all of it is within (0, 0) and (width, height).

    Attributes
    ----------
    places : Places
        With the routes of all links: inner ones, entering ones from y = 0, leaving ones to
        y = height.
    enter, leave : (E,), (O,) float64
        The x at which they enter and leave.
    """

    places: Places
    width: float
    height: float
    enter: Floats
    leave: Floats

    def turned(self) -> Drawn:
        """A drawing without frames upside down: that of the piece with its links turned."""
        old, flip = self.places, np.array([1.0, -1.0])
        into, out = len(self.enter), len(self.leave)
        inner = len(old.starts) - 1 - into - out
        routes = [old.route(link)[::-1] * flip for link in range(len(old.starts) - 1)]
        routes = routes[:inner] + routes[inner + into :] + routes[inner : inner + into]
        points, starts = joined(routes)
        places = replace(old, centres=old.centres * flip, points=points, starts=starts)
        places = places.moved(0.0, self.height)
        return Drawn(places, self.width, self.height, self.leave, self.enter)

    def mirrored(self) -> Drawn:
        """Left and right exchanged."""
        old, flip = self.places, np.array([-1.0, 1.0])
        shift = np.array([self.width, 0.0])
        frames = old.frames.copy()
        frames[:, 0] = self.width - frames[:, 0] - frames[:, 2]
        places = Places(
            old.centres * flip + shift, old.points * flip + shift, old.starts, frames, old.plain
        )
        width, height = self.width, self.height
        return Drawn(places, width, height, width - self.enter, width - self.leave)
