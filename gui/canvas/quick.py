"""Layouts so small that they are done before another process could be asked. No Qt."""

from __future__ import annotations

from .keep import Plan
from .places import Floats, Ints, Places

MOST = 28
"""Boxes at most: what a graph opens with, and a little more."""

MORE_LINKS = 8
"""Links at most beyond one for each box: what is denser may take a hundred times as long."""


def is_quick(plan: Plan) -> bool:
    """Whether a plan is laid out within one frame of the display, some 5 ms on average."""
    boxes = len(plan.sizes)
    return boxes <= MOST and len(plan.links) <= boxes + MORE_LINKS


def lay_out(
    sizes: Floats,
    links: Ints,
    frame: Ints,
    outer: Ints,
    head: float = 0.0,
    simply: bool = False,
    loose: Ints | None = None,
) -> Places:
    """The same that the worker gives; arguments and errors are those of `layout.lay_out`."""
    from .layout import lay_out as with_engine  # once the window is on screen: it loads the engine

    return with_engine(sizes, links, frame, outer, head, simply=simply, loose=loose)


def at_first(plan: Plan) -> Places | None:
    """The same if it takes no longer than that; None where links cross at first."""
    from .untangled import at_first as with_engine

    if not len(plan.sizes):
        return Places.nothing()
    return with_engine(plan.sizes, plan.links, plan.frame, plan.outer, plan.head)


def warm() -> None:
    """Load and run once what a layout needs, so that the first one need not wait for it."""
    from .worker import warm as load

    load()
