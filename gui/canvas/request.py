"""What the window and the layout worker say to each other, as frames of MessagePack. No Qt."""

from __future__ import annotations

import struct
from typing import TypeVar

import msgspec
import numpy as np

from ...engine.messages import Array, MessageError
from .keep import Kept, Plan
from .places import Places

_header = struct.Struct("<I")


class Drawing(msgspec.Struct, frozen=True):
    """The message form of Places."""

    centres: Array
    points: Array
    starts: Array
    frames: Array
    plain: bool
    left_out: Array

    @classmethod
    def of(cls, places: Places) -> Drawing:
        """Places as a message."""
        return cls(
            Array.of(places.centres),
            Array.of(places.points),
            Array.of(places.starts),
            Array.of(places.frames),
            places.plain,
            Array.of(places.left_out),
        )

    def places(self) -> Places:
        """The Places."""
        return Places(
            np.asarray(self.centres.numpy(), np.float64),
            np.asarray(self.points.numpy(), np.float64),
            np.asarray(self.starts.numpy(), np.int32),
            np.asarray(self.frames.numpy(), np.float64),
            self.plain,
            np.asarray(self.left_out.numpy(), np.bool_),
        )


class Order(msgspec.Struct, frozen=True):
    """The message form of a Plan."""

    sizes: Array
    links: Array
    frame: Array
    outer: Array
    head: float
    boxes: Array
    frames: Array
    loose: Array

    @classmethod
    def of(cls, plan: Plan) -> Order:
        """A Plan as a message."""
        columns = (plan.sizes, plan.links, plan.frame, plan.outer)
        sizes, links, frame, outer = (Array.of(column) for column in columns)
        names = Array.of(plan.boxes), Array.of(plan.frames)
        return cls(sizes, links, frame, outer, plan.head, *names, Array.of(plan.loose))

    def plan(self) -> Plan:
        """The Plan.

        Raises
        ------
        ValueError
            If its columns do not fit each other.
        """
        plan = Plan(
            np.asarray(self.sizes.numpy(), np.float64),
            np.asarray(self.links.numpy(), np.int32),
            np.asarray(self.frame.numpy(), np.int32),
            np.asarray(self.outer.numpy(), np.int32),
            self.head,
            np.asarray(self.boxes.numpy(), np.int64),
            np.asarray(self.frames.numpy(), np.int64),
            np.asarray(self.loose.numpy(), np.int32),
        )
        plan.check()
        return plan


class Request(msgspec.Struct, frozen=True):
    """Lay out a plan; so that it resembles the picture that is there, if one is given."""

    number: int
    order: Order
    simply: bool = False
    kept_order: Order | None = None
    kept_drawing: Drawing | None = None

    @classmethod
    def of(cls, number: int, plan: Plan, simply: bool = False, kept: Kept | None = None) -> Request:
        """The request for a layout."""
        if kept is None:
            return cls(number, Order.of(plan), simply)
        order, drawing = Order.of(kept.plan), Drawing.of(kept.places)
        return cls(number, Order.of(plan), simply, order, drawing)

    def kept(self) -> Kept | None:
        """The picture that is there."""
        if self.kept_order is None or self.kept_drawing is None:
            return None
        return Kept(self.kept_order.plan(), self.kept_drawing.places())


class Answer(msgspec.Struct, frozen=True, tag="answer"):
    """The Places of request `number`, or why there are none."""

    number: int
    drawing: Drawing
    error: str = ""

    @classmethod
    def of(cls, number: int, places: Places, error: str = "") -> Answer:
        """The message form of Places."""
        return cls(number, Drawing.of(places), error)

    def places(self) -> Places:
        """The Places."""
        return self.drawing.places()


class Progress(msgspec.Struct, frozen=True, tag="progress"):
    """How many boxes of how many of request `number` are laid out."""

    number: int
    done: int
    total: int


def frame(message: Request | Answer | Progress) -> bytes:
    """A message with its length before it, as `messages.Frames` cuts it."""
    body = msgspec.msgpack.encode(message)
    return _header.pack(len(body)) + body


def read_request(body: bytes) -> Request:
    """The request in a frame's body; MessageError if it is none."""
    return _read(body, Request)


def read_answer(body: bytes) -> Answer | Progress:
    """What a worker says in a frame's body; MessageError if that is nothing known."""
    return _read(body, Answer | Progress)  # type: ignore[arg-type]  # a union is no type to mypy


T = TypeVar("T")


def _read(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.msgpack.decode(body, type=kind)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise MessageError(f"not a layout message: {error}") from error
