"""The parameters of a function or constructor, as its definition says."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from .syntax import File, Function


@dataclass(frozen=True)
class Parameter:
    """One parameter; `default` and `annotation` are source text, "" if there is none."""

    name: str
    default: str = ""
    annotation: str = ""
    kind: str = ""  # "*" and "**" for those that take any number

    @property
    def required(self) -> bool:
        """Whether a call has to give it."""
        return not self.default and not self.kind


def of_function(node: Function, *, method: bool = False) -> tuple[Parameter, ...]:
    """The parameters of a function; of a method without `self`."""
    given = node.args
    names = [*given.posonlyargs, *given.args]
    defaults = [None] * (len(names) - len(given.defaults)) + list(given.defaults)
    found = [_parameter(a, d) for a, d in zip(names, defaults, strict=True)][int(method) :]
    if given.vararg:
        found.append(_parameter(given.vararg, None, "*"))
    found += [_parameter(a, d) for a, d in zip(given.kwonlyargs, given.kw_defaults, strict=True)]
    if given.kwarg:
        found.append(_parameter(given.kwarg, None, "**"))
    return tuple(found)


def of_class(file: File, name: str, seen: frozenset[str] = frozenset()) -> tuple[Parameter, ...]:
    """The parameters of a class's constructor, its own or the nearest base's in the same file."""
    node = file.classes[name]
    for method in node.body:
        if isinstance(method, ast.FunctionDef) and method.name == "__init__":
            return of_function(method, method=True)
    if any("dataclass" in ast.unparse(d) for d in node.decorator_list):
        return tuple(
            Parameter(
                s.target.id,
                ast.unparse(s.value) if s.value else "",
                ast.unparse(s.annotation),
            )
            for s in node.body
            if isinstance(s, ast.AnnAssign) and isinstance(s.target, ast.Name)
        )
    for base in map(file.full, node.bases):
        if base in file.classes and base not in seen and base != name:
            return of_class(file, base, seen | {name})
    return ()


def _parameter(node: ast.arg, default: ast.expr | None, kind: str = "") -> Parameter:
    annotation = ast.unparse(node.annotation) if node.annotation else ""
    return Parameter(node.arg, ast.unparse(default) if default else "", annotation, kind)
