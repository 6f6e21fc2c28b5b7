"""The way from a file's name to an open model: what the dialog asks, and when."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from ...engine import messages
from .. import arguments
from ..link import EngineLink
from ..preferences import Opened, Preferences
from ..theme import Theme
from ..window import MainWindow
from . import target
from .asking import Asking
from .dialog import OpenDialog
from .draft import Draft
from .drafts import Drafts
from .menus import size_text
from .watcher import FileWatcher

LOOK_MS = 300  # after the last key in the file's field
PROPOSE_MS = 500  # after the last key in another one


class OpenFlow(QObject):
    """One dialog, kept with all that was typed in it, and its questions to the engine.

    `opened(OwnModel)` is emitted when the session is of the new model, `copied(str)` with the
    command line that opens what is filled in.
    """

    opened = Signal(object)
    copied = Signal(str)

    def __init__(
        self, window: MainWindow, link: EngineLink, theme: Theme, preferences: Preferences
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._link = link
        self.drafts = Drafts(preferences)
        self._dialog: OpenDialog | None = None
        self._place = ""
        self._name = ""  # that is wanted of the place; "" for the likeliest
        self._draft: Draft | None = None
        self._eager = False  # open as soon as it is known what
        self._opening = False  # a person has asked for the model itself
        self._asked: messages.OwnModel | None = None
        self.asking = Asking(link, self)
        self._look_timer = QTimer(self, singleShot=True, interval=LOOK_MS)
        self._look_timer.timeout.connect(self._look)
        self._propose_timer = QTimer(self, singleShot=True, interval=PROPOSE_MS)
        self._propose_timer.timeout.connect(self._propose)
        self._watcher = FileWatcher(self)
        self._watcher.saved.connect(self._look_again)
        asking = self.asking
        asking.candidates.connect(self._show_candidates)
        asking.proposal.connect(self._show_proposal)
        asking.failed.connect(self._show_failure)
        asking.opened.connect(self._finish)
        asking.stopped.connect(self._say_stopped)
        asking.died.connect(self._say_died)
        asking.changed.connect(self._show_busy)

    # --- from outside -----------------------------------------------------------------------

    def open(self) -> None:
        """Show the dialog as it was left."""
        dialog = self.dialog
        dialog.open()
        dialog.target.selectAll()
        dialog.target.setFocus()
        self._look_again()

    def open_target(self, text: str) -> None:
        """Show the dialog on a file, or a file and a name in it."""
        self._drop_complaint()
        self.dialog.name_target(text)
        self.dialog.open()
        self.dialog.list.setFocus()

    def change(self, own: messages.OwnModel) -> None:
        """Show the dialog filled in with a model that is open."""
        self.drafts.anew(own)
        self._place = ""  # look again: the file may have changed
        self.open_target(own.target)

    def open_again(self, kept: Opened) -> None:
        """Open a model with the choices of the last time; the dialog comes if that fails."""
        draft = self.drafts.anew(kept.own)
        draft.current = True  # as it was proposed the last time
        dialog = self.dialog
        self._place, self._name = target.split(kept.own.target)
        dialog.target.setText(kept.own.target)
        dialog.list.show_candidates(())
        dialog.form.show_candidates(())
        self._take(draft)
        self._open()

    @property
    def dialog(self) -> OpenDialog:
        """The dialog; made when it is first needed."""
        if self._dialog is None:
            dialog = self._dialog = OpenDialog(self._theme, self._window)
            dialog.named.connect(self._named)
            dialog.list.chosen.connect(self._choose)
            dialog.form.edited.connect(self._edited)
            dialog.wanted.connect(self._want)
            dialog.copied.connect(self._copy)
            dialog.rejected.connect(self._cancel)
            dialog.busy.stop.connect(self.asking.stop)
            dialog.complaint.anyway.connect(lambda: self._open(anyway=True))
            self._show_busy()
        return self._dialog

    @property
    def draft(self) -> Draft | None:
        """What is filled in now."""
        return self._draft

    # --- what a person does -----------------------------------------------------------------

    def _named(self, text: str) -> None:
        self._eager = False
        place, self._name = target.split(text)
        place = target.whole(place) if place else ""
        if place == self._place and self._draft is not None:
            self._choose(self._name or self.dialog.list.name)
            return
        self._place = place
        self._watcher.watch(filter(None, [target.file_of(place)]))
        self._draft = None
        self.asking.forget()
        self._drop_complaint()
        self.dialog.list.show_candidates(())
        self.dialog.form.show_candidates(())
        self.dialog.form.show_candidate(None)
        self.dialog.figures.clear()
        self._show_busy()
        self._look_timer.start()

    def _choose(self, name: str) -> None:
        """Another candidate: what was typed for it before comes back."""
        self.dialog.list.choose(name)
        whole = target.joined(self._place, name)
        self._take(self.drafts.of(whole))
        self._propose()

    def _edited(self, field: str, value: str) -> None:
        if self._draft is not None and self._draft.choose(field, value):
            self._propose_timer.start()

    def _want(self) -> None:
        """Open, or go to what keeps from it."""
        wrong = self.dialog.form.complaint
        if wrong is not None:
            wrong.setFocus()
        elif self._draft is not None:
            self._open()
        elif self._place:
            self._eager = True
            self._look()

    def _copy(self) -> None:
        state, draft = self._link.last_state, self._draft
        wrong = self.dialog.form.complaint
        if wrong is not None:
            wrong.setFocus()
        elif state is not None and draft is not None:
            self.copied.emit(arguments.command(draft.settings(state.settings)))

    def _cancel(self) -> None:
        """Nobody waits for an answer any more."""
        self._look_timer.stop()
        self._propose_timer.stop()
        self._eager = self._opening = False
        self.asking.forget()
        running = self.asking.running
        if isinstance(running, messages.Configure) or self.dialog.busy.isVisibleTo(self.dialog):
            self.asking.stop()

    # --- what it asks -----------------------------------------------------------------------

    def _look(self) -> None:
        self._look_timer.stop()
        place = self._place
        if not place:
            return
        if target.is_file(place) and not target.exists(place):
            self._eager = False
            self.dialog.complaint.say(self.tr("There is no Python file {0}.").format(place))
            return
        self.asking.ask(messages.Look(target.joined(place, self._name)))

    def _look_again(self) -> None:
        """The file may have changed: what is chosen of it stays."""
        if self._place and self.dialog.isVisible() and not self._opening:
            self._name = self.dialog.list.name or self._name
            self._look()

    def _propose(self) -> None:
        self._propose_timer.stop()
        draft = self._draft
        if draft is not None and self.dialog.form.complaint is None:
            self._asked = draft.asked()
            self.asking.ask(messages.Propose(self._asked))

    def _open(self, anyway: bool = False) -> None:
        draft = self._draft
        if draft is not None:
            self._propose_timer.stop()
            self._drop_complaint()
            self._opening = True
            own = draft.own(anyway)
            self.asking.ask(messages.Configure(net=messages.OWN, own=own))

    def _take(self, draft: Draft) -> None:
        form = self.dialog.form
        self._draft = draft
        self._drop_complaint()
        self.dialog.figures.clear()
        form.show_candidate(self.dialog.list.row)
        form.show_proposal(None)
        form.show_draft(draft)
        self._show_busy()

    # --- what the engine says ---------------------------------------------------------------

    def _show_candidates(self, event: messages.Candidates) -> None:
        if target.split(event.target)[0] not in (self._place, ""):
            return  # of a file that is no longer in the field
        dialog = self.dialog
        dialog.list.show_candidates(event.items)
        dialog.form.show_candidates(event.items)
        name = self._name or self.drafts.last_name(self._place)
        if not dialog.list.choose(name) and not self._name:
            dialog.list.choose("")
        name = self._name or dialog.list.name
        if not name:
            self._eager = False
            dialog.complaint.say(
                self.tr("There is no nn.Module here, and no function that makes one.")
            )
            return
        self._choose(name)
        if self._eager:
            self._eager = False
            self._open()

    def _show_proposal(self, proposal: messages.Proposal) -> None:
        draft, asked = self._draft, self._asked
        if draft is None or asked is None or asked.target != draft.target:
            return
        draft.fill(proposal.own)
        draft.current = asked == draft.asked()
        dialog = self.dialog
        dialog.form.show_proposal(proposal)
        dialog.form.show_draft(draft)
        dialog.figures.setText(size_text(proposal))
        if proposal.failure is not None:
            dialog.complaint.show_failure(proposal.failure)
        else:
            self._drop_complaint()

    def _show_failure(self, failure: messages.Failure) -> None:
        self._eager = False
        self.dialog.complaint.show_failure(failure)
        if self._opening:  # a person waits for the model
            self._opening = False
            self.dialog.open()

    def _finish(self) -> None:
        draft, state = self._draft, self._link.last_state
        if draft is None or state is None or state.settings.own is None:
            return
        draft.current = True
        self._opening = False
        self.dialog.accept()
        self.opened.emit(state.settings.own)

    def _say_stopped(self) -> None:
        self.dialog.complaint.say(self.tr("Stopped. The session from before is back."))

    def _say_died(self, reason: str) -> None:
        self.dialog.complaint.say(
            self.tr("The engine died of it. {0} The session from before is back.").format(reason)
        )
        self.dialog.open()

    def _show_busy(self) -> None:
        if self._dialog is None:
            return
        asking, dialog = self.asking, self._dialog
        dialog.busy.show_busy(asking.words, stoppable=not asking.recovering)
        opening = isinstance(asking.running, messages.Configure) or asking.recovering
        dialog.opens.setEnabled(bool(self._place) and not opening)
        dialog.command.setEnabled(self._draft is not None)

    def _drop_complaint(self) -> None:
        if self._dialog is not None:
            self._dialog.complaint.clear()
