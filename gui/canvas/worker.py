"""The layout worker: requests on standard input, answers on standard output. No Qt, no torch.

It ends when its standard input does, so that no window leaves it behind.
"""

from __future__ import annotations

import os
import sys

from ...engine.messages import Frames
from .layout import lay_out
from .places import Places
from .request import Answer, Request, frame, read_request

CHUNK = 1 << 20


def serve(incoming: int, outgoing: int) -> None:
    """Answer requests from one file descriptor on another until there are no more."""
    frames = Frames()
    while data := os.read(incoming, CHUNK):
        for body in frames.feed(data):
            _write(outgoing, frame(answer(read_request(body))))


def answer(request: Request) -> Answer:
    """The layout that is asked for, or what went wrong."""
    try:
        places = lay_out(request.sizes.numpy(), request.links.numpy(), request.simply)
    except (ValueError, IndexError, ArithmeticError) as error:
        return Answer.of(request.number, Places.nothing(), f"{type(error).__name__}: {error}")
    return Answer.of(request.number, places)


def _write(outgoing: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(outgoing, view) :]


if __name__ == "__main__":
    serve(sys.stdin.fileno(), sys.stdout.fileno())
