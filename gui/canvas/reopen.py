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
    change = Change.between(kept.plan, plan)
    if not change.calm:
        return None
    places = None
    if len(change.gone) == 1 and not len(change.frames_gone) and len(change.come):
        places = opened(change, kept.places)
    elif len(change.come) == 1 and not len(change.frames_come) and len(change.gone):
        places = closed(change, kept.places)
    if places is None:
        return None
    now = looseness(plan, places)
    return places if now < max(LOOSE, 2 * looseness(kept.plan, kept.places)) else None


def looseness(plan: Plan, places: Places) -> float:
    """The area of a picture in units of the room that its boxes need."""
    half = plan.sizes / 2
    low, high = (places.centres - half).min(axis=0), (places.centres + half).max(axis=0)
    room = (plan.sizes + np.array([GAP_ACROSS, GAP_DOWN])).prod(axis=1).sum()
    return float((high - low).prod() / room)
