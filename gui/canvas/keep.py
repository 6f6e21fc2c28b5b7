"""Opening and closing in place: the new picture keeps the old one's arrangement. No Qt.

What is opened is laid out on its own, in a frame where its box was, and the rest makes room: what
is below goes down, what is beside it aside. What is closed leaves its box, and empty strips are
taken out. Whatever else has changed needs a fresh layout.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from .digest import digest
from .places import Bools, Floats, Ints, Places, without_frames

Names: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Plan:
    """What is to be laid out, with names by which boxes and frames are known again.

    Attributes
    ----------
    sizes : (B, 2) float64
        Width and height of each box.
    links : (L, 2) int32
        Source and target box, which differ.
    frame : (B,) int32
        The innermost frame around each box, -1 for none.
    outer : (F,) int32
        The frame around each frame, -1 for none; it comes before it.
    head : float
        Height that a frame's title needs.
    boxes, frames : (B,), (F,) int64
        Names, each once; a folded box and the frame that it becomes have the same one. None at all
        if nothing is to be kept.
    loose : (F,) int32
        Which frames may be left out, as of `layout.lay_out`. None at all if none may.
    """

    sizes: Floats
    links: Ints
    frame: Ints
    outer: Ints
    head: float = 0.0
    boxes: Names = field(default_factory=lambda: np.zeros(0, np.int64))
    frames: Names = field(default_factory=lambda: np.zeros(0, np.int64))
    loose: Ints = field(default_factory=lambda: np.zeros(0, np.int32))

    @classmethod
    def flat(cls, sizes: Floats, links: Ints) -> Plan:
        """Boxes in no frame, without names."""
        return cls(sizes, links, np.full(len(sizes), -1, np.int32), np.zeros(0, np.int32))

    @property
    def named(self) -> bool:
        """Whether there are names."""
        return len(self.boxes) == len(self.sizes) and len(self.frames) == len(self.outer)

    def check(self) -> None:
        """Refuse with a ValueError columns that do not fit each other."""
        boxes, frames = len(self.sizes), len(self.outer)
        fits = self.sizes.shape == (boxes, 2) and self.frame.shape == (boxes,)
        fits = fits and self.links.ndim == 2 and self.links.shape[1] == 2
        fits = fits and bool(((self.links >= 0) & (self.links < boxes)).all())
        fits = fits and bool(((self.frame >= -1) & (self.frame < frames)).all())
        fits = fits and bool(((self.outer >= -1) & (self.outer < np.arange(frames))).all())
        fits = fits and self.loose.shape in ((0,), (frames,))
        if not fits:
            raise ValueError("a plan whose columns do not fit each other")

    def digest(self) -> bytes:
        """The same for equal plans."""
        return self._digest

    @cached_property
    def _digest(self) -> bytes:
        columns = self.sizes, self.links, self.frame, self.outer, self.boxes, self.frames
        return digest((*columns, self.loose), self.head)

    def without(self, left_out: Bools) -> Plan:
        """The same without some of its frames."""
        if not left_out.any():
            return self
        frame, outer = without_frames(self.frame, self.outer, left_out)
        names = self.frames[~left_out] if len(self.frames) else self.frames
        loose = self.loose[~left_out] if len(self.loose) else self.loose
        return replace(self, frame=frame, outer=outer, frames=names, loose=loose)

    def around(self, frame: int) -> list[int]:
        """A frame and all frames around it, from the innermost out; nothing for -1."""
        found = []
        while frame >= 0:
            found.append(frame)
            frame = int(self.outer[frame])
        return found


@dataclass(frozen=True, eq=False)
class Kept:
    """A picture that is there already."""

    plan: Plan
    places: Places

    @cached_property
    def drawn(self) -> Kept:
        """The same of the frames that are drawn."""
        places = self.places.drawn()
        return self if places is self.places else Kept(self.plan.without(self.left_out), places)

    @property
    def left_out(self) -> Bools:
        """(F,) bool: the frames of the plan that are not drawn."""
        known = self.places.left_out
        return known if len(known) else np.zeros(len(self.plan.outer), np.bool_)


@dataclass(frozen=True, eq=False)
class Change:
    """How one plan differs from another.

    Attributes
    ----------
    box, frame : (B,), (F,) int32
        For each box and frame of the new plan the one of the old plan, -1 for none.
    gone, come : int32 columns
        Old boxes that are no more, new boxes that were not there.
    frames_gone, frames_come : int32 columns
        The same of frames.
    """

    old: Plan
    new: Plan
    box: Ints
    frame: Ints
    gone: Ints
    come: Ints
    frames_gone: Ints
    frames_come: Ints

    @classmethod
    def between(cls, old: Plan, new: Plan) -> Change:
        """The change from one plan to another, both with names."""
        box, gone = _matched(old.boxes, new.boxes)
        frame, frames_gone = _matched(old.frames, new.frames)
        come, frames_come = np.flatnonzero(box < 0), np.flatnonzero(frame < 0)
        return cls(
            old, new, box, frame, gone, come.astype(np.int32),
            frames_gone, frames_come.astype(np.int32),
        )  # fmt: skip

    @property
    def pairs(self) -> tuple[Ints, Ints]:
        """(n, 2) int32: boxes, and frames, that stay: the old index and the new one."""
        pairs = [
            np.stack([column[stay], stay], axis=1).astype(np.int32)
            for column in (self.box, self.frame)
            for stay in [np.flatnonzero(column >= 0)]
        ]
        return pairs[0], pairs[1]

    @cached_property
    def new_box(self) -> Ints:
        """(old B,) int32: for each box of the old plan the one of the new plan."""
        found = np.full(len(self.old.sizes), -1, np.int32)
        stay = np.flatnonzero(self.box >= 0)
        found[self.box[stay]] = stay
        return found

    @cached_property
    def links(self) -> Ints | None:
        """(old L,) int32: the new number of each link between boxes that stay, -1 for others.

        None if these links are not the same as before.
        """
        ends = self.new_box[self.old.links]
        before = np.flatnonzero((ends >= 0).all(axis=1))
        after = np.flatnonzero((self.box[self.new.links] >= 0).all(axis=1))
        if len(before) != len(after):
            return None
        before = before[np.lexsort((before, *ends[before].T[::-1]))]
        after = after[np.lexsort((after, *self.new.links[after].T[::-1]))]
        if (ends[before] != self.new.links[after]).any():
            return None
        found = np.full(len(self.old.links), -1, np.int32)
        found[before] = after
        return found

    @property
    def calm(self) -> bool:
        """Whether what stays has kept its size and its place in the frames."""
        stay = np.flatnonzero(self.box >= 0)
        was = self.box[stay]
        same = bool(np.allclose(self.new.sizes[stay], self.old.sizes[was], atol=0.5))
        here, there = self.new.frame[stay], self.old.frame[was]
        same = same and self._frames_agree(here, there)
        frames = np.flatnonzero(self.frame >= 0)
        same = same and self.old.head == self.new.head
        return same and self._frames_agree(
            self.new.outer[frames], self.old.outer[self.frame[frames]]
        )

    def _frames_agree(self, new: Ints, old: Ints) -> bool:
        return bool((np.append(self.frame, -1)[new] == old).all())


def _matched(old: Names, new: Names) -> tuple[Ints, Ints]:
    """For each new name the place of the same old one, -1 for none; and old ones without a new."""
    if not len(old):
        return np.full(len(new), -1, np.int32), np.zeros(0, np.int32)
    order = np.argsort(old, kind="stable")
    at = np.minimum(np.searchsorted(old[order], new), len(old) - 1)
    found = np.where(old[order][at] == new, order[at], -1).astype(np.int32)
    left = np.ones(len(old), np.bool_)
    left[found[found >= 0]] = False
    return found, np.flatnonzero(left).astype(np.int32)
