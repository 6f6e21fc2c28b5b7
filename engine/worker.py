"""The session's thread: takes commands one after the other, trains in between, and answers."""

from __future__ import annotations

import os
import platform
import queue
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec
import torch

from . import observe
from .connection import Connection
from .devices import devices
from .export import written
from .failures import failure, source
from .loader.mistakes import ModelError
from .messages import (
    PROTOCOL,
    AnyCommand,
    Configure,
    Detail,
    Event,
    ExportGraph,
    Hello,
    Inspect,
    JournalEntry,
    Lines,
    Look,
    MessageError,
    MoveTo,
    NextBatch,
    Pause,
    Progress,
    Propose,
    Redo,
    Reload,
    Restore,
    Script,
    Settings,
    Shown,
    Text,
    Train,
    Undo,
    Watch,
)
from .queries import look, propose
from .reports import NOT_TRAINING, Gate, Reporter, Running
from .sentences import QT_TRANSLATE_NOOP, Sentence, words
from .session import Session
from .snapshots import Snapshots
from .training import Training

PROGRESS_SECONDS = 0.1

UNDOING = QT_TRANSLATE_NOOP("Explain", "Undoing")
REDOING = QT_TRANSLATE_NOOP("Explain", "Redoing")
RESTORING = QT_TRANSLATE_NOOP("Explain", "Restoring the session")

_LASTING = (Configure, NextBatch, MoveTo)
"""What can be done in the midst of a training run, which then goes on."""


