"""What a model returned: every tensor in it, how to reach it, and what makes a loss of it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch

from ..walk import guard, names_of, roots_of, sequence_of, walk

_SCALAR = 2  # the rank of a number without a name
_WHOLE = re.compile(r"(?<![.\w\"'\[])output\b")  # no entry of that name
_ASIDE = 5  # of a scalar beside what the model is for
_UNGRADED = 9
_PART = re.compile(  # names of what is added to a loss
    r"(^|_)(aux\w*|kld?|reg|regul\w*|penalty|balanc\w*|commit\w*|entropy|perplexity)(_|$)"
)
_TOTAL = ("loss", "total", "total_loss", "loss_total")
_COMPARED = 12  # tensors whose graphs are walked to see which reaches more


@dataclass(frozen=True)
class Suggestion:
    """A loss for an output, as plain statements; "" where none is needed."""

    title: str
    loss: str
    criterion: str = ""
    target: str = ""


@dataclass(frozen=True)
class Choice:
    """A tensor in an output: the expression that reaches it, and losses, the likeliest first."""

    expression: str
    shape: tuple[int, ...]
    dtype: str
    differentiable: bool
    losses: tuple[Suggestion, ...]

    def seen_before(self, shape: tuple[int, ...] | None) -> Choice:
        """The same, knowing what shape it had for other values: no target fits if it changes."""
        if shape is None or shape == self.shape:
            return self
        total = (s for s in self.losses if s.title == "sum")
        rest = (s for s in self.losses if s.title != "sum")
        return replace(self, losses=(*total, *rest))


def choose_outputs(output: Any, name: str = "output", called: Sequence[str] = ()) -> list[Choice]:
    """Every tensor in what a model returned, the best to start backward from first.

    That is a scalar called loss, then another scalar, then logits or predictions, then the first
    of those that reach most parameters: of a list of features, one that the whole model has made.
    A scalar that is only a part of the loss, or does not reach what another reaches, comes last.
    `called` are the names of the parts of a tuple, where forward tells them.
    """
    found = tensors_in(output, name)
    ranks = [_rank(*each) for each in found]
    for place in _beside(found, ranks, called):
        ranks[place] = _ASIDE
    equal = [i for i, rank in enumerate(ranks) if rank == min(ranks)]
    few = 1 < len(equal) <= _COMPARED and min(ranks) > _SCALAR
    reach = {i: _parameters(found[i][1]) for i in equal} if few else {}
    ranked = sorted(range(len(found)), key=lambda i: (ranks[i], -reach.get(i, 0), i))
    choices = [_choice(*found[i]) for i in ranked]
    return [*_total(output, name, found), *choices]


def _beside(
    found: list[tuple[str, torch.Tensor]], ranks: list[int], called: Sequence[str]
) -> list[int]:
    """Scalars that are not what the model is for, where there is something else."""
    scalars = [i for i, rank in enumerate(ranks) if rank <= _SCALAR]
    others = [i for i, rank in enumerate(ranks) if _SCALAR < rank < _UNGRADED]
    if not scalars or not others or len(found) > _COMPARED:
        return []
    whole = max(_parameters(found[i][1]) for i in others)
    aside = []
    for i in scalars:
        at = re.fullmatch(r"\w+\[(\d+)\]", found[i][0])
        word = called[int(at[1])] if at and int(at[1]) < len(called) else last_of(found[i][0])
        if _PART.search(word) or ("loss" not in word and _parameters(found[i][1]) < whole):
            aside.append(i)
    return aside


def result_of(expression: str) -> str:
    """The same of what forward returned as a whole, which the statements call `result`."""
    return _WHOLE.sub("result", expression)


def _total(output: Any, name: str, found: list[tuple[str, torch.Tensor]]) -> list[Choice]:
    """The sum of several losses, as a detector returns them in training."""
    if not isinstance(output, Mapping):
        return []
    losses = [(e, t) for e, t in found if t.dim() == 0 and t.requires_grad]
    named = [(e, t) for e, t in losses if "loss" in last_of(e)]
    others = sum(t.requires_grad for _, t in found) - len(losses)
    if any(last_of(e) in _TOTAL for e, _ in losses) or (others and len(named) < len(losses)):
        return []
    summed = named if len(named) > 1 else losses
    if len(summed) < 2 or (len(named) == 1 and len(losses) > 1):
        return []
    whole = type(output) is dict and len(summed) == len(output)
    expression = f"sum({name}.values())" if whole else " + ".join(e for e, _ in summed)
    return [_choice(expression, sum(t for _, t in summed))]  # type: ignore[arg-type]


def last_of(expression: str) -> str:
    """The name of what an expression reaches."""
    return re.split(r"[.\[]", expression)[-1].strip('"]')


def _parameters(tensor: torch.Tensor) -> int:
    """How many leaves a backward from here would reach."""
    if not tensor.requires_grad:
        return 0
    nodes, _ = walk(roots_of([tensor]))
    guard([tensor], nodes, sequence_of(nodes))
    return sum(name == "AccumulateGrad" for name in names_of(nodes))


def tensors_in(
    value: Any, expression: str = "output", depth: int = 6
) -> list[tuple[str, torch.Tensor]]:
    """Expression and tensor for every tensor in tuples, lists, mappings and data classes."""
    if isinstance(value, torch.Tensor):
        return [(expression, value)]
    if depth == 0:
        return []
    found: list[tuple[str, torch.Tensor]] = []
    for inner, part in parts_of(value, expression):
        found += tensors_in(part, inner, depth - 1)
    return found


def parts_of(value: Any, expression: str) -> list[tuple[str, Any]]:
    """What is in a tuple, list, mapping, data class or another object, with expressions."""
    if isinstance(value, Mapping):
        return [(_entry(value, key, expression), part) for key, part in value.items()]
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return [(f"{expression}.{field}", getattr(value, field)) for field in value._fields]
    if isinstance(value, list | tuple):
        return [(f"{expression}[{i}]", part) for i, part in enumerate(value)]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [f.name for f in dataclasses.fields(value)]
        return [(f"{expression}.{n}", getattr(value, n)) for n in names if hasattr(value, n)]
    if isinstance(value, torch.nn.Module | type):
        return []
    inner = getattr(value, "__dict__", {})  # a distribution, an output class of a library
    return [
        (f"{expression}.{name}", part) for name, part in inner.items()
        if name.isidentifier() and not name.startswith("_") and isinstance(part, torch.Tensor)
    ]  # fmt: skip


def _entry(value: Mapping[Any, Any], key: Any, expression: str) -> str:
    """`.logits` where the mapping has it as an attribute too, as a ModelOutput; else `["x"]`."""
    named = isinstance(key, str) and key.isidentifier() and type(value) is not dict
    if named and getattr(value, key, None) is value[key]:
        return f"{expression}.{key}"
    return f"{expression}[{key!r}]".replace("'", '"')


def _rank(expression: str, tensor: torch.Tensor) -> int:
    last = last_of(expression)
    scalar = tensor.numel() == 1 and tensor.dim() == 0
    if not tensor.requires_grad:
        return _UNGRADED
    if scalar:
        return 0 if last == "loss" else 1 if "loss" in last else _SCALAR
    if re.search(r"logits|pred|sample|scores?$|out$|output|recon", last):
        return 3
    return 4


def _choice(expression: str, tensor: torch.Tensor) -> Choice:
    dtype = str(tensor.dtype).removeprefix("torch.")
    shape = tuple(tensor.shape)
    losses = _suggestions(expression, shape, tensor) if tensor.requires_grad else ()
    return Choice(expression, shape, dtype, tensor.requires_grad, losses)


def _suggestions(
    expression: str, shape: tuple[int, ...], tensor: torch.Tensor
) -> tuple[Suggestion, ...]:
    total = Suggestion("sum", f"loss = {expression}.sum()")
    if tensor.is_complex():
        return (Suggestion("power", f"loss = {expression}.abs().pow(2).sum()"),)
    if not shape:
        return (Suggestion("itself", f"loss = {expression}"),)
    kind = "" if tensor.dtype == torch.float32 else f", dtype={tensor.dtype}"
    size = f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"
    squares = Suggestion(
        "MSELoss",
        f"loss = criterion({expression}, target)",
        "criterion = nn.MSELoss()",
        f"target = torch.randn({size}{kind})",
    )
    classes = _classes(expression, shape)
    last = tensor.grad_fn.name() if tensor.grad_fn is not None else ""
    if last.startswith("SigmoidBackward"):
        shares = Suggestion(
            "BCELoss", f"loss = criterion({expression}, target)", "criterion = nn.BCELoss()",
            f"target = torch.randint(0, 2, {size}).to({tensor.dtype})",
        )  # fmt: skip
        return tuple(s for s in (shares, squares, classes, total) if s is not None)
    if last.startswith("LogSoftmaxBackward") and classes is not None and len(shape) != 3:
        likelihood = replace(classes, title="NLLLoss", criterion="criterion = nn.NLLLoss()")
        return (likelihood, classes, squares, total)
    if len(shape) == 2 and classes is not None and "logits" not in expression and shape[1] > 1000:
        return (squares, classes, total)
    if classes is not None and (len(shape) == 2 or "logits" in expression):
        return (classes, squares, total)
    return tuple(s for s in (squares, classes, total) if s is not None)


def _classes(expression: str, shape: tuple[int, ...]) -> Suggestion | None:
    """Cross entropy against random classes, where the second dimension can be classes.

    Logits of a sequence have their classes last: they are flattened.
    """
    if len(shape) < 2 or shape[1] < 2 or 0 in shape:
        return None
    if len(shape) == 3 and "logits" in expression:
        rows = shape[0] * shape[1]
        return Suggestion(
            "CrossEntropyLoss",
            f"loss = criterion({expression}.flatten(0, 1), target)",
            "criterion = nn.CrossEntropyLoss()",
            f"target = torch.randint(0, {shape[2]}, ({rows},))",
        )
    rest = (shape[0], *shape[2:])
    size = f"({', '.join(map(str, rest))}{',' if len(rest) == 1 else ''})"
    return Suggestion(
        "CrossEntropyLoss",
        f"loss = criterion({expression}, target)",
        "criterion = nn.CrossEntropyLoss()",
        f"target = torch.randint(0, {shape[1]}, {size})",
    )
