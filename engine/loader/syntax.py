"""What the names in a file's syntax tree stand for: imports, module classes, definitions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from .mistakes import ModelError
from .reading import parsed

Function = ast.FunctionDef | ast.AsyncFunctionDef

_NOT_MODULES = {
    "torch.nn.Parameter", "torch.nn.parameter.Parameter", "torch.autograd.Function",
    "torch.nn.Buffer", "object",
}  # fmt: skip
_MODULE_NAMES = {"Module", "LightningModule", "PreTrainedModel", "BaseModel", "BasicModule"}
_LIBRARIES = ("transformers", "torchvision.models", "timm", "diffusers", "torch_geometric.nn")
_NO_MODEL = ("Config", "Tokenizer", "Processor", "Output", "Scheduler", "Pipeline", "Extractor")
_DEPTH = 4  # files that are followed for a base class


class File:
    """The top level of one file.

    Parameters
    ----------
    path : Path
        The file; its neighbours are read where a base class comes from one of them.
    """

    def __init__(self, path: Path, depth: int = 0) -> None:
        self.path = path
        self.tree = parsed(path)
        self._depth = depth
        self._deciding: set[str] = set()

    @cached_property
    def statements(self) -> list[ast.stmt]:
        """What runs on import, also inside `if` and `try`; not what is for a main program."""
        return list(_top(self.tree.body))

    @cached_property
    def classes(self) -> dict[str, ast.ClassDef]:
        """Classes by name; the last of a name counts."""
        return {s.name: s for s in self.statements if isinstance(s, ast.ClassDef)}

    @cached_property
    def functions(self) -> dict[str, Function]:
        """Functions by name."""
        return {s.name: s for s in self.statements if isinstance(s, Function)}

    @cached_property
    def imports(self) -> dict[str, str]:
        """Name here: dotted name there, with leading dots if relative."""
        found = {}
        for node in self.statements:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    top = alias.name.split(".")[0]
                    found[alias.asname or top] = alias.name if alias.asname else top
            elif isinstance(node, ast.ImportFrom):
                source = "." * node.level + (node.module or "")
                for alias in node.names:
                    dot = "" if source.endswith(".") else "."
                    found[alias.asname or alias.name] = f"{source}{dot}{alias.name}"
        return found

    @cached_property
    def relative(self) -> bool:
        """Whether the file imports with a leading dot, which only a package can."""
        nodes = ast.walk(self.tree)
        return any(isinstance(node, ast.ImportFrom) and node.level > 0 for node in nodes)

    def full(self, node: ast.expr) -> str:
        """The dotted name that an expression stands for; "" if it is no name."""
        if isinstance(node, ast.Subscript):  # Base[T]
            return self.full(node.value)
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.insert(0, node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        first = node.id
        if first in self.classes or first in self.functions:
            return ".".join([first, *parts])
        if first not in self.imports and f"torch.nn.{self._star}" and self._star:
            first = f"{self._star}.{first}"
        return ".".join([self.imports.get(first, first), *parts])

    @cached_property
    def _star(self) -> str:
        """Where names come from that nothing else explains: `from torch.nn import *`."""
        star = self.imports.get("*", "").removesuffix(".*")
        return star if star.startswith("torch.nn") else ""

    def is_module(self, full: str) -> bool:
        """Whether a dotted name is a class of modules, as far as can be told by reading."""
        if full in self.classes:
            return self._local(full)
        if not full or full in _NOT_MODULES:
            return False
        name = full.rsplit(".", 1)[-1]
        if full.startswith("torch.nn.") and "functional" not in full and "init." not in full:
            return name[:1].isupper()
        if full.startswith(_LIBRARIES):
            return name[:1].isupper() and not name.endswith(_NO_MODEL)
        return name in _MODULE_NAMES or self._imported(full)

    def _local(self, name: str) -> bool:
        if name in self._deciding:  # class A(A): the outer A is gone
            return False
        self._deciding.add(name)
        try:
            node = self.classes[name]
            bases = [self.full(base) for base in node.bases]
            if any(base in _NOT_MODULES - {"object"} for base in bases):
                return False
            return any(map(self.is_module, bases)) or (bool(bases) and _acts_as_module(node))
        finally:
            self._deciding.discard(name)

    def _imported(self, full: str) -> bool:
        """Whether it is a module class of a file beside this one."""
        source, _, name = full.rpartition(".")
        other = self.neighbour(source)
        return other is not None and (name in other.classes and other.is_module(name))

    def neighbour(self, source: str) -> File | None:
        """The file that ``from source import ...`` reads, if it is the user's and can be read."""
        if self._depth >= _DEPTH or not source:
            return None
        level = len(source) - len(source.lstrip("."))
        folder = self.path.parent
        for _ in range(level - 1):
            folder = folder.parent
        parts = [part for part in source.lstrip(".").split(".") if part]
        folders = [folder] if level else [folder, *_roots(folder)]
        for base in folders:
            place = base.joinpath(*parts)
            for path in (place.with_suffix(".py") if parts else place, place / "__init__.py"):
                if path.is_file() and path != self.path:
                    try:
                        return File(path, self._depth + 1)
                    except ModelError:
                        return None  # its mistake is shown when it is imported
        return None


def _roots(folder: Path) -> list[Path]:
    """The folder above the outermost package that `folder` is in."""
    while (folder / "__init__.py").is_file():
        folder = folder.parent
    return [folder]


def _top(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for node in body:
        yield node
        if isinstance(node, ast.If):
            if "__name__" not in ast.unparse(node.test):
                yield from _top(node.body)
            yield from _top(node.orelse)
        elif isinstance(node, ast.Try):
            for part in (node.body, *(h.body for h in node.handlers), node.orelse, node.finalbody):
                yield from _top(part)
        elif isinstance(node, ast.With):
            yield from _top(node.body)


def _acts_as_module(node: ast.ClassDef) -> bool:
    """A class with a base that can't be read: forward(self, ...) and super().__init__() tell."""
    methods = {s.name: s for s in node.body if isinstance(s, ast.FunctionDef)}
    forward = methods.get("forward")
    if forward is None or not forward.args.args or forward.args.args[0].arg != "self":
        return False
    return "__init__" in methods and "super(" in ast.unparse(methods["__init__"])
