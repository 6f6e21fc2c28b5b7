"""Optional inputs that forward says may be left out, and then can't do without."""

from __future__ import annotations

import inspect
import linecache
import re
from collections.abc import Collection

from torch import nn

from .forward import parameters_of

_WORD = re.compile(r"\b[^\W\d]\w*\b")


def missed(
    error: BaseException | None, model: nn.Module, given: Collection[str] = ()
) -> str | None:
    """The parameter of forward that was None where something else was needed.

    Looked for in what was being computed when the error was raised, from the innermost call out,
    then in the words of the error: "class_labels should be provided". A mask is the last to be
    suspected: with most layers it may be None. Targets are not, nor what is annotated as a
    dictionary: they are no tensor.

    Parameters
    ----------
    given : collection of str
        Optional parameters that were not None.
    """
    names = [
        p.name
        for p in parameters_of(model)
        if p.default is None
        and p.name not in {"target", "targets", *given}
        and "dict" not in inspect.formatannotation(p.annotation).lower()
    ]
    if error is None or error.__traceback__ is None or not names:
        return None
    calls = inspect.getinnerframes(error.__traceback__, context=0)[::-1]
    for text in (_computed, _lines):
        for call in calls:
            words: list[str] = [w for w in _WORD.findall(text(call)) if w in names]
            none = [w for w in words if call.frame.f_locals.get(w, 0) is None]
            if none:
                return min(none, key=lambda name: "mask" in name)
    said = [name for name in names if name in _WORD.findall(str(error))]
    return said[0] if said else None


def _lines(call: inspect.FrameInfo) -> str:
    """The text of the lines at which a call was."""
    at = call.positions
    if at is None or at.lineno is None:
        return ""
    return "".join(linecache.getlines(call.filename)[at.lineno - 1 : at.end_lineno])


def _computed(call: inspect.FrameInfo) -> str:
    """The text of the expression in which a call was; "" where there is none."""
    at = call.positions
    if at is None or at.col_offset is None or at.end_col_offset is None:
        return ""
    lines = _lines(call).encode().splitlines(keepends=True)
    if not lines:
        return ""
    lines[-1] = lines[-1][: at.end_col_offset]
    lines[0] = lines[0][at.col_offset :]
    return b"".join(lines).decode(errors="replace")
