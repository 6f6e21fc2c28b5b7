"""What a person names to be opened, as text: a file or a module, and a name in it. No Qt."""

from __future__ import annotations

import os
from pathlib import Path

ENDINGS = (".py", ".ipynb")


def split(text: str) -> tuple[str, str]:
    """The place and the name in it, "" where there is none.

    >>> split("model.py:make_model"), split("package.module:Class"), split("C:\\\\model.py")
    (('model.py', 'make_model'), ('package.module', 'Class'), ('C:\\\\model.py', ''))
    """
    place, colon, name = text.strip().strip('"').rpartition(":")
    if not colon or name.startswith(("/", "\\")) or name.endswith(ENDINGS):
        return text.strip().strip('"'), ""
    return place, name


def is_file(place: str) -> bool:
    """Whether a place is meant as a file, not as an importable name."""
    return place.endswith(ENDINGS) or "/" in place or "\\" in place


def exists(place: str) -> bool:
    """Whether there is such a file, or a package in such a folder."""
    return os.path.isfile(place) or os.path.isfile(os.path.join(place, "__init__.py"))


def whole(place: str) -> str:
    """The place with the whole path of its file; a module's name as it is."""
    return os.path.abspath(os.path.expanduser(place)) if is_file(place) else place


def joined(place: str, name: str) -> str:
    """Both in one text."""
    return f"{place}:{name}" if name else place


def file_of(target: str) -> str:
    """The file of a target; "" for a module's name."""
    place, _ = split(target)
    return place if is_file(place) else ""


def title(target: str) -> str:
    """The model's name for a person: the name in the file, or the file's own."""
    place, name = split(target)
    return name or (Path(place).name if is_file(place) else place.rpartition(".")[2])


def label(target: str) -> str:
    """The name and its place, short: "make_model · model.py"."""
    place, name = split(target)
    short = Path(place).name if is_file(place) else place
    return f"{name} · {short}" if name else short
