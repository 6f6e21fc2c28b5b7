"""A file of the user's as text and syntax tree, without running it."""

from __future__ import annotations

import ast
import io
import linecache
import re
import tokenize
import warnings
from dataclasses import replace
from pathlib import Path

from ..sentences import QT_TRANSLATE_NOOP
from .mistakes import Mistake, ModelError, told


def parsed(path: Path) -> ast.Module:
    """The file's syntax tree.

    Raises
    ------
    ModelError
        If there is no such file, or Python can't read it.
    """
    linecache.checkcache(str(path))
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(_unreadable(path, error)) from error
    if path.suffix == ".ipynb":
        raise ModelError(_notebook(path))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(content, str(path))
    except SyntaxError as error:
        raise ModelError(_placed(told(error, root=path.parent), path, content)) from error
    except (ValueError, RecursionError, MemoryError) as error:
        # Null bytes are a ValueError; a thousand brackets inside each other a MemoryError.
        raise ModelError(Mistake(type(error).__name__, str(error), str(path))) from error


def _placed(mistake: Mistake, path: Path, content: bytes) -> Mistake:
    """A mistake about the encoding with its line, which Python does not always tell."""
    found = re.search(r"can't decode byte \S+ in position (\d+)", str(mistake.text))
    if mistake.line or found is None or int(found[1]) >= len(content):
        return mistake
    number = content.count(b"\n", 0, int(found[1])) + 1
    shown = content.split(b"\n")[number - 1].decode(errors="replace").rstrip("\r")
    return replace(mistake, file=str(path), line=number, source=shown)


def text_of(path: Path) -> str:
    """The file's text, in the encoding that it names."""
    content = path.read_bytes()
    encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    return content.decode(encoding, errors="replace")


def _unreadable(path: Path, error: OSError) -> Mistake:
    if isinstance(error, IsADirectoryError):
        why = QT_TRANSLATE_NOOP("Explain", "This is a folder without an __init__.py.")
        instead = QT_TRANSLATE_NOOP("Explain", "Choose a file in it.")
    else:
        why = QT_TRANSLATE_NOOP("Explain", "The file is not there, or may not be read.")
        instead = QT_TRANSLATE_NOOP("Explain", "Look at its name and its folder.")
    return Mistake(type(error).__name__, str(error), str(path), why=why, instead=instead)


def _notebook(path: Path) -> Mistake:
    said = QT_TRANSLATE_NOOP("Explain", "A notebook is no Python file.")
    instead = QT_TRANSLATE_NOOP(
        "Explain",
        "Save it as a .py file, or call gradwalk.show(loss) in one of its cells.",
    )
    return Mistake("", said, str(path), instead=instead)
