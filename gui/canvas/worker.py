"""The layout worker: requests on standard input, answers on standard output. No Qt, no torch.

It ends when its standard input does, so that no window leaves it behind.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from threading import Thread

import numpy as np

from ...engine.messages import Frames
from . import sides
from .keep import Kept, Plan
from .layout import lay_out
from .places import Places
from .reopen import reopened
from .request import Answer, Progress, Request, frame, read_request

CHUNK = 1 << 20
PACE = 0.1  # seconds between two words of progress

Tell = Callable[[int, int], None]


def serve(incoming: int, outgoing: int) -> None:
    """Answer requests from one file descriptor on another until there are no more."""
    warm()
    Thread(target=sides.warm, daemon=True).start()
    frames = Frames()
    while data := os.read(incoming, CHUNK):
        for body in frames.feed(data):
            request = read_request(body)
            tell = _paced(request.number, outgoing)
            _write(outgoing, frame(answer(request, tell)))


def warm() -> None:
    """Load and run once what a layout needs, so that the first one need not wait for it."""
    two, links = np.full((2, 2), 100.0), np.array([[0, 1]], np.int32)
    lay_out(two, links, np.zeros(2, np.int32), np.full(1, -1, np.int32))


def answer(request: Request, tell: Tell | None = None) -> Answer:
    """The layout that is asked for, or what went wrong."""
    try:
        places = _places(request.order.plan(), request.kept(), request.simply, tell)
    except (ValueError, IndexError, ArithmeticError) as error:
        return Answer.of(request.number, Places.nothing(), f"{type(error).__name__}: {error}")
    return Answer.of(request.number, places)


def _places(plan: Plan, kept: Kept | None, simply: bool, tell: Tell | None) -> Places:
    """The kept picture changed in place where that will do, else a fresh one."""
    places = reopened(kept, plan) if kept is not None and not simply else None
    if places is not None:
        return places
    columns = plan.sizes, plan.links, plan.frame, plan.outer
    return lay_out(*columns, plan.head, simply=simply, progress=tell, loose=plan.loose)


def _paced(number: int, outgoing: int) -> Tell:
    """Tells of progress, not more often than PACE."""
    last = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= PACE:
            last = time.monotonic()
            _write(outgoing, frame(Progress(number, done, total)))

    return tell


def _write(outgoing: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(outgoing, view) :]


if __name__ == "__main__":
    serve(sys.stdin.fileno(), sys.stdout.fileno())
