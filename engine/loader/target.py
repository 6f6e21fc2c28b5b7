"""What a person names to be opened: a file, a file and a name in it, or an importable name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..sentences import QT_TRANSLATE_NOOP
from .mistakes import Mistake, ModelError


@dataclass(frozen=True)
class Target:
    """Where a model is: `path` or `module`, and `name`, which may have dots and may be empty."""

    path: Path | None = None
    module: str = ""
    name: str = ""

    @classmethod
    def parse(cls, text: str) -> Target:
        """From ``model.py``, ``model.py:make_model``, ``package.module:Class``.

        Raises
        ------
        ModelError
            If it is none of these.
        """
        place, colon, name = text.strip().rpartition(":")
        if not colon or name.startswith(("/", "\\")) or name.endswith(".py"):
            place, name = text.strip(), ""  # C:\\model.py has a colon of its own
        if name and not all(part.isidentifier() for part in name.split(".")):
            raise ModelError(_no_target(text))
        path = Path(place)
        if place.endswith((".py", ".ipynb")) or "/" in place or "\\" in place:
            return cls(path=_init(path), name=name)
        if place and path.is_dir() and (path / "__init__.py").is_file() and "." not in place:
            return cls(path=_init(path), name=name)
        if not place or not all(part.isidentifier() for part in place.split(".")):
            raise ModelError(_no_target(text))
        return cls(module=place, name=name)

    def __str__(self) -> str:
        place = str(self.path) if self.path is not None else self.module
        return f"{place}:{self.name}" if self.name else place


def _init(path: Path) -> Path:
    return path / "__init__.py" if path.is_dir() else path


def _no_target(text: str) -> Mistake:
    return Mistake(
        "",
        str(QT_TRANSLATE_NOOP("Explain", "“{text}” names no model.").filled(text=text)),
        instead=QT_TRANSLATE_NOOP(
            "Explain", "Write model.py, model.py:make_model or package.module:Class."
        ),
    )
