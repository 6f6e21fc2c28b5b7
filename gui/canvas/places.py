"""Where boxes, frames and links are: what a layout gives. No Qt."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int32]

GAP_DOWN = 24.0
GAP_ACROSS = 26.0

FRAME_PAD = 10.0
"""Between a frame and what is in it; above it, the frame's title needs its own height more."""


@dataclass(frozen=True, eq=False)
class Places:
    """Positions of B boxes and F frames and routes of L links, in the units of the boxes' sizes.

    Attributes
    ----------
    centres : (B, 2) float64
        x to the right, y downwards.
    points : (P, 2) float64
        The corners of all routes, each from its source's border to its target's.
    starts : (L + 1,) int32
        The points of link l are points[starts[l]:starts[l + 1]].
    frames : (F, 4) float64
        x, y, width, height of each frame; boxes and frames inside it lie wholly within.
    plain : bool
        Whether these are plain layers because a proper layout would take too long.
    """

    centres: Floats
    points: Floats
    starts: Ints
    frames: Floats = field(default_factory=lambda: np.zeros((0, 4)))
    plain: bool = False

    @classmethod
    def nothing(cls) -> Places:
        """No box at all."""
        return cls(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros(1, np.int32))

    def moved(self, x: float, y: float) -> Places:
        """The same, shifted."""
        shift = np.array([x, y])
        return replace(
            self,
            centres=self.centres + shift,
            points=self.points + shift,
            frames=self.frames + np.array([x, y, 0.0, 0.0]),
        )

    @property
    def nbytes(self) -> int:
        """Bytes of all columns."""
        columns = self.centres, self.points, self.starts, self.frames
        return sum(column.nbytes for column in columns)

    def digest(self) -> bytes:
        """The same for equal places."""
        hashed = hashlib.blake2b(digest_size=16)
        for column in (self.centres, self.points, self.starts, self.frames):
            hashed.update(b"%d|" % len(column))
            hashed.update(np.ascontiguousarray(column).data)
        return hashed.digest()

    def rectangles(self, sizes: Floats) -> Floats:
        """(B, 4) float64: left, top, right and bottom of boxes of these sizes."""
        return np.concatenate([self.centres - sizes / 2, self.centres + sizes / 2], axis=1)

    def route(self, link: int) -> Floats:
        """(n, 2) float64: the corners of one link's route."""
        return self.points[self.starts[link] : self.starts[link + 1]]


def joined(routes: list[Floats]) -> tuple[Floats, Ints]:
    """Points and starts of routes."""
    starts = np.zeros(len(routes) + 1, np.int32)
    starts[1:] = np.cumsum([len(route) for route in routes])
    points = np.concatenate(routes) if routes else np.zeros((0, 2))
    return points.reshape(-1, 2), starts
