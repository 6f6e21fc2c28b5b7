"""What a function returns, as far as reading tells: a module, tensors, or something else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .syntax import File, Function

# Methods of a module that return the module
_SAME = {
    "to", "cpu", "cuda", "eval", "train", "half", "float", "double", "bfloat16", "apply",
    "requires_grad_", "type", "to_empty", "share_memory",
}  # fmt: skip
_MAKERS = {
    "randn", "rand", "randint", "zeros", "ones", "tensor", "arange", "empty", "full", "eye",
    "linspace", "normal", "as_tensor", "from_numpy", "stack", "cat", "randn_like", "zeros_like",
    "ones_like", "rand_like", "randperm", "full_like", "one_hot",
}  # fmt: skip
_TENSORS = re.compile(r"Tensor|Batch")
_NONE = re.compile(r"^(None|int|float|str|bool|bytes)$")


def made_class(file: File, function: Function, seen: frozenset[str] = frozenset()) -> str:
    """The name of the module class whose instance a function returns; "" if it returns none.

    Where only the annotation tells, the annotation's name.
    """
    if function.returns is not None:
        annotated = _annotation(file, function.returns)
        if annotated:
            return _returned(file, function, seen) or annotated
        if _NONE.match(ast.unparse(function.returns)):
            return ""
    return _returned(file, function, seen)


def makes_tensors(function: Function) -> bool:
    """Whether a function returns tensors that it makes: alone, or in a tuple, list or dict."""
    if function.returns is not None:
        return bool(_TENSORS.search(ast.unparse(function.returns)))
    made = _assigned(function)
    return any(_has_maker(value, made) for value in _returns(function))


def returns_something(function: Function) -> bool:
    """Whether there is a `return` with a value."""
    return any(True for _ in _returns(function))


def computes(function: Function) -> bool:
    """Whether all that it returns are numbers: ``return x @ weights + bias``."""
    return all(isinstance(value, ast.BinOp | ast.Compare) for value in _returns(function))


def _annotation(file: File, node: ast.expr) -> str:
    """The module class in an annotation: Net, "Net", nn.Module, Optional[Net], Net | None."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            node = ast.parse(node.value, mode="eval").body
        except SyntaxError:
            return ""
    if isinstance(node, ast.BinOp):
        return _annotation(file, node.left) or _annotation(file, node.right)
    if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("Optional"):
        return _annotation(file, node.slice)
    full = file.full(node) if isinstance(node, ast.Name | ast.Attribute) else ""
    return full if full and file.is_module(full) else ""


def _returned(file: File, function: Function, seen: frozenset[str]) -> str:
    made = _assigned(function)
    for value in _returns(function):
        name = _module(file, value, made, seen | {function.name})
        if name:
            return name
    return ""


def _module(file: File, value: ast.expr, made: dict[str, ast.expr], seen: frozenset[str]) -> str:
    """The module class that an expression makes, through names, chains and local factories."""
    for _ in range(20):
        if isinstance(value, ast.Name) and value.id in made:
            value = made[value.id]
            continue
        if not isinstance(value, ast.Call):
            return ""
        called = value.func
        full = file.full(called)
        if full and file.is_module(full):
            return full
        if full in file.functions and full not in seen:
            return made_class(file, file.functions[full], seen)
        if isinstance(called, ast.Attribute) and called.attr in _SAME:
            value = called.value
        elif full.endswith(".compile") and value.args:  # torch.compile(net)
            value = value.args[0]
        elif isinstance(called, ast.Attribute) and file.is_module(file.full(called.value)):
            return file.full(called.value)  # Net.from_config(...)
        else:
            return ""
    return ""


def _own_nodes(function: Function) -> Iterator[ast.AST]:
    """A function's nodes without those of functions and classes inside it."""
    todo: list[ast.AST] = list(function.body)
    while todo:
        node = todo.pop(0)
        yield node
        if not isinstance(node, Function | ast.ClassDef | ast.Lambda):
            todo = [*ast.iter_child_nodes(node), *todo]


def _returns(function: Function) -> Iterator[ast.expr]:
    for node in _own_nodes(function):
        if isinstance(node, ast.Return) and node.value is not None:
            if not (isinstance(node.value, ast.Constant) and node.value.value is None):
                yield node.value
        elif isinstance(node, ast.Yield | ast.YieldFrom):
            return


def _assigned(function: Function) -> dict[str, ast.expr]:
    """The first value that makes each name; later ones are mostly `net = net.to(device)`."""
    found: dict[str, ast.expr] = {}
    for node in _own_nodes(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, node.value)
                elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    pairs = zip(target.elts, node.value.elts, strict=False)
                    for one, value in pairs:
                        if isinstance(one, ast.Name):
                            found.setdefault(one.id, value)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            found.setdefault(node.target.id, node.value)
    return found


def _has_maker(value: ast.expr, made: dict[str, ast.expr], depth: int = 6) -> bool:
    if depth == 0:
        return False
    if isinstance(value, ast.Tuple | ast.List):
        return any(_has_maker(v, made, depth - 1) for v in value.elts)
    if isinstance(value, ast.Dict):
        return any(_has_maker(v, made, depth - 1) for v in value.values)
    if isinstance(value, ast.Name) and value.id in made:
        return _has_maker(made[value.id], made, depth - 1)
    for node in ast.walk(value):
        if isinstance(node, ast.Call):
            name = (
                node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
            )
            if name in _MAKERS or (name == "dict" and depth > 1 and any(
                _has_maker(k.value, made, depth - 1) for k in node.keywords
            )):  # fmt: skip
                return True
        inner = made.get(node.id) if isinstance(node, ast.Name) and node is not value else None
        if inner is not None and _has_maker(inner, made, depth - 1):
            return True
    return False