class Worker:
    """A session behind a connection."""

    def __init__(
        self, connection: Connection, folder: Path, flush: Callable[[], None] = lambda: None
    ) -> None:
        self._connection = connection
        self._flush = flush  # sends what was printed
        self._send = connection.send
        self._snapshots = Snapshots(folder)
        self._reporter = Reporter()
        self._gate = Gate()
        self._session: Session | None = None
        self._training: Training | None = None
        self._lines = False
        self._asked: dict[int, int] = {}  # nodes to Inspect at the next report: their command

    def run(self) -> None:
        """Greet, then work for ever."""
        self._send(
            Hello(
                protocol=PROTOCOL, torch=str(torch.__version__), python=platform.python_version(),
                pid=os.getpid(), threads=torch.get_num_threads(), devices=devices(),
            )
        )  # fmt: skip
        while True:
            command = self._next()
            if command is not None:
                self._guarded(type(command).__name__, command.id, partial(self._do, command))
            if self._training is not None and (command is None or self._training.overdue()):
                self._guarded(Train.__name__, 0, self._advance)
            self._guarded("", 0, self._snapshot)

    def _next(self) -> AnyCommand | None:
        """The next command; None when the training or a snapshot is due before one comes."""
        self._connection.doing()
        inbox = self._connection.inbox
        try:
            if self._training is not None:
                wait = self._training.wait()
                return inbox.get(timeout=wait) if wait else inbox.get_nowait()
            return inbox.get(timeout=self._snapshots.wait() if self._session is not None else None)
        except queue.Empty:
            return None

    def _guarded(self, name: str, command: int, work: Callable[[], None]) -> None:
        """Run `work`; whatever it raises becomes a Failure, and the engine lives."""
        self._connection.doing(name)
        try:
            work()
            self._flush()
        except (Exception, SystemExit, KeyboardInterrupt, GeneratorExit) as error:  # noqa: BLE001
            self._failed(error, command, "")

    # --- Commands ---------------------------------------------------------------------------

    def _do(self, command: AnyCommand) -> None:
        if isinstance(command, Shown):
            self._gate.shown = max(self._gate.shown, command.seq)
            training = self._training
            if training is not None and training.drawn and training.unreported:
                self._report_training()
            return
        if isinstance(command, Restore):
            self._restore(command)
            return
        session = self._session
        if session is None:
            raise MessageError(QT_TRANSLATE_NOOP("Explain", "There is no session yet."))
        match command:
            case Train():
                self._start(session, command)
            case Pause():
                self._pause(session, command)
            case Undo() | Redo():
                self._end_training()
                step = -1 if isinstance(command, Undo) else 1
                target = min(max(session.position + step, 0), len(session.journal))
                session.seek(target, self._progress(UNDOING if step < 0 else REDOING, command.id))
                self._report(command.id)
            case Watch():
                session.machine.watched = set(command.nodes)
                self._reporter.watched = command.parameters
                self._send(self._reporter.values(session, command.id))
            case Lines():
                self._lines = session.machine.lines = command.on
                self._report(command.id)
            case Inspect():
                self._asked[command.node] = command.id
                if self._training is None or self._training.observed:
                    self._answer_inspections(session)
            case Script():
                self._send(Text(reply_to=command.id, text=session.script()))
            case Look():
                self._send(msgspec.structs.replace(look(command.target), reply_to=command.id))
            case Propose():
                proposal = propose(command.own, session.settings.seed)
                self._flush()
                self._send(msgspec.structs.replace(proposal, reply_to=command.id))
            case ExportGraph():
                self._send(Text(reply_to=command.id, text=written(session.graph, command.format)))
            case _ if isinstance(command, JournalEntry):
                self._apply(session, command)
            case _:
                refused = QT_TRANSLATE_NOOP("Explain", "The engine can't do {command}.")
                raise MessageError(refused.filled(command=type(command).__name__))

    def _apply(self, session: Session, entry: JournalEntry) -> None:
        training = self._training
        before = session.settings
        self._end_training()
        position = session.position
        try:
            session.apply(entry)
        except (Exception, SystemExit, KeyboardInterrupt, GeneratorExit) as error:  # noqa: BLE001
            logged = session.position > position
            if logged:
                self._failed(error, entry.id, "")
            else:
                self._failed(error, entry.id, source(session.settings, entry), blame=False)
            return
        now = session.settings
        anew = (before.seed, before.net, before.own) != (now.seed, now.net, now.own)
        if training is not None and not training.done and isinstance(entry, _LASTING) and not anew:
            self._training = training.again()
        self._flush()
        if isinstance(entry, Reload) and session.reloaded is not None:
            self._send(msgspec.structs.replace(session.reloaded, reply_to=entry.id))
        self._report(entry.id)

    def _restore(self, command: Restore) -> None:
        self._end_training()
        self._session = None  # the old graph goes before a new one comes
        self._reporter.forget()
        progress = self._progress(RESTORING, command.id)
        self._lines = command.lines or self._lines
        command = msgspec.structs.replace(command, lines=self._lines)
        data = _read(command.checkpoint)
        try:
            self._session = self._restored(command, data, progress)
        except Exception as error:  # noqa: BLE001
            self._failed(error, command.id, "")
            if command.journal:
                return  # the window keeps what it has; it may try again
            # A fresh start that fits nothing, on a device that does not work, or on a model of
            # the user's that can't be opened.
            settings = msgspec.structs.replace(command.settings, device="cpu")
            try:
                if settings.own is not None and isinstance(error, ModelError):
                    settings = Settings()
                self._session = Session.from_settings(settings)
            except (ValueError, ModelError):
                self._session = Session.from_settings(Settings())
        self._session.machine.lines = self._lines
        self._flush()
        self._report(command.id)

    def _restored(
        self, command: Restore, data: bytes | None, progress: Callable[[int, int], None]
    ) -> Session:
        try:
            return Session.restored(command, data, progress)
        except Exception as error:
            if data is None:
                raise
            print(f"restored without the checkpoint: {error}", file=sys.__stderr__)
        return Session.restored(command, None, progress)

    # --- Training ---------------------------------------------------------------------------

    def _start(self, session: Session, command: Train) -> None:
        if self._training is None:
            self._training = Training(
                session, self._gate, command.id, command.pace, command.iterations
            )
        else:
            self._training.continued(command.id, command.pace, command.iterations)
        self._report(command.id)

    def _pause(self, session: Session, command: Pause) -> None:
        training = self._training
        if training is not None and not training.observed:
            self._guarded(Train.__name__, command.id, partial(training.advance, observe=True))
        self._finish(command.id)

    def _advance(self) -> None:
        training = self._training
        assert training is not None
        started = time.thread_time()
        report = training.may_report(self._reporter.seq)
        training.advance(observe=report)
        if training.done:
            self._finish(training.command)
        elif report:
            self._report_training()
            training.reported(started)

    def _finish(self, command: int) -> None:
        """End the run, and answer with its last iteration."""
        training = self._training
        rate = training.report().rate if training is not None and training.unreported else 0.0
        self._end_training()
        self._report(command, Running(rate=rate))

    def _end_training(self) -> None:
        training, self._training = self._training, None
        if training is not None:
            training.end()

    # --- Answers ----------------------------------------------------------------------------

    def _report_training(self) -> None:
        assert self._training is not None
        self._report(0, self._training.report())

    def _report(
        self, reply_to: int, running: Running | None = None, failed: tuple[int, ...] = ()
    ) -> None:
        session = self._session
        if session is None:
            return
        if running is None:
            training = self._training
            running = NOT_TRAINING if training is None else Running(True, training.pace)
        for event in self._reporter.events(session, reply_to, running, failed):
            self._send(event)
        if self._training is None or self._training.observed:
            self._answer_inspections(session)

    def _answer_inspections(self, session: Session) -> None:
        asked, self._asked = self._asked, {}
        for node, command in asked.items():
            try:
                detail = observe.detail(session.machine, node)
            except IndexError as error:  # the graph has changed since the question was sent
                detail = Detail(key=0, node=node, name="", note=words(error))
            self._send(msgspec.structs.replace(detail, reply_to=command))

    def _failed(
        self, error: BaseException, command: int, statement: str, blame: bool = True
    ) -> None:
        """Say what was refused and end a run; then, as after every command, how things stand."""
        training = self._training
        if training is not None and not command:
            command = training.command
        self._flush()
        told = failure(self._session, error, statement)
        if not blame:  # nothing ran: the nodes of an earlier error are not to blame
            told = msgspec.structs.replace(told, nodes=())
        self._send(msgspec.structs.replace(told, reply_to=command))
        try:
            self._end_training()
            self._report(command, failed=told.nodes)
        except Exception as second:  # noqa: BLE001 (an accelerator can be broken for good)
            self._send(
                msgspec.structs.replace(failure(self._session, second, ""), reply_to=command)
            )

    def _progress(self, text: Sentence, command: int) -> Callable[[int, int], None]:
        last = time.monotonic()

        def tell(done: int, total: int) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last >= PROGRESS_SECONDS:
                last = now
                event: Event = Progress(reply_to=command, text=text, done=done, total=total)
                self._send(event)

        return tell

    def _snapshot(self) -> None:
        """Write a checkpoint if there is a new one and the last is old enough."""
        saved = None if self._session is None else self._snapshots.save_due(self._session)
        if saved is not None:
            self._send(saved)


def _read(path: str) -> bytes | None:
    """A checkpoint's bytes; None where there is none, which costs time and nothing else."""
    if not path:
        return None
    try:
        return Path(path).read_bytes()
    except OSError as error:
        print(f"a checkpoint can't be read: {error}", file=sys.__stderr__)
        return None
