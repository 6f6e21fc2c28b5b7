"""The connection to the engine as Qt signals: starts it, watches it, and brings it back.

The window learns everything from these signals. What the engine said last stays here when it
dies, so that a new engine can go on where the old one was.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec
from PySide6.QtCore import QCoreApplication, QDir, QObject, QTemporaryDir, QTimer, Signal

from ..engine import messages
from .answers import Answers
from .coalescing import Coalescing
from .engine_process import EngineProcess
from .failure_text import said
from .health import Health, Kind
from .kept import Kept
from .pace import Pace

SILENT_SECONDS = 3.0
BUSY_SECONDS = 1.0
START_SECONDS = 20.0  # until the process is connected; torch is imported after that
CHECK_MS = 500
PATIENCE_MS = 500


class EngineLink(QObject):
    """The engine, as far as the window knows it.

    State, Flow and Values of the same display frame are emitted once, the last of each; every
    other event is emitted. All arrive in the order in which the engine sent them.

    Attributes
    ----------
    last_state : messages.State or None
        The newest State emitted; it outlives its engine.
    """

    hello = Signal(object)
    state = Signal(object)
    graph = Signal(object)
    storages = Signal(object)
    graph_gone = Signal()
    flow = Signal(object)
    values = Signal(object)
    curve = Signal(object)
    statements = Signal(object)
    journal = Signal(object)
    detail = Signal(object)
    failure = Signal(object)
    progress = Signal(object)
    text = Signal(object, str)  # int reply_to, the text
    candidates = Signal(object)
    proposal = Signal(object)
    reloaded = Signal(object)
    sources = Signal(object)
    printed = Signal(object)
    given_up = Signal(object)  # the OwnModel that the next engine starts without
    health = Signal(object)
    answered = Signal(int)  # the command of this id is done, and all its answers were emitted

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder: QTemporaryDir | None = None
        self._engine: EngineProcess | None = None
        self._hello: messages.Hello | None = None
        self._health = Health("stopped")
        self._ids = 0
        self._waiting: list[messages.Command] = []
        self._watch: messages.Watch | None = None
        self._lines: messages.Lines | None = None
        self._restore_id = 0  # the Restore that is not yet answered
        self._ended_for = ""  # a reason of our own for the death that follows
        self._was_connected = False
        self._started = self._heard = self._checked = time.monotonic()
        self._frame = Coalescing(self)
        self._frame.handed_on.connect(self._hand_on)
        self._frame.emptied.connect(self._tell_answered)
        self._forget(messages.Settings())
        self._check_timer = QTimer(self, interval=CHECK_MS)
        self._check_timer.timeout.connect(self._check)
        self._pace = Pace(self)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.close)
        self._emit: dict[type[messages.Event], Callable[[Any], object]] = {
            messages.State: self._emit_state,
            messages.GraphFound: self.graph.emit,
            messages.Storages: self.storages.emit,
            messages.GraphGone: lambda _event: self.graph_gone.emit(),
            messages.Flow: self.flow.emit,
            messages.Values: self.values.emit,
            messages.Curve: self.curve.emit,
            messages.Statements: self.statements.emit,
            messages.Journal: self.journal.emit,
            messages.Detail: self.detail.emit,
            messages.Failure: self.failure.emit,
            messages.Progress: self.progress.emit,
            messages.Text: lambda event: self.text.emit(event.reply_to, event.text),
            messages.Candidates: self.candidates.emit,
            messages.Proposal: self.proposal.emit,
            messages.Reloaded: self.reloaded.emit,
            messages.Sources: self.sources.emit,
            messages.Printed: self.printed.emit,
        }

    def _forget(self, settings: messages.Settings) -> None:
        self.last_state: messages.State | None = None
        self._kept = Kept(settings)
        self._frame.clear()
        self._answers = Answers()

    # --- For the window ---------------------------------------------------------------------

    @property
    def current_health(self) -> Health:
        """The last Health emitted."""
        return self._health

    @property
    def engine_hello(self) -> messages.Hello | None:
        """What the running engine said of itself; None until it has."""
        return self._hello

    @property
    def pid(self) -> int:
        """The engine's process number; 0 if none runs."""
        return 0 if self._engine is None else self._engine.pid

    @property
    def restorable(self) -> bool:
        """Whether there is a session that `restore` can bring back."""
        return self.last_state is not None

    def start(self, settings: messages.Settings) -> None:
        """Start an engine with a new session."""
        self._drop_engine()
        self._forget(settings)
        self._waiting.clear()
        self._launch("starting")

    def send(self, command: messages.Command) -> int:
        """Send a command, or keep it until the engine is up.

        Returns
        -------
        int
            The id that its answers name as `reply_to`; 0 if there is no engine to do it.
        """
        self._ids += 1
        numbered = msgspec.structs.replace(command, id=self._ids)
        if isinstance(numbered, messages.Watch):
            self._watch = numbered  # for the next engine too
        if isinstance(numbered, messages.Lines):
            self._lines = numbered
        if self._engine is None:
            return 0
        self._answers.sent(numbered)
        if self._hello is None:
            self._waiting.append(numbered)
        else:
            self._engine.send(numbered)
        return self._ids

    def restore(self) -> None:
        """Kill what is left of the engine, and start one that goes on where the last one was."""
        if self._restore_id and self._engine is not None:
            self._give_up()
        self._drop_engine()
        self._waiting.clear()
        self._launch("restoring" if self.restorable else "starting")

    def interrupt(self) -> None:
        """Kill the engine, however busy: "dead" follows, and the session can be restored."""
        if self._engine is not None:
            self._ended_for = self.tr("It was stopped on request.")
            self._engine.kill()

    def stop(self) -> None:
        """End the engine; the last session can be restored."""
        self._drop_engine()
        self._set_health(Health("stopped"))

    def close(self) -> None:
        """End the engine and remove everything it left; safe to call twice."""
        self.stop()
        if self._folder is not None:
            self._folder.remove()
            self._folder = None

    # --- The process ------------------------------------------------------------------------

    def _launch(self, kind: Kind) -> None:
        if self._folder is None:
            self._folder = QTemporaryDir(QDir.temp().filePath("gradwalk-XXXXXX"))
        self._engine = EngineProcess(self._folder.path(), self)
        self._engine.connected.connect(self._connected)
        self._engine.arrived.connect(self._arrived)
        self._engine.ended.connect(self._ended)
        self._hello = None
        self._ended_for = ""
        self._restore_id = 0
        self._was_connected = False
        self._started = self._heard = self._checked = time.monotonic()
        self._set_health(Health(kind))
        self._check_timer.start()
        self._engine.start()

    def _drop_engine(self) -> None:
        self._check_timer.stop()
        engine, self._engine = self._engine, None
        self._hello = None
        if engine is not None:
            engine.close(PATIENCE_MS if self._health.kind == "ready" else 0)
            self._frame.flush()
            engine.deleteLater()

    def _connected(self) -> None:
        self._heard = time.monotonic()
        self._was_connected = True

    def _greeted(self, hello: messages.Hello) -> None:
        """The engine is up: give it its session, then what was clicked meanwhile."""
        assert self._engine is not None
        if hello.protocol != messages.PROTOCOL:
            self._ended_for = self.tr("It speaks another version of the protocol.")
            self._engine.kill()
            return
        self._hello = hello
        lines = self._lines is not None and self._lines.on
        self._restore_id = self.send(msgspec.structs.replace(self._kept.restore(), lines=lines))
        for lasting in (self._watch, self._lines):
            if lasting is not None:
                self.send(lasting)
        for command in self._waiting:
            if not isinstance(command, messages.Watch | messages.Lines):
                self._engine.send(command)
        self._waiting.clear()
        self.hello.emit(hello)

    def _ended(self, reason: str) -> None:
        self._frame.flush()
        engine, self._engine = self._engine, None
        self._hello = None
        self._check_timer.stop()
        words: tuple[str, ...] = ()
        if engine is not None:
            words = tuple(engine.last_words)
            engine.deleteLater()
        if self._restore_id:
            self._give_up()
        if self._restore_id and self.restorable:
            reason = self.tr("It died while the session was being restored. {0}").format(reason)
        reason = self._ended_for or reason
        command = self._health.command
        self._set_health(Health("dead", reason=reason, command=command, last_words=words))

    def _give_up(self) -> None:
        """Restoring has not come to its end: the next time it is done another way."""
        own = self._kept.failed()
        if own is not None:
            self.given_up.emit(own)

    # --- Events -----------------------------------------------------------------------------

    def _arrived(self, event: messages.Event) -> None:
        self._heard = time.monotonic()
        if isinstance(event, messages.Heartbeat):
            self._beat(event)
            return
        if isinstance(event, messages.Hello):
            self._greeted(event)
            return
        if isinstance(event, messages.Saved):
            self._kept.take_checkpoint(event)
            return
        if isinstance(event, messages.Journal):
            self._kept.take_journal(event)
        if self._health.kind == "silent":
            self._set_health(Health("ready") if not self._restore_id else self._coming_up(""))
        if isinstance(event, messages.Failure) and event.reply_to == self._restore_id:
            self._not_restored(event)
        self._answers.take(event)
        self._frame.put(event)

    def _not_restored(self, failure: messages.Failure) -> None:
        """The engine has no session: what is kept waits for another try."""
        if not self._kept.empty and self._engine is not None:
            self._ended_for = said(failure)
            self._engine.kill()

    def _hand_on(self, event: messages.Event) -> None:
        self._emit[type(event)](event)

    def _tell_answered(self) -> None:
        answers = self._answers.take_done()
        if self._restore_id in answers:
            self._restore_id = 0
            self._kept.restored()
            self._set_health(Health("ready"))
        elif answers and self._health.kind == "busy":
            self._set_health(Health("ready"))  # the next beat would say it half a second late
        for command in sorted(answers):
            self.answered.emit(command)

    def _emit_state(self, state: messages.State) -> None:
        self.last_state = state
        self.state.emit(state)
        threads = 1 if self._hello is None else self._hello.threads
        flat_out = state.training and not state.pace
        self._pace.after_painting(flat_out, threads, partial(self._shown, self._engine, state.seq))

    def _shown(self, engine: EngineProcess | None, seq: int) -> None:
        if engine is not None and engine is self._engine:
            engine.send(messages.Shown(seq=seq))

    # --- Health -----------------------------------------------------------------------------

    def _beat(self, beat: messages.Heartbeat) -> None:
        if self._restore_id or self._hello is None:
            self._set_health(self._coming_up(beat.busy))
        elif beat.busy and beat.seconds > BUSY_SECONDS:
            self._set_health(Health("busy", beat.seconds, command=beat.busy))
        else:
            self._set_health(Health("ready"))

    def _coming_up(self, command: str) -> Health:
        kind: Kind = "restoring" if self.restorable else "starting"
        return Health(kind, time.monotonic() - self._started, command=command)

    def _check(self) -> None:
        """Twice a second: has the engine given a sign of life?"""
        now = time.monotonic()
        if now - self._checked > 3 * CHECK_MS / 1000:
            self._heard = now  # it was this process that slept
        self._checked = now
        limit = SILENT_SECONDS if self._was_connected else START_SECONDS
        if now - self._heard > limit:
            command = self._health.command
            self._set_health(Health("silent", now - self._heard, command=command))

    def _set_health(self, health: Health) -> None:
        if health != self._health:
            self._health = health
            self.health.emit(health)
