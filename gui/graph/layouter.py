"""Asks for layouts without ever blocking the window."""

from __future__ import annotations

import struct
import sys

import msgspec
from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from ...engine.messages import Frames
from .layout import Answer, Question, arrange

AT_ONCE_BOXES = 60
"""Up to so many boxes the layout takes a few milliseconds: not worth another process."""

_header = struct.Struct("<I")
_decoder = msgspec.msgpack.Decoder(Answer)


class Layouter(QObject):
    """One layout at a time; the newest question counts, an older one is cancelled.

    Signals
    -------
    answered(Answer) : the layout of the last question.
    failed(str) : the layout process ended without one.
    """

    answered = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._frames = Frames()
        self.waiting: int | None = None
        if parent is not None:
            parent.destroyed.connect(self.close)

    def ask(self, question: Question, boxes: int, links: int) -> None:
        """Lay out; `answered` follows, at once for a small graph."""
        if self.waiting is not None:
            self.cancel()
        self.waiting = question.key
        if boxes <= AT_ONCE_BOXES and links <= 2 * boxes:
            answer = arrange(question)
            self.waiting = None
            self.answered.emit(answer)
            return
        process = self._started()
        body = msgspec.msgpack.encode(question)
        process.write(_header.pack(len(body)) + body)

    def warm_up(self) -> None:
        """Start the process before it is needed."""
        QTimer.singleShot(0, self._started)

    def cancel(self) -> None:
        """Give up the layout under way."""
        if self.waiting is not None:
            self.waiting = None
            self.close()

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        self._frames = Frames()
        if process is not None:
            process.finished.disconnect()
            process.kill()
            process.waitForFinished(1000)

    def _started(self) -> QProcess:
        if self._process is None:
            process = QProcess(self)
            process.setProcessChannelMode(QProcess.ProcessChannelMode.SeparateChannels)
            process.readyReadStandardOutput.connect(self._read)
            process.finished.connect(self._ended)
            process.start(sys.executable, ["-m", f"{__package__}.layout_worker"])
            self._process = process
        return self._process

    def _read(self) -> None:
        if self._process is None:
            return
        data = self._process.readAllStandardOutput().data()
        for body in self._frames.feed(data):
            answer = _decoder.decode(body)
            if answer.key == self.waiting:
                self.waiting = None
                self.answered.emit(answer)

    def _ended(self) -> None:
        process, self._process = self._process, None
        self._frames = Frames()
        if process is not None and self.waiting is not None:
            self.waiting = None
            text = process.readAllStandardError().data().decode(errors="replace").strip()
            self.failed.emit(text.splitlines()[-1] if text else "the layout process ended")
