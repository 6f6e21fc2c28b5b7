"""The next picture after something was opened or closed. No Qt."""

from __future__ import annotations

import numpy as np

from .closed import closed
from .keep import Change, Kept, Plan
from .opened import opened
from .places import GAP_ACROSS, GAP_DOWN, Places

LOOSE = 12.0
"""Times the room of its boxes that a kept picture may take, and not more than twice as loose as
before; else a fresh one is better."""


CHECKED = 4_000_000
"""Boxes times points of routes up to which all boxes are looked at afterwards."""


def reopened(kept: Kept, plan: Plan) -> Places | None:
    """The picture of a plan in which everything stays where it was but for what it must give way.

    Parameters
    ----------
    kept : Kept
        The picture from which one box was opened, or in which one frame was closed.
    plan : Plan
        What is to be drawn now. Boxes and frames are known again by their names; the box that was
        opened is the frame of the same name now, or, where a run of equal elements was split, gone.

    Returns
    -------
    Places or None
        Left and right, above and below of all that stays are as before, and boxes and routes
        sound. None if more has changed than that, or if the picture would be too loose: then only
        a fresh layout will do. The same for the same input, always.
    """
    if kept.places.plain or not (kept.plan.named and plan.named) or not len(plan.sizes):
        return None
    left_out = np.isin(plan.frames, kept.plan.frames[kept.left_out])
    places = _reopened(kept.drawn, plan.without(left_out))
    return places.among(left_out) if places is not None else None


def _reopened(kept: Kept, plan: Plan) -> Places | None:
    """The same where every frame is drawn."""
    change = Change.between(kept.plan, plan)
    if not change.calm:
        return None
    places = None
    if len(change.gone) == 1 and not len(change.frames_gone) and len(change.come):
        places = opened(change, kept.places)
    elif len(change.come) == 1 and not len(change.frames_come) and len(change.gone):
        places = closed(change, kept.places)
    if places is None or _spoilt(kept, plan, places, int(change.come[0])):
        return None
    now = looseness(plan, places)
    return places if now < max(LOOSE, 2 * looseness(kept.plan, kept.places)) else None


def _spoilt(kept: Kept, plan: Plan, places: Places, changed: int) -> bool:
    """Whether more routes run through boxes than before: ports that are crowded can cause that.

    Where looking at all boxes would take long, only the changed one is looked at.
    """
    if len(plan.sizes) * len(places.points) > CHECKED:
        return bool(through(plan, places, range(changed, changed + 1)))
    before = through(kept.plan, kept.places, range(len(kept.plan.sizes)))
    return through(plan, places, range(len(plan.sizes))) > before


def through(plan: Plan, places: Places, boxes: range) -> int:
    """How many pieces of routes run through some boxes."""
    a, b = places.points[:-1], places.points[1:]
    last, first = np.maximum(a, b), np.minimum(a, b)
    line = np.ones(len(a), np.bool_)
    line[places.starts[1:-1] - 1] = False  # from one route to the next there is none
    last, first = last[line], first[line]
    found = 0
    for box in boxes:
        half = plan.sizes[box] / 2 - 1.0
        low, high = places.centres[box] - half, places.centres[box] + half
        found += int(((last > low).all(axis=1) & (first < high).all(axis=1)).sum())
    return found


def looseness(plan: Plan, places: Places) -> float:
    """The area of a picture in units of the room that its boxes need."""
    half = plan.sizes / 2
    low, high = (places.centres - half).min(axis=0), (places.centres + half).max(axis=0)
    room = (plan.sizes + np.array([GAP_ACROSS, GAP_DOWN])).prod(axis=1).sum()
    return float((high - low).prod() / room)
