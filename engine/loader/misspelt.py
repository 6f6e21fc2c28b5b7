"""A method that Python or torch would call, had it the right name."""

from __future__ import annotations

import difflib
from typing import Any

from torch import nn

from ..sentences import QT_TRANSLATE_NOOP, Sentence
from .frames import Frame, definition

_LIKE = 0.75


def misspelt(kind: type, wanted: str) -> tuple[str, Any] | None:
    """What a module class calls nearly so, where it has no method of that name; None otherwise."""
    own = [each for each in kind.__mro__ if each not in nn.Module.__mro__]
    methods = {n: v for each in reversed(own) for n, v in vars(each).items() if callable(v)}
    if wanted in methods:
        return None
    like = [n for n in methods if n.strip("_").lower() == wanted.strip("_")]
    like = like or difflib.get_close_matches(wanted, methods, 1, _LIKE)
    return (like[0], methods[like[0]]) if like else None


def advice(kind: type, wanted: str) -> tuple[tuple[Frame, ...], Sentence, Sentence] | None:
    """The line of such a method, why nothing came of it, and what to do."""
    found = misspelt(kind, wanted)
    if found is None:
        return None
    why = QT_TRANSLATE_NOOP("Explain", "It has {like}, which is not called by itself.")
    do = QT_TRANSLATE_NOOP("Explain", "If {like} was meant, correct the name.")
    return definition(found[1]), why.filled(like=found[0]), do.filled(like=wanted)
