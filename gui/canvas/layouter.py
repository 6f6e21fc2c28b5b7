"""Layouts from a process of its own: asked for, remembered, cancelled.

Source: https://doc.qt.io/qt-6/qprocess.html
"""

from __future__ import annotations

import sys
import weakref
from collections import OrderedDict

from PySide6.QtCore import QCoreApplication, QObject, QProcess, Signal

from ...engine import messages
from .keep import Kept, Plan
from .places import Places
from .quick import at_first, is_quick, lay_out
from .request import Progress, Request, frame, read_answer

REMEMBERED = 32
REMEMBERED_BYTES = 48 << 20
"""How many layouts are remembered, and how large they are together."""

PATIENCE_MS = 2000

SMALL, SPARSE = 60, 1.5
"""Boxes, and links for each of them, that take some milliseconds, less than the worker takes to
start."""


class Layouter(QObject):
    """Asks a warm worker process for layouts; the latest request is the only one that counts.

    `done(places)` follows every `ask` that is not cancelled, at once if the same was laid out
    before or is quick. `progressed(done, total)` tells how many boxes of how many are laid out,
    while that is known. `failed(reason)` comes when the worker could not do it.
    """

    done = Signal(object)
    progressed = Signal(int, int)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.at_once = False  # whether what is small need not wait for a worker that is not up
        self._process: QProcess | None = None
        self._frames = messages.Frames()
        self._number = 0
        self._waiting: tuple[int, bytes] | None = None
        self._known: OrderedDict[bytes, Places] = OrderedDict()
        self._end: weakref.finalize[[QProcess], Layouter] | None = None
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.stop)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._waiting is not None

    def warm(self) -> None:
        """Start the worker, so that the first layout need not wait for it."""
        if self._process is not None:
            return
        process = QProcess()
        process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._broken)
        process.start(sys.executable, ["-P", "-m", __package__ + ".worker"])
        self._process = process
        self._end = weakref.finalize(self, _kill, process)
        self._frames = messages.Frames()

    def ask(self, plan: Plan, simply: bool = False, kept: Kept | None = None) -> None:
        """Ask for the layout of a plan; an earlier question is forgotten.

        Parameters
        ----------
        plan : Plan
            What is to be laid out.
        simply : bool
            Plain layers at once.
        kept : Kept, optional
            The picture on screen: if the plan is that with something opened or closed, everything
            else stays where it was.
        """
        digest = plan.digest() + b"|%d|" % simply
        if kept is not None:
            digest += kept.plan.digest() + kept.places.digest()
        known = self._known.get(digest)
        if self.busy:
            self.cancel()
        if known is not None:
            self._known.move_to_end(digest)
            self.done.emit(known)
            return
        small = len(plan.sizes) <= SMALL and len(plan.links) <= SPARSE * len(plan.sizes)
        alone = self.at_once and self._process is None and small
        if kept is None and alone:
            self._lay_out(plan, digest, simply)
            return
        places = at_first(plan) if kept is None and not simply and is_quick(plan) else None
        if places is not None:
            self._remember(digest, places)
            self.done.emit(places)
            return
        self.warm()
        self._number += 1
        self._waiting = (self._number, digest)
        if self._process is not None:
            self._process.write(frame(Request.of(self._number, plan, simply, kept)))

    def _lay_out(self, plan: Plan, digest: bytes, simply: bool) -> None:
        """Lay a small plan out here and now: to ask a busy machine's other process takes longer."""
        try:
            columns = plan.sizes, plan.links, plan.frame, plan.outer
            places = lay_out(*columns, plan.head, simply=simply, loose=plan.loose)
        except (ValueError, IndexError, ArithmeticError) as error:
            self.failed.emit(f"{type(error).__name__}: {error}")
            return
        self._remember(digest, places)
        self.done.emit(places)

    def cancel(self) -> None:
        """Give the answer up: the worker ends, nothing else stops it, and a new one starts."""
        if self._waiting is None:
            return
        self.stop()
        self.warm()

    def stop(self) -> None:
        """End the worker; on return it is gone."""
        self._waiting = self._process = None
        if self._end is not None:
            self._end()

    def _read(self) -> None:
        if self._process is None:
            return
        data = self._process.readAllStandardOutput().data()
        try:
            bodies = self._frames.feed(data)
            answers = [read_answer(body) for body in bodies]
        except messages.MessageError as error:
            self._give_up(str(error))
            return
        for answer in answers:
            if self._waiting is None or answer.number != self._waiting[0]:
                continue
            if isinstance(answer, Progress):
                self.progressed.emit(answer.done, answer.total)
                continue
            digest = self._waiting[1]
            self._waiting = None
            if answer.error:
                self.failed.emit(answer.error)
                continue
            places = answer.places()
            self._remember(digest, places)
            self.done.emit(places)

    def _remember(self, digest: bytes, places: Places) -> None:
        self._known[digest] = places
        while len(self._known) > 1 and (
            len(self._known) > REMEMBERED
            or sum(known.nbytes for known in self._known.values()) > REMEMBERED_BYTES
        ):
            self._known.popitem(last=False)

    def _ended(self, code: int, _status: QProcess.ExitStatus) -> None:
        self._give_up(self.tr("The layout process ended (code {0}).").format(code))

    def _broken(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            self._give_up(self._process.errorString())

    def _give_up(self, reason: str) -> None:
        waited = self._waiting is not None
        self.stop()
        if waited:
            self.failed.emit(reason)


def _kill(process: QProcess) -> None:
    """End a worker, whoever still waits for it; also when the interpreter ends."""
    process.blockSignals(True)
    process.kill()
    process.waitForFinished(PATIENCE_MS)
