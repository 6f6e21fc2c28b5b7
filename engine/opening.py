"""Models of the user's in settings and journal entries: made ready before anything changes."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from . import statements
from .loader.prepare import prepared
from .loader.prepared import REVISIONS, Prepared
from .messages import OWN, Configure, JournalEntry, OwnModel, Reload, Settings
from .sentences import QT_TRANSLATE_NOOP

T = TypeVar("T", bound=JournalEntry)


def ready(own: OwnModel, seed: int, again: bool = False) -> OwnModel:
    """The model with all choices filled in, and the revision of its sources.

    Parameters
    ----------
    again : bool
        Whether the sources of its revision are to be run, where they are known, and not what the
        files say now.

    Raises
    ------
    ModelError
        For every mistake in the user's code or in the choices.
    """
    if again:
        known = REVISIONS.find(own.revision)
        if known is not None:
            return known.own
    plain = msgspec.structs.replace(own, revision="")
    made: Prepared = prepared(plain, seed)
    return REVISIONS.add(made).own


def first(settings: Settings) -> Settings:
    """Settings to start with, their model made ready."""
    if settings.own is None:
        return settings
    own = ready(settings.own, settings.seed, again=True)
    started = bool(settings.own.revision)  # an engine before this one has filled them in
    changes = {} if started else statements.own_optimizer(settings, own)
    return msgspec.structs.replace(
        settings, **{"net": OWN, "data": OWN, "loss": OWN, "own": own, **changes}
    )


def entry(given: T, settings: Settings, again: bool = False) -> T:
    """A journal entry as it is run and kept.

    Parameters
    ----------
    settings : Settings
        Those before it.
    again : bool
        Whether it was run before: then old sources are wanted.
    """
    if isinstance(given, Configure) and given.own is not None:
        seed = settings.seed if given.seed is None else given.seed
        own = ready(given.own, seed, again)
        return msgspec.structs.replace(given, net=OWN, own=own)
    if isinstance(given, Reload):
        if settings.own is None:
            raise ValueError(
                QT_TRANSLATE_NOOP(
                    "Explain", "Only a model that was opened from a file can be loaded again."
                )
            )
        wanted = msgspec.structs.replace(settings.own, revision=given.revision)
        own = ready(wanted, settings.seed, again)
        return msgspec.structs.replace(given, revision=own.revision)
    return given
