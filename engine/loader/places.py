"""Where an open model's modules live: its share of sys.modules and sys.path, and its sources.

There is one `sys.modules` for all. So one place is active at a time: another model's modules, path
and torch defaults are set aside and put back when its turn comes. Two folders can both have a
`utils.py`, and a file called `messages.py` is never taken for one of ours.

A place remembers the text of every file of the user's that was imported. Given such texts it runs
them, whatever the files say now: what was done can be done again after the file was changed.
"""

from __future__ import annotations

import importlib
import importlib.util
import linecache
import os
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from .own import is_own
from .torch_defaults import TorchDefaults

# The engine works with these: a file of that name beside the model does not replace them.
KEPT = {"torch", "numpy", "msgspec", "networkx", "gradwalk", "__main__"}


class Place:
    """One model's modules.

    Parameters
    ----------
    root : Path
        The folder below which everything is the user's.
    front, back : sequence of str
        Folders to put at the beginning and end of ``sys.path``.
    program : str
        What ``sys.argv`` says meanwhile: code that reads it finds no arguments of ours.
    files : mapping of str to bytes, optional
        Sources to run instead of what the files say now.

    Attributes
    ----------
    files : dict
        The sources that were imported, by their full path.
    """

    def __init__(
        self,
        root: Path,
        front: Sequence[str] = (),
        back: Sequence[str] = (),
        program: str = "",
        files: Mapping[str, bytes] | None = None,
    ) -> None:
        self.roots = [root]
        self.front = tuple(front)
        self.back = tuple(back)
        self.program = program
        self.files = dict(files or {})
        self.frozen = frozenset(self.files)
        self._modules: dict[str, ModuleType] = {}
        self._hidden: dict[str, ModuleType] = {}
        self._path: list[str] | None = None
        self._outside: list[str] = []
        self._defaults: TorchDefaults | None = None  # at first those of the process
        self._before = TorchDefaults()
        self.warnings: list[Any] | None = None  # what it has done to Python's filters

    def owns(self, file: str | None) -> bool:
        """Whether a file is the user's and lies below the root."""
        return bool(file) and any(_lies_below(str(file), root) for root in self.roots)

    def also(self, root: Path) -> None:
        """What is below this folder too is the user's."""
        if root not in self.roots:
            self.roots.append(root)

    def names(self) -> tuple[str, ...]:
        """The modules of this place; it has to be the active one."""
        return tuple(name for name, module in list(sys.modules.items()) if self._has(name, module))

    def enter(self) -> None:
        """Put its modules and its path in front."""
        self._outside = list(sys.path)
        if self._path is None:
            self._drop()
            behind = [folder for folder in self.back if folder not in sys.path]
            self._path = [*self.front, *sys.path, *behind]
        self._hidden = self._hide()
        sys.modules.update(self._modules)
        sys.path[:] = self._path
        self._before = TorchDefaults()
        if self._defaults is not None:
            self._defaults.set()
        importlib.invalidate_caches()

    def leave(self) -> None:
        """Set its modules and its path aside."""
        self._defaults = TorchDefaults()
        self._before.set()
        self._modules = {name: sys.modules[name] for name in self.names()}
        for name in self._modules:
            del sys.modules[name]
        self._path = list(sys.path)
        sys.path[:] = self._outside
        for name, module in self._hidden.items():
            sys.modules.setdefault(name, module)

    def _has(self, name: str, module: Any) -> bool:
        if name.split(".")[0] in KEPT:
            return False
        return any(self.owns(file) for file in (_file(module), *_folders(module)))

    def _drop(self) -> None:
        """Forget modules that came from the same folder before: this place runs them anew."""
        for name in self.names():
            del sys.modules[name]

    def _hide(self) -> dict[str, ModuleType]:
        """Set aside other modules with the names of files here, as `python` would not have them."""
        names = {Path(file).stem for file in self.files}
        for folder in self.front:
            names |= {p.stem for p in Path(folder).glob("*.py")}
            names |= {p.parent.name for p in Path(folder).glob("*/__init__.py")}
        names -= KEPT | set(sys.stdlib_module_names)
        found = {n: m for n, m in list(sys.modules.items()) if n.split(".")[0] in names}
        for name in found:
            del sys.modules[name]
        return found


@cache
def _lies_below(file: str, root: Path) -> bool:
    """Thousands of modules are asked for at each opening where a large library is loaded."""
    return is_own(file, root) and Path(file).is_relative_to(root)


_active: Place | None = None


def active() -> Place | None:
    """The place whose modules can be imported now."""
    return _active


