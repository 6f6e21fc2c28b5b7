"""A model of the person's own: opened, reloaded, remembered."""

from __future__ import annotations

from .spec import QT_TRANSLATE_NOOP, Spec

OPENING = (
    Spec(
        "open_model", "file", QT_TRANSLATE_NOOP("Actions", "Open &model…"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "Opens a model of your own: from a Python file, or by an importable name. A file can "
            "also be dropped onto the window.",
        ),
        keys=("Ctrl+O",), icon="open_model", bar="opening",
        words="own file class factory load import py",
    ),
    Spec(
        "clear_recent", "recent", QT_TRANSLATE_NOOP("Actions", "&Clear the list"),
        QT_TRANSLATE_NOOP(
            "Actions", "Forgets the models that were opened, and what was chosen for them."
        ),
        needs=("recent",), words="recent models forget history",
    ),
    Spec(
        "copy_command", "edit", QT_TRANSLATE_NOOP("Actions", "Copy as co&mmand"),
        QT_TRANSLATE_NOOP(
            "Actions", "Copies the command line that opens this model with the same choices."
        ),
        icon="copy_script", needs=("own",), words="command line terminal shell clipboard",
    ),
    Spec(
        "reload_model", "run", QT_TRANSLATE_NOOP("Actions", "Reloa&d the model"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "Builds the model again from its file as it is now. The weights that still fit by "
            "name and shape are kept, and their optimizer state.",
        ),
        keys=("F5",), icon="reload", needs=("engine", "own"), words="refresh file saved again",
    ),
    Spec(
        "reload_on_save", "run", QT_TRANSLATE_NOOP("Actions", "Reload when the file is sa&ved"),
        QT_TRANSLATE_NOOP(
            "Actions", "On: saving the model's file in your editor reloads it here at once."
        ),
        checkable=True, checked=True, words="watch automatic refresh",
    ),
)  # fmt: skip
