"""Importing the user's file as ``python`` would, with the very lines that a script has.

The file's folder is first on the path while its model is open. If an import fails, everything is
as it was.
"""

from __future__ import annotations

import keyword
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from .mistakes import ModelError, told
from .places import Place
from .reading import parsed
from .syntax import File
from .target import Target


@dataclass(frozen=True)
class Origin:
    """How a module is imported.

    Attributes
    ----------
    root : Path
        The folder below which everything is the user's.
    name : str
        The module's.
    front, back : tuple of str
        Folders for the beginning and the end of ``sys.path``.
    file : Path or None
        None for what is found by its name.
    by_path : bool
        The name can't be imported: "copy.py" is Python's own, "my model.py" is no name.
    """

    root: Path
    name: str
    front: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    file: Path | None = None
    by_path: bool = False

    @property
    def paths(self) -> tuple[str, ...]:
        """The lines that put its folders onto the path."""
        lines = [f"sys.path.insert(0, {folder!r})" for folder in reversed(self.front)]
        return (*lines, *(f"sys.path.append({folder!r})" for folder in self.back))

    @property
    def loading(self) -> tuple[str, ...]:
        """The lines that import a file whose name can't be imported; () for all others."""
        if not self.by_path:
            return ()
        return (
            "import importlib.util",
            f"spec = importlib.util.spec_from_file_location({self.name!r}, {str(self.file)!r})",
            f"sys.modules[{self.name!r}] = importlib.util.module_from_spec(spec)",
            f"spec.loader.exec_module(sys.modules[{self.name!r}])",
        )

    def place(self, files: dict[str, bytes] | None = None) -> Place:
        """A new place for it."""
        program = str(self.file) if self.file is not None else self.name
        return Place(self.root, self.front, self.back, program, files)


def origin(target: Target) -> Origin:
    """Where a target's module comes from.

    Raises
    ------
    ModelError
        If its file can't be read as Python.
    """
    if target.path is None:
        here = Path.cwd()
        return Origin(here, target.module, (str(here),))
    path = target.path.resolve()
    parsed(path)  # its mistakes first: nothing is touched yet
    root, name = package_of(path)
    own = str(path.parent)
    front: tuple[str, ...] = tuple(dict.fromkeys((own, str(root))))
    back: tuple[str, ...] = ()
    if root != path.parent and File(path).relative:
        front, back = (str(root),), (own,)  # a package's types.py must not be taken for Python's
    words = name.split(".")
    odd = not all(word.isidentifier() and not keyword.iskeyword(word) for word in words)
    if odd or (len(words) == 1 and name in sys.stdlib_module_names):
        plain = "".join(c if c.isalnum() else "_" for c in path.stem)
        return Origin(root, f"{plain}_file", front, back, path, by_path=True)
    return Origin(root, name, front, back, path)


def run(found: Origin) -> ModuleType:
    """Import it in the active place."""
    code = "\n".join((*found.loading, f"import {found.name}"))
    try:
        exec(compile(code, "<import>", "exec"), {"sys": sys})
    except BaseException as error:
        raise ModelError(told(error, root=found.root)) from error
    return sys.modules[found.name]


def library(found: Origin) -> Path | None:
    """The folder of an installed package that was named, whose lines are shown if none else is."""
    top = sys.modules.get(found.name.split(".")[0]) if found.file is None else None
    file = getattr(top, "__file__", None)
    folders = [Path(file).parent] if file else [Path(f) for f in getattr(top, "__path__", ())]
    return folders[0] if folders else None


def package_of(path: Path) -> tuple[Path, str]:
    """The folder to import from and the dotted name there."""
    parts = [] if path.name == "__init__.py" else [path.stem]
    folder = path.parent
    while (folder / "__init__.py").is_file() and folder.name.isidentifier():
        parts.insert(0, folder.name)
        folder = folder.parent
    return folder, ".".join(parts)
