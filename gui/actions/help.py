"""The palette, the keys, and what this is."""

from __future__ import annotations

from .spec import QT_TRANSLATE_NOOP, Spec

HELP = (
    Spec(
        "commands", "help", QT_TRANSLATE_NOOP("Actions", "&Command palette"),
        QT_TRANSLATE_NOOP("Actions", "Finds every action by a few letters of its name."),
        keys=("Ctrl+P",), icon="commands", bar="view", words="search actions",
    ),
    Spec(
        "shortcuts", "help", QT_TRANSLATE_NOOP("Actions", "&Keyboard shortcuts"),
        QT_TRANSLATE_NOOP("Actions", "Lists every key and what it does."),
        keys=("F1",), icon="keyboard", words="keys help",
    ),
    Spec(
        "about", "help", QT_TRANSLATE_NOOP("Actions", "&About gradwalk"),
        QT_TRANSLATE_NOOP("Actions", "Versions, licence and where things come from."),
        icon="about", words="version license torch",
    ),
)  # fmt: skip
