"""What the window and the layout worker say to each other, as frames of MessagePack. No Qt."""

from __future__ import annotations

import struct
from typing import TypeVar

import msgspec
import numpy as np

from ...engine.messages import Array, MessageError
from .places import Floats, Ints, Places

_header = struct.Struct("<I")


class Request(msgspec.Struct, frozen=True):
    """Lay out boxes of these sizes, (B, 2) float64, with these links, (L, 2) int32."""

    number: int
    sizes: Array
    links: Array
    simply: bool = False

    @classmethod
    def of(cls, number: int, sizes: Floats, links: Ints, simply: bool = False) -> Request:
        """The request for a layout."""
        return cls(number, Array.of(sizes), Array.of(links), simply)


class Answer(msgspec.Struct, frozen=True):
    """The Places of request `number`, or why there are none."""

    number: int
    centres: Array
    points: Array
    starts: Array
    plain: bool
    error: str = ""

    @classmethod
    def of(cls, number: int, places: Places, error: str = "") -> Answer:
        """The message form of Places."""
        centres, points = Array.of(places.centres), Array.of(places.points)
        return cls(number, centres, points, Array.of(places.starts), places.plain, error)

    def places(self) -> Places:
        """The Places."""
        return Places(
            np.asarray(self.centres.numpy(), np.float64),
            np.asarray(self.points.numpy(), np.float64),
            np.asarray(self.starts.numpy(), np.int32),
            plain=self.plain,
        )


def frame(message: Request | Answer) -> bytes:
    """A message with its length before it, as `messages.Frames` cuts it."""
    body = msgspec.msgpack.encode(message)
    return _header.pack(len(body)) + body


def read_request(body: bytes) -> Request:
    """The request in a frame's body; MessageError if it is none."""
    return _read(body, Request)


def read_answer(body: bytes) -> Answer:
    """The answer in a frame's body; MessageError if it is none."""
    return _read(body, Answer)


T = TypeVar("T")


def _read(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.msgpack.decode(body, type=kind)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise MessageError(f"not a layout message: {error}") from error
