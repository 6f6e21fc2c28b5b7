"""Where boxes, frames and links are: what a layout gives. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from .digest import digest

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int32]
Bools: TypeAlias = npt.NDArray[np.bool_]

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
    left_out : (F,) bool
        The frames that are not drawn, since links would cross because of them; their rows of
        `frames` mean nothing. None at all if every frame is drawn.
    """

    centres: Floats
    points: Floats
    starts: Ints
    frames: Floats = field(default_factory=lambda: np.zeros((0, 4)))
    plain: bool = False
    left_out: Bools = field(default_factory=lambda: np.zeros(0, np.bool_))

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
        columns = self.centres, self.points, self.starts, self.frames, self.left_out
        return sum(column.nbytes for column in columns)

    def digest(self) -> bytes:
        """The same for equal places."""
        return digest((self.centres, self.points, self.starts, self.frames, self.left_out))

    def rectangles(self, sizes: Floats) -> Floats:
        """(B, 4) float64: left, top, right and bottom of boxes of these sizes."""
        return np.concatenate([self.centres - sizes / 2, self.centres + sizes / 2], axis=1)

    def drawn(self) -> Places:
        """The same of the frames that are drawn."""
        if not len(self.left_out):
            return self
        return replace(self, frames=self.frames[~self.left_out], left_out=np.zeros(0, np.bool_))

    def among(self, left_out: Bools) -> Places:
        """The same of more frames, of which these are left out."""
        if not left_out.any():
            return self
        frames = np.zeros((len(left_out), 4))
        frames[~left_out] = self.frames
        return replace(self, frames=frames, left_out=left_out)

    def route(self, link: int) -> Floats:
        """(n, 2) float64: the corners of one link's route."""
        return self.points[self.starts[link] : self.starts[link + 1]]


def joined(routes: list[Floats]) -> tuple[Floats, Ints]:
    """Points and starts of routes."""
    starts = np.zeros(len(routes) + 1, np.int32)
    starts[1:] = np.cumsum([len(route) for route in routes])
    points = np.concatenate(routes) if routes else np.zeros((0, 2))
    return points.reshape(-1, 2), starts


def without_frames(frame: Ints, outer: Ints, left_out: Bools) -> tuple[Ints, Ints]:
    """`frame` and `outer` of a plan without some of its frames."""
    around = np.append(outer, -1)  # the last one: of no frame
    gone = np.append(left_out, False)
    for inner in np.flatnonzero(left_out).tolist():  # what is around a frame comes before it
        beyond = int(outer[inner])
        around[inner] = around[beyond] if gone[beyond] else beyond
    number = np.append(np.cumsum(~left_out) - 1, -1).astype(np.int32)

    def kept(at: Ints) -> Ints:
        found: Ints = number[np.where(gone[at], around[at], at)]
        return found

    return kept(frame), kept(outer[~left_out])
