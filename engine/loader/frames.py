"""Lines of the user's: those of a traceback, and where something is defined, with carets.

Source: https://docs.python.org/3/library/traceback.html#traceback.FrameSummary
"""

from __future__ import annotations

import inspect
import linecache
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, TracebackType
from typing import Any

from .own import is_own


@dataclass(frozen=True)
class Frame:
    """One line of the user's that was running."""

    file: str
    line: int
    function: str
    source: str = ""
    caret: str = ""


def users_frames(
    traceback: TracebackType | None, root: Path | None = None, limit: int = 100
) -> tuple[Frame, ...]:
    """The lines of the user's in a traceback; of a deep recursion the first and the last ones."""
    found: list[Frame] = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if is_own(code.co_filename, root):
            place = _position(code, traceback.tb_lasti)
            found.append(_frame(code.co_filename, traceback.tb_lineno, code.co_name, place))
        traceback = traceback.tb_next
    return tuple(found if len(found) <= limit else found[: limit // 2] + found[-limit // 2 :])


def recurring(frames: tuple[Frame, ...]) -> tuple[Frame, ...]:
    """The lines up to the one that is there most often: where a function calls itself."""
    often = Counter((each.file, each.line) for each in frames).most_common(1)
    if not often or often[0][1] < 2:
        return frames
    calls = [i for i, each in enumerate(frames) if (each.file, each.line) == often[0][0]]
    return frames[: calls[-1] + 1]


def definition(called: Any, root: Path | None = None) -> tuple[Frame, ...]:
    """The line where something of the user's is defined; none for what has no Python code."""
    function = vars(called).get("__init__") if isinstance(called, type) else called
    function = inspect.unwrap(function) if callable(function) else function
    code = getattr(getattr(function, "__func__", function), "__code__", None)
    if code is None and isinstance(called, type):
        return _of_class(called, root)
    if code is None or not is_own(code.co_filename, root):
        return ()
    line = code.co_firstlineno
    while line and linecache.getline(code.co_filename, line).lstrip().startswith("@"):
        line += 1
    return (_frame(code.co_filename, line, code.co_name, None),)


def _of_class(kind: type, root: Path | None) -> tuple[Frame, ...]:
    """The line where a class begins that has no __init__ of its own."""
    try:
        file, (_, line) = inspect.getsourcefile(kind), inspect.findsource(kind)
    except (OSError, TypeError):
        return ()
    if file is None or not is_own(file, root):
        return ()
    return (_frame(file, line + 1, kind.__name__, None),)


def of_syntax(error: SyntaxError) -> dict[str, Any]:
    """Where a file does not parse, as fields of a Mistake."""
    line = (error.text or "").rstrip("\n")
    number = error.lineno or 0
    whole = linecache.getline(str(error.filename), number).rstrip("\n") if number else ""
    part = bool(whole.strip()) and bool(line.strip()) and line.strip() != whole.strip()
    line = whole if part or not line else line  # of an f-string older Pythons tell only a part
    caret = ""
    if error.offset is not None and line and not part:
        # As traceback does: Python's own columns may lie in the indentation or behind the end.
        begin = min(max(error.offset - 1, len(line) - len(line.lstrip())), len(line))
        end = begin + 1
        same_line = error.end_lineno in (None, error.lineno)
        if same_line and error.end_offset and error.end_offset > error.offset:
            end = error.end_offset - 1
        elif not same_line:
            end = max(len(line), end)
        caret = _caret(line, begin, end)
    return {"file": str(error.filename), "line": number, "source": line, "caret": caret}


def _position(code: CodeType, instruction: int) -> tuple[int | None, ...] | None:
    """(line, last line, first column, last column) of an instruction; columns are UTF-8 bytes."""
    for index, place in enumerate(code.co_positions()):
        if index == instruction // 2:
            return place
    return None


def _frame(file: str, line: int, function: str, place: tuple[int | None, ...] | None) -> Frame:
    source = linecache.getline(file, line).rstrip("\n")
    caret = ""
    if place is not None and source and place[2] is not None and place[3] is not None:
        begin = _characters(source, place[2])
        end = _characters(source, place[3]) if place[1] == line else len(source)
        if place[0] == line and end > begin:
            caret = _caret(source, begin, end)
    return Frame(file, line, function, source, caret)


def _characters(source: str, column: int) -> int:
    return len(source.encode()[:column].decode(errors="replace"))


def _caret(source: str, begin: int, end: int) -> str:
    """Carets below columns `begin` to `end`, with the line's own tabs before them."""
    before = "".join("\t" if c == "\t" else " " for c in source[:begin].ljust(begin))
    return before + "^" * max(1, end - begin)
