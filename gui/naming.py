"""Actions that are called something else now: Train or Pause, what Undo takes back."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ..engine import messages
from .action_set import Actions, plain, tooltip
from .failure_text import explained


def name_train(actions: Actions, training: bool) -> None:
    """Name the action by what pressing it does now."""
    if training:
        actions.rename("train", QCoreApplication.translate("Conductor", "&Pause"), "pause")
    else:
        actions.rename("train", QCoreApplication.translate("Conductor", "&Train"), "train")


def name_history(actions: Actions, state: messages.State | None) -> None:
    """Name Undo and Redo by what they take back or do again."""
    for name, label in (
        ("undo", state.undo if state is not None else ""),
        ("redo", state.redo if state is not None else ""),
    ):
        action = actions[name]
        base = plain(action.iconText())
        what = explained(messages.Sentence(label))
        text = (
            QCoreApplication.translate("Conductor", "{0}: {1}").format(base, what) if what else base
        )
        if action.text() != text:
            action.setText(text)
            action.setIconText(base)
            action.setToolTip(tooltip(action))
