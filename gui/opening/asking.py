"""Questions about a model to the engine: one at a time, the newest first, and a way to stop."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ...engine import messages
from ..health import Health
from ..link import EngineLink

Question = messages.Look | messages.Propose | messages.Configure


class Asking(QObject):
    """Sends a question when the one before is answered; a newer one takes a waiting one's place.

    Attributes
    ----------
    running : Look, Propose, Configure or None
        The question that is not yet answered.

    Notes
    -----
    The engine runs the person's code for a question and can hang or die of it. Then it is
    replaced by one that goes on with the session from before, and `died(reason)` or `stopped()`
    is emitted when it has.
    """

    candidates = Signal(object)
    proposal = Signal(object)
    failed = Signal(object)  # the Failure
    opened = Signal()
    stopped = Signal()
    died = Signal(str)
    changed = Signal()  # `running` or `recovering`

    def __init__(self, link: EngineLink, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self.running: Question | None = None
        self._waiting: Question | None = None
        self._id = 0
        self._mine: set[int] = set()
        self._reason: str | None = None  # while the engine comes back: why it had gone
        self._silent = False  # nobody needs to know that it comes back
        link.candidates.connect(self._candidates)
        link.proposal.connect(self._proposal)
        link.failure.connect(self._failure)
        link.answered.connect(self._answered)
        link.health.connect(self._health)

    @property
    def recovering(self) -> bool:
        """Whether the session from before is being brought back."""
        return self._reason is not None

    @property
    def words(self) -> str:
        """What the engine is doing for this, in words; "" for nothing."""
        if self.recovering:
            return self.tr("Bringing the session back…")
        match self.running:
            case messages.Look():
                return self.tr("Reading the file…")
            case messages.Propose():
                return self.tr("Running the model once, to see what fits…")
            case messages.Configure():
                return self.tr("Opening the model…")
        return ""

    def ask(self, question: Question) -> None:
        """Ask as soon as the question under way is answered."""
        self._waiting = question
        self._go()

    def forget(self) -> None:
        """Ask nothing more; what runs is heard to its end."""
        self._waiting = None

    def owns(self, failure: messages.Failure) -> bool:
        """Whether a failure answers one of these questions."""
        return failure.reply_to in self._mine

    def stop(self) -> None:
        """End the engine with the question that it is at, and bring the session back."""
        if self.running is None:
            return
        self._waiting = None
        self._recover("")

    # --- what the engine says ---------------------------------------------------------------

    def _go(self) -> None:
        if self.running is not None or self._waiting is None or self.recovering:
            return
        question, self._waiting = self._waiting, None
        number = self._link.send(question)
        if not number:  # there is no engine: one is started, and asked
            self._waiting = question
            self._recover(None)
            return
        self.running, self._id = question, number
        self._mine.add(number)
        self.changed.emit()

    def _done(self) -> None:
        self.running, self._id = None, 0
        self.changed.emit()

    def _candidates(self, event: messages.Candidates) -> None:
        if event.reply_to == self._id:
            self._done()
            self.candidates.emit(event)
            self._go()

    def _proposal(self, event: messages.Proposal) -> None:
        if event.reply_to == self._id:
            self._done()
            self.proposal.emit(event)
            self._go()

    def _failure(self, failure: messages.Failure) -> None:
        if failure.reply_to == self._id and self.running is not None:
            self._done()
            self.failed.emit(failure)
            self._go()

    def _answered(self, command: int) -> None:
        if command == self._id and isinstance(self.running, messages.Configure):
            self._done()
            self.opened.emit()
            self._go()

    def _health(self, health: Health) -> None:
        if health.kind == "dead" and self.running is not None:
            self._waiting = None
            self._recover(health.reason)
        elif health.kind == "dead" and self.recovering:
            self._recovered(health.reason)
        elif health.kind == "ready" and self.recovering:
            self._recovered(self._reason or "")

    def _recover(self, reason: str | None) -> None:
        self._reason = reason or ""
        self._silent = reason is None
        self.running, self._id = None, 0
        self.changed.emit()
        self._link.restore()

    def _recovered(self, reason: str) -> None:
        self._reason = None
        self.changed.emit()
        if self._silent:
            self._go()
        elif reason:
            self.died.emit(reason)
        else:
            self.stopped.emit()
