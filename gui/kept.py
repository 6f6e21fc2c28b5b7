"""What stays of a session when its engine dies: enough to bring it back."""

from __future__ import annotations

from ..engine import messages


class Kept:
    """The journal and the newest checkpoints, as the engine has told them.

    If an engine dies of being restored from a checkpoint, the next one is restored without.
    """

    def __init__(self, settings: messages.Settings) -> None:
        self._settings = settings
        self._journal: list[messages.JournalEntry] = []
        self._position = 0
        self._checkpoints: list[messages.Saved] = []
        self._tried = ""  # the checkpoint of the last restoring that has not succeeded
        self._avoided = False
        self._opened = False  # whether an engine has ever told its journal

    @property
    def empty(self) -> bool:
        """Whether nothing has been done that could be lost."""
        return not self._journal

    def take_journal(self, event: messages.Journal) -> None:
        """Keep what was done."""
        self._journal[event.start :] = event.items
        self._position = event.position
        self._settings = event.settings
        self._opened = True

    def take_checkpoint(self, event: messages.Saved) -> None:
        """Keep the names of the newest two checkpoints: the engine keeps no more files."""
        self._checkpoints = [*self._checkpoints[-1:], event]

    def restore(self) -> messages.Restore:
        """The command that makes a new engine continue here."""
        usable = [saved.path for saved in self._checkpoints if saved.position <= self._position]
        self._tried = usable[-1] if usable and not self._avoided else ""
        return messages.Restore(
            settings=self._settings,
            journal=tuple(self._journal),
            position=self._position,
            checkpoint=self._tried,
        )

    def restored(self) -> None:
        """The engine continues here."""
        self._tried = ""
        self._avoided = False

    def failed(self) -> messages.OwnModel | None:
        """The engine died while it was restored, or was ended.

        Returns
        -------
        OwnModel or None
            A model of the user's that has never been opened may run for ever, or end the process:
            the next engine starts without it.
        """
        self._avoided = bool(self._tried)
        own = self._settings.own
        if self._opened or own is None:
            return None
        self._settings = messages.Settings()
        return own
