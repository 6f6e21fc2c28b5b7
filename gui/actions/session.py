"""The session: undo and redo, the batch, a new start, the engine."""

from __future__ import annotations

from ...engine import messages
from .spec import QT_TRANSLATE_NOOP, Spec

SESSION = (
    Spec(
        "undo", "edit", QT_TRANSLATE_NOOP("Actions", "&Undo"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "Takes back the last verb, with its effect on parameters, gradients, optimizer "
            "state and random numbers.",
        ),
        keys=("Ctrl+Z",), icon="undo", bar="history", needs=("engine", "undo"), repeats=True,
        words="take back", command=lambda _: messages.Undo(),
    ),
    Spec(
        "redo", "edit", QT_TRANSLATE_NOOP("Actions", "&Redo"),
        QT_TRANSLATE_NOOP("Actions", "Does again what was taken back, with the same numbers."),
        keys=("Ctrl+Shift+Z", "Ctrl+Y"), icon="redo", bar="history", needs=("engine", "redo"),
        repeats=True, words="again", command=lambda _: messages.Redo(),
    ),
    Spec(
        "next_batch", "run", QT_TRANSLATE_NOOP("Actions", "Ne&xt batch"),
        QT_TRANSLATE_NOOP(
            "Actions", "Draws the next input and target. The weights and gradients stay."
        ),
        keys=("N",), icon="next_batch", bar="history", needs=("engine",),
        words="data input sample", command=lambda _: messages.NextBatch(),
    ),
    Spec(
        "record_lines", "run", QT_TRANSLATE_NOOP("Actions", "Record source &lines"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "On: from the next forward on, every operation knows the line of code that made it. "
            "The forward that is shown then takes about 1.3 times as long.",
        ),
        checkable=True, words="source code file where made attribution",
    ),
    Spec(
        "start_over", "run", QT_TRANSLATE_NOOP("Actions", "Start &over"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "Seeds anew and makes the same net and batch again: the session starts from its "
            "first line, with the same settings.",
        ),
        keys=("Ctrl+R",), icon="restore", needs=("engine", "session"),
        words="reset seed restart again",
    ),
    Spec(
        "tutorial", "run", QT_TRANSLATE_NOOP("Actions", "Set &up as in the tutorial"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "Net, random input of one sample, mean squared error, the hand-written update with "
            "a learning rate of 0.01, seed 0: the session starts anew.",
        ),
        icon="tutorial", needs=("engine",), words="reset settings defaults start over",
    ),
    Spec(
        "stop_engine", "run", QT_TRANSLATE_NOOP("Actions", "Stop the &engine"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "Ends the process that runs PyTorch, whatever it is doing. Everything shown is kept, "
            "and the session can be restored.",
        ),
        icon="stop", needs=("alive",), words="kill process interrupt hang",
    ),
    Spec(
        "restore", "run", QT_TRANSLATE_NOOP("Actions", "Restart the eng&ine and restore"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "Starts a new process for PyTorch and brings the session back with the same numbers.",
        ),
        icon="restore", needs=("session",), words="engine process recover",
    ),
)  # fmt: skip
