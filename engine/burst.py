"""A burst: several training iterations as one compiled loop, and where it ended if it failed."""

from __future__ import annotations

import linecache
import traceback
from functools import cache
from textwrap import indent
from types import CodeType
from typing import Any

from .statements import Iteration

_HEAD = 2
"""Lines of the loop before the forward: its `for`, and zero_grad."""


@cache
def compiled(text: str) -> CodeType:
    """The code of a statement's text; the same object for the same text.

    Its first line stands for a file name, and linecache has the rest.
    """
    name = f"<{text.split(chr(10), 1)[0]}>"
    linecache.cache[name] = len(text), None, text.splitlines(keepends=True), name
    return compile(text, name, "exec")


def failed_line(error: BaseException, code: CodeType) -> int:
    """The line of `code` that an exception passed through, from 1 on; 0 if it did not."""
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code is code:
            return line
    return 0


class Burst:
    """So many iterations, at the cost that they have in a script.

    Attributes
    ----------
    whole : int
        Iterations that ran to their end.
    failed_at : int or None
        The line in the forward's text, from 1 on, where the next iteration failed: 0 or less is
        before the forward, more than it has lines is after it. None if none failed.
    backwards : int
        Backwards that ran, those of the failed iteration included.
    """

    def __init__(self, iteration: Iteration, count: int) -> None:
        self._iteration = iteration
        self._count = count
        self.whole = 0
        self.failed_at: int | None = None

    def run(self, names: dict[str, Any]) -> None:
        """Run in a namespace; what an iteration raises passes through."""
        code = compiled(f"for _done in range(_count):\n{indent(str(self._iteration), '    ')}")
        names["_count"] = self._count
        try:
            exec(code, names)
        except BaseException as raised:
            self.whole = names["_done"]
            self.failed_at = failed_line(raised, code) - _HEAD
            raise
        self.whole = self._count

    @property
    def backwards(self) -> int:
        """Backwards that ran to their end."""
        losses = len(self._iteration.backwards)
        behind = 0 if self.failed_at is None else self.failed_at - self._iteration.lines - 1
        return self.whole * losses + min(max(behind, 0), losses)
