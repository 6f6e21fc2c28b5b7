"""Layouts so small that they are done before another process could be asked. No Qt."""

from __future__ import annotations

from .keep import Plan
from .places import Places

MOST = 28
"""Boxes at most: what a graph opens with, and a little more."""

MORE_LINKS = 8
"""Links at most beyond one for each box: what is denser may take a hundred times as long."""


def is_quick(plan: Plan) -> bool:
    """Whether a plan is laid out within one frame of the display, some 5 ms on average."""
    boxes = len(plan.sizes)
    return boxes <= MOST and len(plan.links) <= boxes + MORE_LINKS


def lay_out_quickly(plan: Plan) -> Places:
    """The layout of a plan, the same that the worker gives.

    Raises
    ------
    ValueError, IndexError, ArithmeticError
        As the worker would tell.
    """
    from .layout import lay_out  # the window is on screen before the engine has loaded

    return lay_out(plan.sizes, plan.links, plan.frame, plan.outer, head=plan.head)


def warm() -> None:
    """Load and run once what a layout needs, so that the first one need not wait for it."""
    from .worker import warm as load

    load()
