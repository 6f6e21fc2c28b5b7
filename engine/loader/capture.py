"""What the user's code prints, line by line."""

from __future__ import annotations

import codecs
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

OnLine = Callable[[str, str], None]


@contextmanager
def captured(on_line: OnLine) -> Iterator[None]:
    """Hand each line written to sys.stdout and sys.stderr to ``on_line(line, stream)``.

    `stream` is "stdout" or "stderr". What has no newline comes at the end; a carriage return, as
    progress bars write it, takes the line back. Both are no terminals inside. Code that kept one of
    the streams, as logging does, writes to the old ones afterwards.
    """
    before = {"stdout": sys.stdout, "stderr": sys.stderr}
    sinks = {name: _Sink(name, on_line, stream) for name, stream in before.items()}
    for name, sink in sinks.items():
        buffered = io.BufferedWriter(sink)
        wrapper = io.TextIOWrapper(
            buffered, "utf-8", "backslashreplace", "\n", line_buffering=True, write_through=True
        )
        sink.wrapper = wrapper
        setattr(sys, name, wrapper)
    try:
        yield
    finally:
        for name, stream in before.items():
            setattr(sys, name, stream)
            sinks[name].end()


class _Sink(io.RawIOBase):
    """Bytes to lines."""

    def __init__(self, name: str, on_line: OnLine, after: TextIO) -> None:
        self._name, self._on_line, self._after = name, on_line, after
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""
        self._ended = False
        self.wrapper: io.TextIOWrapper | None = None

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        content = bytes(data)  # type: ignore[call-overload]
        text = self._decoder.decode(content)
        if self._ended:
            self._after.write(text)
            return len(content)
        *lines, self._rest = (self._rest + text).split("\n")
        for line in lines:
            self._on_line(line.rstrip("\r").rpartition("\r")[2], self._name)
        return len(content)

    def end(self) -> None:
        """Hand out what is left; from now on write to the stream from before."""
        if self.wrapper is not None:
            self.wrapper.flush()
        if self._rest:
            self._on_line(self._rest.rstrip("\r").rpartition("\r")[2], self._name)
        self._rest, self._ended = "", True
