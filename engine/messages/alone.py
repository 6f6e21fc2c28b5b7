"""A graph on its own, from a script to a window or a picture."""

from __future__ import annotations

from typing import Literal

import msgspec

from .graph import Flow, GraphFound
from .wire import decoded

PictureFormat = Literal["svg", "png", "pdf"]
PictureTheme = Literal["light", "dark"]


class ShowGraph(msgspec.Struct, frozen=True):
    """What a window without an engine shows: a graph found in somebody's own program."""

    graph: GraphFound
    flow: Flow | None = None  # the nodes' states then
    origin: str = ""  # where it was asked for, "train.py:31"


class DrawGraph(msgspec.Struct, frozen=True):
    """What a process that draws one picture and ends is told."""

    graph: GraphFound
    format: PictureFormat = "svg"
    theme: PictureTheme = "light"
    folded: bool = True
    scale: float | None = None  # pixels for each of the picture's own; None: the format's usual
    width: int | None = None  # pixels, instead of `scale`


def pack(message: ShowGraph | DrawGraph) -> bytes:
    """A message that is alone in its file or pipe: MessagePack."""
    return msgspec.msgpack.encode(message)


def read_shown(data: bytes) -> ShowGraph:
    """What `pack` made of a ShowGraph; MessageError if it is none."""
    shown: ShowGraph = decoded(ShowGraph, data)
    return shown


def read_drawn(data: bytes) -> DrawGraph:
    """What `pack` made of a DrawGraph; MessageError if it is none."""
    drawn: DrawGraph = decoded(DrawGraph, data)
    return drawn
