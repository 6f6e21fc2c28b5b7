"""The name that was meant, where one is there that is nearly the same; as Python suggests it."""

from __future__ import annotations

import builtins
import difflib

from ..sentences import QT_TRANSLATE_NOOP, Sentence

_LIKE = 0.75


def meant(error: BaseException) -> tuple[Sentence, Sentence] | None:
    """(why, instead) for a name that is not there; None where nothing is like it."""
    name = getattr(error, "name", None)
    if not name or not isinstance(error, AttributeError | NameError):
        return None
    if isinstance(error, AttributeError):
        known = dir(error.obj)
        where = getattr(error.obj, "__name__", "") or type(error.obj).__name__
        said = QT_TRANSLATE_NOOP("Explain", "{place} has nothing called {name}, but {like}.")
    else:
        known, where = _names(error), ""
        said = QT_TRANSLATE_NOOP("Explain", "Nothing is called {name} here, but {like}.")
    others = [each for each in known if each != name]
    like = [each for each in others if each.lower() == str(name).lower()]
    like = like or difflib.get_close_matches(str(name), others, 1, _LIKE)
    if not like:
        return None
    do = QT_TRANSLATE_NOOP("Explain", "If {like} was meant, correct the name.")
    return said.filled(place=where, name=name, like=like[0]), do.filled(like=like[0])


def _names(error: BaseException) -> list[str]:
    """What has a name in the line that was running."""
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    if traceback is None:
        return []
    frame = traceback.tb_frame
    return [*frame.f_locals, *frame.f_globals, *dir(builtins)]
