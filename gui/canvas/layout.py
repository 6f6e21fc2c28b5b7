"""Layout: boxes in frames in, positions and routes out. No Qt; runs in the layout worker.

Of small graphs the layout with the fewest crossings of several is taken. What would take too long
gets plain layers.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import graphlay
import numpy as np

from . import engine
from .composed import Composed, Progress
from .places import Floats, Ints, Places
from .untangled import untangled

POLISHED = 3_000
"""Boxes up to which several layouts are tried where links cross; in more nobody counts."""


def lay_out(
    sizes: Floats,
    links: Ints,
    frame: Ints | None = None,
    outer: Ints | None = None,
    head: float = 0.0,
    simply: bool = False,
    progress: Progress | None = None,
    loose: Ints | None = None,
) -> Places:
    """Where boxes of these sizes go, sources above targets, each within its frame.

    Parameters
    ----------
    sizes : (B, 2) float64
        Width and height of each box.
    links : (L, 2) int32
        Source and target box, which differ.
    frame : (B,) int32, optional
        The innermost frame around each box, -1 for none.
    outer : (F,) int32, optional
        The frame around each frame, -1 for none; it comes before it. Every frame has a box in it.
    head : float
        Height that a frame's title needs.
    simply : bool
        Plain layers at once.
    progress : callable, optional
        Told how many boxes of how many are laid out.
    loose : (F,) int32, optional
        Frames that may be left out if fewer links then cross: those with the largest number
        first, those with 0 only single ones. If not given, every frame is drawn.

    Returns
    -------
    Places
        The same for the same input, always.
    """
    if not len(sizes):
        return Places.nothing()
    frame = np.full(len(sizes), -1, np.int32) if frame is None else frame
    outer = np.zeros(0, np.int32) if outer is None else outer
    if not simply:
        try:
            if len(sizes) > POLISHED:
                once = partial(engine.draw, once=True)
                return Composed(sizes, links, frame, outer, head, once, progress).places()
            return untangled(sizes, links, frame, outer, head, progress, loose)
        except graphlay.GraphlayError:
            pass  # too dense for the engine
    return Composed(sizes, links, frame, outer, head, None, progress).places()


def inside(
    sizes: Floats, links: Ints, frame: Ints, outer: Ints, into: Ints, out: Ints, head: float
) -> Places:
    """The layout of one frame, number 0, with everything in it; its corner is at (0, 0).

    Parameters
    ----------
    sizes, links, frame, outer, head
        As of `lay_out`; every box is in frame 0 or in a frame in it.
    into, out : (E,), (O,) int32
        The boxes to which links lead from above the frame, and from which links leave it.

    Returns
    -------
    Places
        With the routes of all links, then of those from the upper border of the frame, then of
        those to its lower one.
    """
    above, below = len(sizes), len(sizes) + 1
    every = np.concatenate(
        [
            links,
            np.stack([np.full(len(into), above), into], axis=1),
            np.stack([out, np.full(len(out), below)], axis=1),
        ]
    ).astype(np.int32)
    sizes = np.concatenate([sizes, np.full((2, 2), 10.0)])
    frame = np.concatenate([frame, [-1, -1]]).astype(np.int32)
    try:
        picture = Composed(sizes, every, frame, outer, head, engine.draw, None, first=True)
        places = picture.places(within=True)
    except graphlay.GraphlayError:
        picture = Composed(sizes, every, frame, outer, head, None, None, first=True)
        places = picture.places(within=True)
    corner = places.frames[0, :2]
    return replace(places, centres=places.centres[:-2]).moved(*(-corner))
