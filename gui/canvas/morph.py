"""Between two geometries: where everything is while a group opens or closes. No Qt.

What is in both glides; what appears grows out of the box or frame that it was in, what goes
shrinks into the one that it goes into.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from .geometry import Geometry
from .places import Floats

MOST = 3000  # boxes with which it is still smooth
Rectangle = tuple[float, float, float, float]
Pairs = npt.NDArray[np.integer]


def blend(start: Floats, end: Floats, part: float) -> Floats:
    """On the way from one column to another: `start` at 0, `end` at 1, exactly."""
    if part <= 0.0:
        return start
    return end if part >= 1.0 else start + (end - start) * part


def into(rectangles: Floats, whole: Rectangle, room: Rectangle) -> Floats:
    """Rectangles of a picture `whole`, moved and scaled so that the picture fills `room`.

    >>> into(np.array([[2.0, 0.0, 2.0, 4.0]]), (0, 0, 4, 4), (10, 10, 2, 2))
    array([[11., 10.,  1.,  2.]])
    """
    scale = np.array(room[2:]) / np.maximum(np.array(whole[2:]), 1e-9)
    result = np.empty_like(rectangles)
    result[:, :2] = (rectangles[:, :2] - np.array(whole[:2])) * scale + np.array(room[:2])
    result[:, 2:] = rectangles[:, 2:] * scale
    return result


def starts(
    old: Floats, new: Floats, same: Pairs, anchor_old: Rectangle, anchor_new: Rectangle
) -> Floats:
    """Where each of the new rectangles begins its way.

    Parameters
    ----------
    old, new : (n, 4), (m, 4) float64
        x, y, width, height.
    same : (k, 2) int
        Which old one is which new one.
    anchor_old, anchor_new : tuple of float
        The box or frame that is opened or closed, before and afterwards: what is in the second and
        has no old place begins in the first.

    Returns
    -------
    (m, 4) float64
    """
    begin = new.copy()
    middle = new[:, :2] + new[:, 2:] / 2
    low = np.array(anchor_new[:2])
    inside = ((middle >= low) & (middle <= low + np.array(anchor_new[2:]))).all(axis=1)
    begin[inside] = into(new[inside], anchor_new, anchor_old)
    begin[same[:, 1]] = old[same[:, 0]]
    return begin


@dataclass(frozen=True, eq=False)
class Morph:
    """The way from one geometry to another, seen as the new one; or, to close, as the old one.

    Attributes
    ----------
    shown : Geometry
        Whose boxes, frames and links are drawn on the way: that with the open group.
    boxes, frames : pair of (n, 4) float64
        Where these are at the start and at the end.
    opening : bool
        Whether `shown` is the new geometry.
    anchors : pair of tuple of float
        The open group's frame in `shown`, and the rectangle into which it closes.
    """

    shown: Geometry
    boxes: tuple[Floats, Floats]
    frames: tuple[Floats, Floats]
    opening: bool
    anchors: tuple[Rectangle, Rectangle]

    @classmethod
    def between(
        cls, old: Geometry, new: Geometry, same: Pairs, frames_same: Pairs,
        anchor_old: Rectangle, anchor_new: Rectangle,
    ) -> Morph:  # fmt: skip
        """The way between two geometries; see `starts` for the parameters."""
        if len(new.boxes) >= len(old.boxes):
            boxes = starts(old.boxes, new.boxes, same, anchor_old, anchor_new)
            frames = starts(old.frames, new.frames, frames_same, anchor_old, anchor_new)
            return cls(
                new, (boxes, new.boxes), (frames, new.frames), True, (anchor_new, anchor_old)
            )  # fmt: skip
        back, frames_back = same[:, ::-1], frames_same[:, ::-1]
        boxes = starts(new.boxes, old.boxes, back, anchor_new, anchor_old)
        frames = starts(new.frames, old.frames, frames_back, anchor_new, anchor_old)
        return cls(
            old, (old.boxes, boxes), (old.frames, frames), False, (anchor_old, anchor_new)
        )  # fmt: skip

    def at(self, part: float) -> Geometry:
        """The geometry on the way, from 0 to 1; links go with the boxes at their ends."""
        shown = self.shown
        boxes, frames = blend(*self.boxes, part), blend(*self.frames, part)
        if boxes is shown.boxes and frames is shown.frames:
            return shown
        chips = _along(shown.chips, shown.boxes, boxes, shown.scene.chips.box)
        segments = _routes(shown, boxes)
        links = shown.scene.links
        inner = (self.growing[links[:, 0]] & self.growing[links[:, 1]])[shown.link_of]
        segments[inner] = self._inner(shown.segments[inner], part)
        tips = shown.tips.copy()
        tips[:, :2] = _carry(tips[:, :2], shown.boxes, boxes, links[:, 1])
        return replace(shown, boxes=boxes, frames=frames, chips=chips, segments=segments, tips=tips)

    @cached_property
    def growing(self) -> npt.NDArray[np.bool_]:
        """(n,) bool: the boxes that grow or shrink; there is no room for texts in them."""
        away = self.boxes[0 if self.opening else 1]
        return np.asarray((away[:, 3] != self.shown.boxes[:, 3]), np.bool_)

    def _inner(self, segments: Floats, part: float) -> Floats:
        """Links between growing boxes, which grow with these."""
        ends = [
            into(np.concatenate([segments[:, side], np.zeros_like(segments[:, side])], axis=1),
                 *self.anchors)[:, :2]
            for side in (slice(0, 2), slice(2, 4))
        ]  # fmt: skip
        closed = np.concatenate(ends, axis=1)
        return blend(closed, segments, part if self.opening else 1.0 - part)


def _along(parts: Floats, before: Floats, after: Floats, of: npt.NDArray[np.int32]) -> Floats:
    """Rectangles inside boxes, moved and scaled with these."""
    result = np.empty_like(parts)
    result[:, :2] = _carry(parts[:, :2], before, after, of)
    result[:, 2:] = parts[:, 2:] * (after[of, 2:] / np.maximum(before[of, 2:], 1e-9))
    return result


def _carry(points: Floats, before: Floats, after: Floats, of: npt.NDArray[np.int32]) -> Floats:
    """Points that keep their place in relation to boxes `of` (n,)."""
    scale = after[of, 2:] / np.maximum(before[of, 2:], 1e-9)
    return after[of, :2] + (points - before[of, :2]) * scale


def _routes(shown: Geometry, boxes: Floats) -> Floats:
    """Segments that move with both ends of their links, more with the nearer one."""
    s, links = shown.segments, shown.scene.links[shown.link_of]
    first = np.searchsorted(shown.link_of, np.arange(len(shown.tips) + 1))
    many = np.maximum(np.diff(first)[shown.link_of], 1)
    number = np.arange(len(s)) - first[shown.link_of]
    result = np.empty_like(s)
    shift = (boxes[:, :2] + boxes[:, 2:] / 2) - (shown.boxes[:, :2] + shown.boxes[:, 2:] / 2)
    high = (boxes[:, 3] - shown.boxes[:, 3]) / 2
    for end in (0, 1):
        part = ((number + end) / many)[:, None]
        leave, enter = shift[links[:, 0]].copy(), shift[links[:, 1]].copy()
        leave[:, 1] += high[links[:, 0]]  # from the lower border to the upper one
        enter[:, 1] -= high[links[:, 1]]
        point = slice(2 * end, 2 * end + 2)
        result[:, point] = s[:, point] + leave * (1 - part) + enter * part
    return result