def activate(place: Place | None) -> None:
    """Make a place the active one, or none."""
    global _active
    if place is _active:
        return
    if _active is not None:
        _active.leave()
    _active = place
    if place is not None:
        place.enter()


@contextmanager
def inside(place: Place) -> Iterator[None]:
    """Run code of a place's: arguments as for ``python model.py``, no bytecode is left behind."""
    activate(place)
    arguments, bytecode = sys.argv, sys.dont_write_bytecode
    sys.argv, sys.dont_write_bytecode = [place.program or "model.py"], True
    with warnings.catch_warnings():  # "error" in a file of the user's is not for our own code
        if place.warnings is not None:
            warnings.filters[:] = place.warnings  # type: ignore[index]
        try:
            yield
        finally:
            place.warnings = list(warnings.filters)
            sys.argv, sys.dont_write_bytecode = arguments, bytecode


@contextmanager
def tried(place: Place) -> Iterator[None]:
    """The same for a place that is only looked at: afterwards the one from before is active."""
    before, folder = _active, os.getcwd()
    modules, path = dict(sys.modules), list(sys.path)
    try:
        with inside(place):
            yield
    finally:
        activate(before)
        if before is None:  # nothing of the user's stays
            sys.path[:] = path
            sys.modules.update(modules)
        if os.getcwd() != folder:
            os.chdir(folder)


class _Finder:
    """Finds the active place's modules, so that their sources are known and can be old ones."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        place = _active
        if place is None or name.split(".")[0] in KEPT:
            return None
        spec = _frozen(place, name, path) or PathFinder.find_spec(name, path, target)
        if spec is None or not place.owns(spec.origin):
            return None
        return _kept(spec, place)


def _kept(spec: ModuleSpec, place: Place) -> ModuleSpec:
    """The same with a loader that keeps the source."""
    if type(spec.loader) is SourceFileLoader:
        spec.loader = _Loader(spec.loader.name, str(spec.origin), place)
    return spec


_spec_from_file_location = importlib.util.spec_from_file_location


def _spec_from_file(name: str, location: Any = None, **more: Any) -> ModuleSpec | None:
    """`importlib.util.spec_from_file_location`, which asks no finder: "my model.py" needs it."""
    spec = _spec_from_file_location(name, location, **more)
    place = _active
    if place is None or spec is None or not place.owns(spec.origin):
        return spec
    return _kept(spec, place)


def _frozen(place: Place, name: str, path: Sequence[str] | None) -> ModuleSpec | None:
    """The module among the texts that a place was given, be its file there or not."""
    last = name.rpartition(".")[2]
    if not place.frozen:
        return None
    for folder in path if path is not None else sys.path:
        for file, inner in ((f"{last}{os.sep}__init__.py", True), (f"{last}.py", False)):
            full = os.path.join(folder, file)
            if full in place.frozen:
                loader = SourceFileLoader(name, full)
                places = [os.path.dirname(full)] if inner else None
                return _spec_from_file_location(
                    name, full, loader=loader, submodule_search_locations=places
                )
    return None


class _Loader(SourceFileLoader):
    """Runs the text that the place has, or what the file says, which the place then has."""

    def __init__(self, name: str, path: str, place: Place) -> None:
        super().__init__(name, path)
        self._place = place

    def get_code(self, fullname: str) -> CodeType:
        """The text compiled; bytecode on disk is told from a file of the same second by nothing."""
        path = self.get_filename(fullname)
        if path not in self._place.files:
            self._place.files[path] = super().get_data(path)
        data = self._place.files[path]
        code: CodeType = self.source_to_code(data, path)
        remember(path, data)
        return code

    def get_data(self, path: str) -> bytes:
        """What is beside the module; of the module itself the text that runs."""
        known = self._place.files.get(path)
        return super().get_data(path) if known is None else known


def remember(path: str, data: bytes) -> None:
    """Let tracebacks show the text that runs, whatever the file says later."""
    try:
        text = importlib.util.decode_source(data)
    except (SyntaxError, UnicodeDecodeError):
        return
    linecache.cache[path] = len(text), None, text.splitlines(keepends=True), path


def _file(module: Any) -> str | None:
    file = getattr(module, "__file__", None)
    return file if isinstance(file, str) else None


def _folders(module: Any) -> list[str]:
    """Where a package without an __init__.py is."""
    if _file(module) is not None:
        return []
    return [str(folder) for folder in getattr(module, "__path__", None) or []]


# Behind Python's own modules, before everything that is found on the path.
sys.meta_path.insert(
    next((i for i, f in enumerate(sys.meta_path) if f is PathFinder), len(sys.meta_path)),
    _Finder,
)
importlib.util.spec_from_file_location = _spec_from_file
