"""The models in a file, found by reading it: module classes, factories, and what feeds them.

Nothing of the file runs. The score says which one a person most likely wants: a factory called
`make_model`, or the last large class that no other class uses as a part.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from .calls import Arguments
from .parameters import Parameter, of_class, of_function
from .returns import computes, made_class, makes_tensors, returns_something
from .syntax import File, Function

Kind = Literal["class", "function", "instance", "batch", "loss"]

_FACTORY = re.compile(
    r"^(make|build|get|create|load|init|setup|construct)_?(my_|the_)?(model|net|network|module)$"
    r"|^(model|net|network|build|make)$",
    re.IGNORECASE,
)
_FACTORY_LIKE = re.compile(r"^(make|build|get|create)_\w*(model|net)\w*$", re.IGNORECASE)
_BATCH = re.compile(
    r"^(make|get|build|create|sample|example|dummy|random|fake)_?(a_)?(batch|inputs?|data|example)s?$"
    r"|^(batch|inputs?|example_inputs?|dummy_inputs?|sample_inputs?)$",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"^(\w*Net(work)?|\w*Model|\w*For[A-Z]\w*|Main\w*)\d*$")
_PART = re.compile(
    r"(Block|Layer|Head|Cell|Attention|Norm|Embedding|Encoder|Decoder|Bottleneck|Stem|Pool(ing)?"
    r"|MLP|Mlp|FeedForward|Conv|Unit|Activation|Base|Mixin)\d*$"
)
_LOSS = re.compile(r"(loss|criterion|objective)$", re.IGNORECASE)


@dataclass(frozen=True)
class Candidate:
    """Something in the file that a session can be made of.

    Attributes
    ----------
    name : str
        As the file calls it.
    kind : {"class", "function", "instance", "batch", "loss"}
        A module class, a function that returns a module, a module that the file makes on import,
        a function that returns a batch, a function that computes a loss.
    line : int
        Where it is defined.
    parameters : tuple of Parameter
        What a call takes, without `self`.
    summary : str
        The docstring's first line.
    part : bool
        Another class or factory uses it to build its own.
    score : float
        The higher, the likelier it is what the person wants.
    """

    name: str
    kind: Kind
    line: int
    parameters: tuple[Parameter, ...] = ()
    summary: str = ""
    part: bool = False
    score: float = 0.0

    @property
    def required(self) -> tuple[str, ...]:
        """The parameters that a call has to give."""
        return tuple(p.name for p in self.parameters if p.required)

    def takes(self, given: Arguments) -> bool:
        """Whether a call with these arguments gives it what it needs, and nothing else."""
        if self.kind == "instance":
            return False
        anything = {p.kind for p in self.parameters}
        names = [p.name for p in self.parameters if not p.kind]
        if isinstance(given, Mapping):
            known = "**" in anything or set(given) <= set(names)
            return known and set(self.required) <= set(given)
        return len(self.required) <= len(given) and ("*" in anything or len(given) <= len(names))


def candidates(path: str | Path) -> list[Candidate]:
    """What is in a file, the likeliest first; models before batches before losses.

    Raises
    ------
    ModelError
        If the file can't be read as Python; its mistake has the line.
    """
    file = File(Path(path))
    classes = _classes(file)
    made = {name: made_class(file, f) for name, f in file.functions.items()}
    used = _used(file, made)
    found = [replace(c, part=c.name in used, score=_class_score(file, c, used)) for c in classes]
    found += _functions(file, made, used) + _instances(file)
    order = {"class": 0, "function": 0, "instance": 0, "batch": 1, "loss": 2}
    return sorted(found, key=lambda c: (order[c.kind], -c.score, c.line))


def unfinished(path: str | Path) -> tuple[str, int] | None:
    """A function that is called like one that makes a model, but returns nothing, and its line."""
    for name, node in File(Path(path)).functions.items():
        if _FACTORY.match(name) and not returns_something(node):
            return name, node.lineno
    return None


def _classes(file: File) -> list[Candidate]:
    return [
        Candidate(
            name=name,
            kind="class",
            line=node.lineno,
            parameters=of_class(file, name),
            summary=_summary(node),
        )
        for name, node in file.classes.items()
        if file.is_module(name)
    ]


def _functions(file: File, made: dict[str, str], used: set[str]) -> list[Candidate]:
    found = []
    for name, node in file.functions.items():
        parameters = of_function(node)
        kind = _function_kind(name, node, parameters, made[name])
        if kind is not None:
            candidate = Candidate(
                name, kind, node.lineno, parameters, _summary(node), part=name in used
            )
            score = _function_score(file, candidate, made[name])
            found.append(replace(candidate, score=score))
    return found


def _function_kind(
    name: str, node: Function, parameters: tuple[Parameter, ...], made: str
) -> Kind | None:
    if isinstance(node, ast.AsyncFunctionDef) or _is_fixture(node):
        return None
    if made:
        return "function"
    required = sum(p.required for p in parameters)
    if _BATCH.match(name) and returns_something(node):
        return "batch"
    if _LOSS.search(name) and required and returns_something(node):
        return "loss"
    if _FACTORY.match(name) and returns_something(node) and not computes(node):
        return "function"
    if not required and not name.startswith("_") and makes_tensors(node):
        return "batch"
    return None


def _is_fixture(node: Function) -> bool:
    return any(re.search(r"fixture|contextmanager", ast.unparse(d)) for d in node.decorator_list)


def _instances(file: File) -> list[Candidate]:
    """Modules that the file makes on import: ``model = nn.Sequential(...)``."""
    found = {}
    for node in file.statements:
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(target, ast.Name) and isinstance(node, ast.Assign):
            returned = ast.parse("def made(): return None").body[0]
            assert isinstance(returned, ast.FunctionDef)
            returned.body = [ast.Return(node.value)]
            if made_class(file, returned):
                score = 14.0 if re.search(r"^(model|net|network)$", target.id) else 8.0
                if _LOSS.search(target.id):
                    score -= 12
                found[target.id] = Candidate(target.id, "instance", node.lineno, score=score)
    return list(found.values())


def _summary(node: ast.ClassDef | Function) -> str:
    text = ast.get_docstring(node) or ""
    return text.strip().split("\n")[0]


def _used(file: File, made: dict[str, str]) -> set[str]:
    """Names that another class uses in its body, or that a function hands to something."""
    used = set()
    for name, node in file.classes.items():
        bases = set(map(id, node.bases))
        inner = [n for child in ast.iter_child_nodes(node) if id(child) not in bases
                 for n in ast.walk(child)]  # fmt: skip
        used |= _names(inner, file) - {name}
    for name, function in file.functions.items():
        nodes = list(ast.walk(function))
        whole = made.get(name, "")
        for call in (n for n in nodes if isinstance(n, ast.Call)):
            given = [*call.args, *(k.value for k in call.keywords)]
            used |= _names([n for g in given for n in ast.walk(g)], file) - {name, whole}
    return used


def _names(nodes: list[ast.AST], file: File) -> set[str]:
    return {
        n.id
        for n in nodes
        if isinstance(n, ast.Name) and (n.id in file.classes or n.id in file.functions)
    }


def _class_score(file: File, candidate: Candidate, used: set[str]) -> float:
    node = file.classes[candidate.name]
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    place = list(file.classes).index(candidate.name) / max(1, len(file.classes))
    name = candidate.name
    score = 10.0 + 3 * place + min(lines, 120) / 40
    score -= 10 * (name in used)
    score += 4 * bool(_WHOLE.match(name)) - 3 * bool(_PART.search(name))
    score -= 8 * bool(_LOSS.search(name)) + 4 * name.startswith("_")
    score -= min(3.0, len(candidate.required))
    derived = {file.full(b) for c in file.classes.values() for b in c.bases}
    score -= 3 * (name in derived)
    methods = {s.name for s in node.body if isinstance(s, ast.FunctionDef)}
    inherits = any(file.full(b) in file.classes for b in node.bases)
    bare = bool(methods) and not methods & {"forward", "training_step"} and not inherits
    score -= 2 * bare + 5 * ("abstractmethod" in ast.unparse(node))
    return score


def _function_score(file: File, candidate: Candidate, made: str) -> float:
    name = candidate.name
    score = 10.0 - min(4.0, 2 * len(candidate.required))
    if candidate.kind == "batch":
        return score + 6 * bool(_BATCH.match(name)) - 4 * name.startswith("_")
    if candidate.kind == "loss":
        return score
    score += 10 * bool(_FACTORY.match(name)) + 6 * bool(_FACTORY_LIKE.match(name))
    score += 3 * (made in file.classes)
    score -= 10 * candidate.part + 4 * name.startswith("_") + 5 * bool(_LOSS.search(name))
    score -= 6 * bool(re.match(r"^(test_|train|fit|evaluate|run|main|conv\d|load_)", name))
    return score
