"""The drafts of all models that were looked at, and what is remembered of those opened."""

from __future__ import annotations

from ...engine import messages
from ..preferences import Opened, Preferences
from . import target
from .draft import Draft


class Drafts:
    """One draft a target; a new one begins with the choices of the last time."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences
        self._drafts: dict[str, Draft] = {}

    def of(self, whole: str) -> Draft:
        """The draft of a target, as it was left."""
        draft = self._drafts.get(whole)
        if draft is None:
            draft = self._drafts[whole] = Draft(whole)
            kept = self._remembered(whole)
            if kept is not None:
                draft.take(kept.own, kept.chosen)
        return draft

    def anew(self, own: messages.OwnModel) -> Draft:
        """A draft filled in with a model that is or was open."""
        draft = Draft(own.target)
        draft.take(own, self.chosen(own.target))
        self._drafts[own.target] = draft
        return draft

    def chosen(self, whole: str) -> tuple[str, ...]:
        """The fields that a person filled in for a target."""
        draft, kept = self._drafts.get(whole), self._remembered(whole)
        if draft is not None:
            return tuple(sorted(draft.chosen))
        return kept.chosen if kept is not None else ()

    def last_name(self, place: str) -> str:
        """The name that was opened last of a file; "" for none."""
        targets = (target.split(kept.own.target) for kept in self._preferences.models)
        return next((name for where, name in targets if where == place), "")

    def _remembered(self, whole: str) -> Opened | None:
        return next((kept for kept in self._preferences.models if kept.own.target == whole), None)
