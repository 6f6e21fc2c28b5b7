"""What the window is told when something was refused."""

from __future__ import annotations

import gc
from typing import Literal

import msgspec
import torch

from . import observe, statements
from .explain import explain
from .loader.memory import TooLarge
from .loader.mistakes import ModelError, theirs
from .messages import Configure, Failure, JournalEntry, MoveTo, Reload, Settings
from .sentences import NOTHING, QT_TRANSLATE_NOOP, words
from .session import Session

DEVICE_FAILED = (
    QT_TRANSLATE_NOOP("Explain", "The device has failed, and refuses all work from this engine."),
    QT_TRANSLATE_NOOP("Explain", "Stop the engine, then restore the session."),
)
EXITED = (
    QT_TRANSLATE_NOOP("Explain", "The code asked Python to exit; the engine stays."),
    NOTHING,
)


def failure(session: Session | None, error: BaseException, statement: str) -> Failure:
    """A Failure in the exception's own words, with why and what to do where that is known.

    Parameters
    ----------
    statement : str
        What was refused; "" if it is the session's last statement.
    """
    known = (NOTHING, NOTHING)
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        known = explain("out of memory")
        gc.collect()
        if torch.accelerator.is_available():
            torch.accelerator.empty_cache()
    elif isinstance(error, torch.AcceleratorError):
        known = DEVICE_FAILED
    elif isinstance(error, SystemExit):
        known = EXITED
    if isinstance(error, ModelError):
        asks: Literal["", "memory"] = "memory" if isinstance(error, TooLarge) else ""
        return error.mistake.failure(statement, asks)
    text = words(error)
    why, instead = explain(str(text))
    told = Failure(
        statement=statement, kind=type(error).__name__, text=text, why=why, instead=instead
    )
    if session is not None:
        told = _placed(told, error, session)
    if known[0] and not told.file:
        told = msgspec.structs.replace(told, why=known[0], instead=known[1])
    return told


def _placed(told: Failure, error: BaseException, session: Session) -> Failure:
    """The same with the session's own: its statement, its nodes, the person's own line."""
    statement, machine = told.statement, session.machine
    if not statement:
        last = session.statements[-1]
        statement = last.code if last.failed else ""
    nodes = observe.blamed(machine, str(told.text), machine.broken)
    told = msgspec.structs.replace(told, statement=statement, nodes=nodes)
    if session.settings.own is None:
        return told
    return theirs(told, error, session.model, machine.roots_of_files)


def source(settings: Settings, entry: JournalEntry) -> str:
    """What an entry would have run that was refused before it ran."""
    if isinstance(entry, MoveTo):
        return statements.move(settings, entry.device).split("\n")[0]
    if isinstance(entry, Reload):
        return "" if settings.own is None else settings.own.target
    if isinstance(entry, Configure) and entry.own is not None:
        return entry.own.target
    if isinstance(entry, Configure):
        fields = ((name, getattr(entry, name)) for name in entry.__struct_fields__ if name != "id")
        return ", ".join(f"{name}={value!r}" for name, value in fields if value is not None)
    return ""
