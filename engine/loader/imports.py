"""Importing the user's file as ``python`` would, and forgetting it when another one comes.

The file's folder is first on the path while its model is open. Modules that came from the folder
of the model before are dropped from ``sys.modules``, so that its `utils` is not taken for the new
one's. If an import fails, everything is as it was.
"""

from __future__ import annotations

import importlib
import importlib.util
import linecache
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from .mistakes import ModelError, told
from .own import is_own
from .reading import parsed
from .syntax import File
from .target import Target

# The engine works with these: a file of that name beside the model does not replace them.
_KEPT = {"torch", "numpy", "msgspec", "networkx", "gradwalk", "__main__"}


@dataclass(frozen=True)
class Place:
    """Where an open model's modules come from.

    Attributes
    ----------
    root : Path
        The folder below which everything is the user's.
    path : tuple of str
        What it has put onto ``sys.path``.
    hidden : dict
        Modules of others that it stands in front of, to be put back.
    """

    root: Path
    path: tuple[str, ...]
    hidden: dict[str, ModuleType]


_open: list[Place] = []  # the place of the model that is open: sys.modules has one for all


def imported(target: Target) -> ModuleType:
    """The target's module, run anew.

    Raises
    ------
    ModelError
        For whatever the file raises; then the model from before can still import what it needs.
    """
    return _file(target.path.resolve()) if target.path is not None else _name(target.module)


def root_of(module: ModuleType) -> Path | None:
    """The folder below which a module's package lies."""
    file = getattr(module, "__file__", None)
    return package_of(Path(file).resolve())[0] if file else None


def _file(path: Path) -> ModuleType:
    parsed(path)  # its mistakes first: nothing is touched yet
    root, name = package_of(path)
    own = str(path.parent)
    if root == path.parent or not File(path).relative:
        front = tuple(dict.fromkeys((own, str(root))))
        back: tuple[str, ...] = ()
    else:  # a package's types.py must not be taken for Python's
        front, back = (str(root),), (own,)
    with _place(root, front, back), _as_program(str(path)):
        try:
            return _run(path, name)
        except BaseException as error:
            raise ModelError(told(error, root=root)) from error


def _name(name: str) -> ModuleType:
    here = Path.cwd()
    with _place(here, (str(here),), ()), _as_program(name):
        try:
            return importlib.import_module(name)
        except BaseException as error:
            raise ModelError(told(error, root=here)) from error


def package_of(path: Path) -> tuple[Path, str]:
    """The folder to import from and the dotted name there."""
    parts = [] if path.name == "__init__.py" else [path.stem]
    folder = path.parent
    while (folder / "__init__.py").is_file() and folder.name.isidentifier():
        parts.insert(0, folder.name)
        folder = folder.parent
    return folder, ".".join(parts)


def _run(path: Path, name: str) -> ModuleType:
    parent = name.rpartition(".")[0]
    if parent:
        importlib.import_module(parent)
        if name in sys.modules:  # the package itself imports it
            return sys.modules[name]
    elif name in sys.modules or name in sys.stdlib_module_names or not name.isidentifier():
        name = f"{name}_file"  # copy.py: Python's own copy stays what it is
    places = [str(path.parent)] if path.name == "__init__.py" else None
    spec = importlib.util.spec_from_file_location(name, path, submodule_search_locations=places)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} can't be imported")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        # Compiled here: bytecode on disk is told from a file saved in the same second by nothing.
        exec(compile(path.read_bytes(), str(path), "exec", dont_inherit=True), module.__dict__)
    except BaseException:
        sys.modules.pop(name, None)
        raise
    if parent:
        setattr(sys.modules[parent], name.rpartition(".")[2], module)
    return sys.modules.get(name, module)


@contextmanager
def _place(root: Path, front: tuple[str, ...], back: tuple[str, ...]) -> Iterator[None]:
    """Leave the place of the model before for this one; on an exception return to it."""
    modules, path, before = dict(sys.modules), list(sys.path), list(_open)
    _leave()
    _drop(root)
    hidden = _hide(front)
    sys.path[:0] = front
    sys.path += [folder for folder in back if folder not in sys.path]
    _open.append(Place(root, (*front, *back), hidden))
    importlib.invalidate_caches()
    linecache.checkcache()
    try:
        yield
    except BaseException:
        for name in set(sys.modules) - set(modules):
            if is_own(getattr(sys.modules[name], "__file__", None) or "", root):
                del sys.modules[name]
        sys.modules.update(modules)
        sys.path[:] = path
        _open[:] = before
        raise


def _leave() -> None:
    while _open:
        place = _open.pop()
        _drop(place.root)
        for folder in place.path:
            if folder in sys.path:
                sys.path.remove(folder)
        for name, module in place.hidden.items():
            sys.modules.setdefault(name, module)


def _drop(root: Path) -> None:
    """Forget the modules that came from below a folder."""
    for name, module in list(sys.modules.items()):
        files = [getattr(module, "__file__", None), *_folders(module)]
        below = any(f and Path(f).is_relative_to(root) and is_own(f, root) for f in files)
        if below and name.split(".")[0] not in _KEPT:
            del sys.modules[name]


def _folders(module: ModuleType) -> list[str]:
    """Where a package without an __init__.py is."""
    if getattr(module, "__file__", None) is not None:
        return []
    return [str(folder) for folder in getattr(module, "__path__", [])]


def _hide(folders: tuple[str, ...]) -> dict[str, ModuleType]:
    """Set aside other modules with the names of files here, as `python` would not have them."""
    names = {p.stem for f in folders for p in Path(f).glob("*.py")}
    names |= {p.parent.name for f in folders for p in Path(f).glob("*/__init__.py")}
    names -= _KEPT | set(sys.stdlib_module_names)
    found = {name: m for name, m in sys.modules.items() if name.split(".")[0] in names}
    for name in found:
        del sys.modules[name]
    return found


@contextmanager
def _as_program(name: str) -> Iterator[None]:
    """Arguments as for ``python model.py``; no bytecode is left in the user's folders."""
    arguments, bytecode = sys.argv, sys.dont_write_bytecode
    sys.argv, sys.dont_write_bytecode = [name], True
    try:
        yield
    finally:
        sys.argv, sys.dont_write_bytecode = arguments, bytecode
