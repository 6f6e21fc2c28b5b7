"""The layout in a process of its own: frames of Questions in, frames of Answers out.

graphlay holds Python's lock while it works; in the window's process the window would stand still.
Ending this process cancels its work.
"""

from __future__ import annotations

import struct
import sys

import msgspec

from .layout import Question, arrange

HEADER = struct.Struct("<I")


def main() -> None:
    """Answer questions until standard input closes."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    decoder = msgspec.msgpack.Decoder(Question)
    while header := source.read(HEADER.size):
        (length,) = HEADER.unpack(header)
        body = msgspec.msgpack.encode(arrange(decoder.decode(source.read(length))))
        sink.write(HEADER.pack(len(body)) + body)
        sink.flush()


if __name__ == "__main__":
    main()
