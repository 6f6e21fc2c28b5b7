"""The lines that import what a session's statements use, each name once and in nobody's way."""

from __future__ import annotations

from .batches import RESERVED
from .imports import Origin
from .places import Place


class Lines:
    """Collects imports.

    Parameters
    ----------
    where : Origin
        The model's module.
    place : Place
        The files in it are the user's.
    """

    def __init__(self, where: Origin, place: Place) -> None:
        self._place = place
        self._origins: list[Origin] = [where]
        self._names: dict[tuple[str, str], str] = {}  # (module, name): what it is called here
        self._more: list[str] = []

    def name(self, where: Origin, name: str) -> str:
        """What a name of a module is called in the statements; it may have dots."""
        if all(where.name != known.name for known in self._origins):
            self._origins.append(where)
        top, dot, rest = name.partition(".")
        key = (where.name, top)
        if key not in self._names:
            called = f"own_{top}" if top in RESERVED else top
            while called in self._names.values():
                called = f"{called}_"
            self._names[key] = called
        return f"{self._names[key]}{dot}{rest}"

    def also(self, line: str) -> None:
        """One more line behind the others."""
        if line not in self._more:
            self._more.append(line)

    @property
    def text(self) -> str:
        """All of them; `sys` is imported already."""
        lines: list[str] = []
        for where in self._origins:
            lines += [line for line in where.paths if line not in lines]
            lines += where.loading
            for (module, top), called in self._names.items():
                if module == where.name:
                    renamed = f" as {called}" if called != top else ""
                    lines.append(f"from {module} import {top}{renamed}")
        return "\n".join([*lines, *self._more])
