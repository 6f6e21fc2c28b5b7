"""Messages as bytes on a connection: MessagePack in frames."""

from __future__ import annotations

import struct
from functools import cache
from typing import Any

import msgspec

from ..sentences import QT_TRANSLATE_NOOP
from .base import Command, Event, MessageError
from .commands import AnyCommand
from .events import AnyEvent

PROTOCOL = 4
"""Raised by one whenever an older window could misread a newer engine."""

FRAME_LIMIT = 1 << 30
"""Bytes in one frame at most; a longer header is noise, not a message."""

_encoder = msgspec.msgpack.Encoder()
_header = struct.Struct("<I")


def encode(message: Command | Event) -> bytes:
    """A message as one frame: its length (4 bytes, little endian), then MessagePack."""
    body = _encoder.encode(message)
    return _header.pack(len(body)) + body


def decode_command(body: bytes) -> AnyCommand:
    """The command in a frame's body; MessageError if it is none."""
    command: AnyCommand = decoded(AnyCommand, body)
    return command


def decode_event(body: bytes) -> AnyEvent:
    """The event in a frame's body; MessageError if it is none."""
    event: AnyEvent = decoded(AnyEvent, body)
    return event


@cache
def _decoder(kind: Any) -> msgspec.msgpack.Decoder[Any]:
    """Made when first needed: no process reads everything, and making one takes milliseconds."""
    return msgspec.msgpack.Decoder(kind)


def decoded(kind: Any, body: bytes) -> Any:
    """The message of a type (or one of several) that bytes are; MessageError if they are none."""
    try:
        return _decoder(kind).decode(body)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise MessageError(
            QT_TRANSLATE_NOOP("Explain", "not a message of protocol {number}: {error}").filled(
                number=PROTOCOL, error=error
            )
        ) from error


class Frames:
    """Cuts a stream of bytes into frames' bodies, however the stream was chopped."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """The bodies that `data` completes.

        Raises
        ------
        MessageError
            If a header announces more than FRAME_LIMIT bytes.
        """
        self._buffer += data
        bodies = []
        start = 0
        while len(self._buffer) - start >= _header.size:
            (length,) = _header.unpack_from(self._buffer, start)
            if length > FRAME_LIMIT:
                raise MessageError(
                    QT_TRANSLATE_NOOP("Explain", "a frame of {length} bytes is refused").filled(
                        length=length
                    )
                )
            end = start + _header.size + length
            if len(self._buffer) < end:
                break
            bodies.append(bytes(memoryview(self._buffer)[start + _header.size : end]))
            start = end
        del self._buffer[:start]
        return bodies
