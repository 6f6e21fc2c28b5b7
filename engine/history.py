"""The journal of a session, and returning to any place in it.

A place is reached by putting back the nearest checkpoint from which a forward is run again, and
running the entries from there: torch does the same things again, so that freed buffers, version
counters and errors are as they were, which no copy of tensors could bring back.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import msgspec

from . import opening, statements
from .checkpoint import Checkpoint, CheckpointFile, Place, Record, from_bytes, to_bytes
from .machine import Machine
from .messages import (
    Configure,
    Forward,
    JournalEntry,
    MessageError,
    MoveTo,
    Reload,
    Restore,
    Settings,
    Train,
)
from .sentences import QT_TRANSLATE_NOOP

Progress = Callable[[int, int], None]

BUDGET = 256 << 20
"""Bytes of checkpoints in memory at most (two are kept whatever their size)."""

REPLAY_SECONDS = 0.5
"""A checkpoint is made when replaying from the last one would take longer than this..."""

COST_RATIO = 100
"""...and than so many times what making it takes."""


class History:
    """The journal: what was done, what of it is in effect, and checkpoints in between."""

    def __init__(self, settings: Settings) -> None:
        settings = opening.first(settings)
        statements.check(settings)
        self.initial = settings
        self.machine = Machine(settings)
        self.journal: list[JournalEntry] = []
        self.records: list[Record] = []
        self.position = 0
        self._points: list[Checkpoint] = []
        self._since = 0.0  # seconds of work since the last checkpoint
        self._cost = 0.0  # seconds the last checkpoint took
        self._saved: Place | None = None
        self._unrecorded = False

    # --- Doing ------------------------------------------------------------------------------

    def apply(self, entry: JournalEntry) -> None:
        """Run an entry and log it. What it raises passes through after that.

        A Configure, Reload or MoveTo that is refused is not logged, nor what was interrupted:
        everything is as before.
        """
        place = (self.position, 0)
        entry = opening.entry(entry, self.machine.settings)
        if isinstance(entry, Forward | Train):
            self._maybe_checkpoint(place)
        try:
            record, error = self.machine.run(entry, place)
        except KeyboardInterrupt:
            self._rebuild()
            raise
        if error is not None and isinstance(entry, Configure | MoveTo | Reload):
            if not (isinstance(entry, Configure) and statements.starts_anew(entry)):
                self._rebuild()  # it may have got half-way
            raise error
        self._log(entry, record)
        if error is not None:
            raise error

    def _rebuild(self) -> None:
        target, self.position = self.position, 0
        self.machine.restore(self._starts(0)[0])
        self.seek(target)

    def _log(self, entry: JournalEntry, record: Record) -> None:
        del self.journal[self.position :], self.records[self.position :]
        self._points = [p for p in self._points if p.place <= (self.position, 0)]
        self.journal.append(entry)
        self.records.append(record)
        self.position += 1
        self._since += record.seconds

    def begin_training(self, pace: float = 0.0) -> None:
        """Open a Train entry of no iterations yet."""
        record = Record((), "", self.machine.roots.origin, self.machine.settings)
        self._log(Train(pace=pace), record)

    def train(self, iterations: int) -> None:
        """Run so many more iterations of the Train entry at the end of the journal."""
        index = self.position - 1
        entry = self.journal[index]
        assert isinstance(entry, Train)
        done = entry.iterations
        self._maybe_checkpoint((index, done))
        counted = [done]

        def tick(now: int) -> None:
            counted[0] = now

        longer = msgspec.structs.replace(entry, iterations=done + iterations)
        started = time.perf_counter()
        error = self.machine.train(longer.iterations, (index, done), tick)
        seconds = time.perf_counter() - started
        if error is not None:  # the iteration that failed counts: replaying it fails alike
            longer = msgspec.structs.replace(longer, iterations=counted[0] + 1)
        self.journal[index] = longer
        self._since += seconds
        record = self.records[index]
        self.records[index] = msgspec.structs.replace(
            record, origin=self.machine.roots.origin, seconds=record.seconds + seconds
        )
        self._unrecorded = True
        if error is not None:
            self.settle(error)
            raise error

    def settle(self, error: BaseException | None = None) -> None:
        """Bring the record of a training run up to date; printing for every burst would be slow."""
        if self._unrecorded:
            self._unrecorded = False
            index = self.position - 1
            seconds = self.records[index].seconds
            self.records[index] = self.machine.record(self.journal[index], error, seconds)

    def end_training(self) -> None:
        """Close the Train entry; one without iterations leaves no trace."""
        self.settle()
        entry = self.journal[self.position - 1]
        if isinstance(entry, Train) and entry.iterations == 0:
            self.position -= 1
            del self.journal[self.position :], self.records[self.position :]

    # --- Returning --------------------------------------------------------------------------

    def seek(self, target: int, progress: Progress | None = None) -> None:
        """Make the first `target` entries the ones in effect.

        Raises
        ------
        IndexError
            If the journal has no such place.
        """
        if not 0 <= target <= len(self.journal):
            raise IndexError(f"the journal has places 0 to {len(self.journal)}, not {target}")
        start = self._start(target)
        if start is not None:
            self.machine.restore(start)
            at: Place = start.place
        else:
            at = (self.position, 0)
        self._replay(at, target, progress)

    def _start(self, target: int) -> Checkpoint | None:
        """The checkpoint to return to before replaying; None to go on from here."""
        origin = self.records[target - 1].origin if target else None
        limit = (target, 0) if origin is None else origin
        best = max((p for p in self._starts(target) if p.place <= limit), key=lambda p: p.place)
        here = (self.position, 0)
        return None if self.position <= target and here >= best.place else best

    def _starts(self, target: int) -> list[Checkpoint]:
        """Every checkpoint up to `target`, and the setups, which the seed alone determines."""
        setups = [Checkpoint((0, 0), self.initial, 0)]
        for index, record in enumerate(self.records[:target]):
            entry = self.journal[index]
            if isinstance(entry, Configure) and statements.starts_anew(entry):
                setups.append(Checkpoint((index + 1, 0), record.settings, index + 1))
        return setups + [p for p in self._points if p.place <= (target, 0)]

    def _replay(self, at: Place, target: int, progress: Progress | None) -> None:
        total = sum(_work(e) for e in self.journal[at[0] : target]) - at[1]
        done = 0
        for index in range(at[0], target):
            entry = opening.entry(self.journal[index], self.machine.settings, again=True)
            self.journal[index] = entry
            trained = at[1] if index == at[0] else 0

            def tick(now: int, base: int = done - trained) -> None:
                if progress is not None:
                    progress(base + now, total)

            record, _error = self.machine.run(entry, (index, trained), tick)
            if index < len(self.records):
                self.records[index] = record
            else:
                self.records.append(record)
            done += _work(entry) - trained
            self.position = index + 1
        self.position = target
        if progress is not None:
            progress(total, total)

    # --- Checkpoints ------------------------------------------------------------------------

    def _maybe_checkpoint(self, place: Place) -> None:
        if self._since < max(REPLAY_SECONDS, COST_RATIO * self._cost):
            return
        if not self.machine.capturable:
            return
        started = time.perf_counter()
        self._points.append(self.machine.capture(place))
        self._cost = time.perf_counter() - started
        self._since = 0.0
        self._thin()

    def _thin(self) -> None:
        """Two checkpoints inside one Train; all together within the budget, the newest two kept."""
        entry = self._points[-1].place[0]
        inside = [p for p in self._points if p.place[0] == entry and p.place[1] > 0]
        dropped = {id(p) for p in inside[:-2]}
        self._points = [p for p in self._points if id(p) not in dropped]
        while len(self._points) > 2 and sum(p.size() for p in self._points) > BUDGET:
            self._points = self._points[:-2][1::2] + self._points[-2:]

    def checkpoint(self) -> bytes | None:
        """The newest checkpoint from which this place can be reached; None if nothing is new."""
        origin = self.records[self.position - 1].origin if self.position else None
        limit = (self.position, 0) if origin is None else origin
        usable = [p for p in self._points if p.place <= limit]
        if not usable or usable[-1].place == self._saved:
            return None
        point = usable[-1]
        self._saved = point.place
        count = point.place[0]
        return to_bytes(
            CheckpointFile(
                point, tuple(self.records[:count]), tuple(self.journal[:count]), self.initial
            )
        )

    @classmethod
    def restored(
        cls, restore: Restore, checkpoint: bytes | None = None, progress: Progress | None = None
    ) -> History:
        """A history as `restore` describes it, replayed from the checkpoint where it fits.

        Raises
        ------
        MessageError
            If the position lies outside the journal.
        """
        if not 0 <= restore.position <= len(restore.journal):
            raise MessageError(
                QT_TRANSLATE_NOOP("Explain", "the position lies outside the journal")
            )
        history = cls(restore.settings)
        history.machine.lines = restore.lines
        history.journal = list(restore.journal)
        last = history.journal[-1] if history.journal else None
        if isinstance(last, Train) and last.iterations == 0:  # died before its first iteration
            del history.journal[-1]
            position = min(restore.position, len(history.journal))
            restore = msgspec.structs.replace(restore, position=position)
        at = (0, 0) if checkpoint is None else history._adopt(restore, from_bytes(checkpoint))
        history._replay(at, restore.position, progress)
        # What was undone has no records yet: it is run, and taken back.
        if restore.position < len(history.journal):
            history._replay((restore.position, 0), len(history.journal), progress)
            history.seek(restore.position, progress)
        return history

    def _adopt(self, restore: Restore, file: CheckpointFile) -> Place:
        """Start from a checkpoint if it belongs to this journal and lies early enough in it."""
        entry, trained = file.checkpoint.place
        same = file.initial == restore.settings and list(file.journal) == self.journal[:entry]
        if not same or entry >= restore.position:
            return (0, 0)
        if trained:
            here = self.journal[entry]
            if not isinstance(here, Train) or here.iterations < trained + 2:
                return (0, 0)
        self.machine.restore(file.checkpoint)
        self.records = list(file.records)
        self._points = [file.checkpoint]
        return file.checkpoint.place


def _work(entry: JournalEntry) -> int:
    return max(1, entry.iterations) if isinstance(entry, Train) else 1
