"""Every loss of torch.nn and every optimizer of torch.optim, found by inspection."""

from __future__ import annotations

import inspect
from dataclasses import dataclass

import torch
from torch import nn, optim
from torch.nn.modules.loss import _Loss

from ... import literals
from ..sentences import NOTHING, QT_TRANSLATE_NOOP, Sentence


@dataclass(frozen=True)
class Entry:
    """A loss or an optimizer.

    Attributes
    ----------
    name : str
        Its class.
    parameters : tuple of (str, str)
        Name and default as source text; "" where there is none.
    needs : Sentence
        What a loss compares with, "class numbers"; a sentence on what an optimizer is for.
    obstacle : Sentence
        Why it can't be used without more; empty if it can.
    """

    name: str
    parameters: tuple[tuple[str, str], ...]
    needs: Sentence = NOTHING
    obstacle: Sentence = NOTHING


@dataclass(frozen=True)
class LossLines:
    """The statements of a loss on one output."""

    criterion: str
    target: str
    loss: str


# What each compares with, the statements that draw it from {shape}, {rows}, {classes}, and the
# arguments of the criterion, {output} being the model's.
_SAME = (
    QT_TRANSLATE_NOOP("Explain", "numbers of the output's shape"),
    "target = torch.randn({shape})",
    "{output}, target",
)
_SIGNS = (
    QT_TRANSLATE_NOOP("Explain", "-1 and 1"),
    "target = torch.randint(0, 2, {shape}) * 2.0 - 1",
    "{output}, target",
)
_CLASSES = (
    QT_TRANSLATE_NOOP("Explain", "class numbers"),
    "target = torch.randint(0, {classes}, {rows})",
    "{output}, target",
)
_SHARE = (
    QT_TRANSLATE_NOOP("Explain", "probabilities"),
    "target = torch.rand({shape})",
    "{output}, target",
)
_USES = {
    "BCELoss": (_SHARE[0], _SHARE[1], "{output}.sigmoid(), target"),
    "BCEWithLogitsLoss": _SHARE,
    "CosineEmbeddingLoss": (
        QT_TRANSLATE_NOOP("Explain", "a second output, and -1 or 1 for each row"),
        "other = torch.randn({shape})\ntarget = torch.randint(0, 2, ({first},)) * 2.0 - 1",
        "{output}, other, target",
    ),
    "CrossEntropyLoss": _CLASSES,
    "CTCLoss": (
        QT_TRANSLATE_NOOP("Explain", "labels, fewer than there are time steps"),
        "target = torch.randint(1, {last}, ({second}, {short}))\n"
        "input_lengths = torch.full(({second},), {first})\n"
        "target_lengths = torch.full(({second},), {short})",
        "{output}.log_softmax(-1), target, input_lengths, target_lengths",
    ),
    "GaussianNLLLoss": (
        QT_TRANSLATE_NOOP("Explain", "numbers of the output's shape, and their variance"),
        "target = torch.randn({shape})\nvariance = torch.ones({shape})",
        "{output}, target, variance",
    ),
    "HingeEmbeddingLoss": _SIGNS,
    "KLDivLoss": (
        QT_TRANSLATE_NOOP("Explain", "a distribution"),
        "target = torch.randn({shape}).softmax(-1)",
        "{output}.log_softmax(-1), target",
    ),
    "MarginRankingLoss": (
        QT_TRANSLATE_NOOP("Explain", "a second output, and -1 or 1"),
        "other = torch.randn({shape})\ntarget = torch.randint(0, 2, {shape}) * 2.0 - 1",
        "{output}, other, target",
    ),
    "MultiLabelMarginLoss": (
        QT_TRANSLATE_NOOP("Explain", "class numbers, ended by -1"),
        "target = torch.full({shape}, -1)\ntarget[..., 0] = 0",
        "{output}, target",
    ),
    "MultiLabelSoftMarginLoss": (
        QT_TRANSLATE_NOOP("Explain", "0 or 1 for each class"),
        "target = torch.randint(0, 2, {shape}).float()",
        "{output}, target",
    ),
    "MultiMarginLoss": _CLASSES,
    "NLLLoss": (_CLASSES[0], _CLASSES[1], "{output}.log_softmax(1), target"),
    "NLLLoss2d": (_CLASSES[0], _CLASSES[1], "{output}.log_softmax(1), target"),
    "PoissonNLLLoss": (
        QT_TRANSLATE_NOOP("Explain", "counts"),
        "target = torch.poisson(torch.ones({shape}))",
        "{output}, target",
    ),
    "SoftMarginLoss": _SIGNS,
    "TripletMarginLoss": (
        QT_TRANSLATE_NOOP("Explain", "a similar and a different output"),
        "positive = torch.randn({shape})\nnegative = torch.randn({shape})",
        "{output}, positive, negative",
    ),
}  # fmt: skip
_USES["TripletMarginWithDistanceLoss"] = _USES["TripletMarginLoss"]
_ROWS = {"CrossEntropyLoss", "MultiMarginLoss", "NLLLoss", "NLLLoss2d", "CosineEmbeddingLoss"}

_NO_LOSS = {
    "LinearCrossEntropyLoss": QT_TRANSLATE_NOOP(
        "Explain",
        "LinearCrossEntropyLoss has a weight of its own, which no optimizer updates.",
    ),
}
_STEP_NEEDS = {
    "LBFGS": QT_TRANSLATE_NOOP(
        "Explain", "LBFGS runs forward and backward several times in each step."
    ),
    "SparseAdam": QT_TRANSLATE_NOOP(
        "Explain", "SparseAdam takes sparse gradients only, as of nn.Embedding(sparse=True)."
    ),
    "Muon": QT_TRANSLATE_NOOP(
        "Explain", "Muon takes weights with two dimensions only; biases need another optimizer."
    ),
}


def losses() -> tuple[Entry, ...]:
    """Every loss of torch.nn."""
    found = []
    for name, kind in vars(nn).items():
        if isinstance(kind, type) and issubclass(kind, _Loss):
            needs = _USES.get(name, _SAME)[0] if name not in _NO_LOSS else NOTHING
            obstacle = _NO_LOSS.get(name, NOTHING)
            found.append(Entry(name, _parameters(kind), needs, obstacle))
    return tuple(sorted(found, key=lambda entry: entry.name))


def optimizers() -> tuple[Entry, ...]:
    """Every optimizer of torch.optim."""
    found = [
        Entry(name, _parameters(kind)[1:], _STEP_NEEDS.get(name, NOTHING))
        for name, kind in vars(optim).items()
        if isinstance(kind, type)
        and issubclass(kind, optim.Optimizer)
        and kind is not optim.Optimizer
    ]
    return tuple(sorted(found, key=lambda entry: entry.name))


def loss_lines(
    name: str, output: str, shape: tuple[int, ...], arguments: dict[str, object] | None = None
) -> LossLines:
    """The statements for a loss of torch.nn on a floating output of this shape.

    Raises
    ------
    ValueError
        If the loss needs further things, or the output has not the dimensions that it is for.
    """
    if name in _NO_LOSS:
        raise ValueError(_NO_LOSS[name])
    _, target, given = _USES.get(name, _SAME)
    if name == "CTCLoss" and (len(shape) != 3 or shape[-1] < 2):
        refused = QT_TRANSLATE_NOOP("Explain", "{name} needs an output of time × batch × classes.")
        raise ValueError(refused.filled(name=name))
    if name in _ROWS and len(shape) < 2:
        refused = QT_TRANSLATE_NOOP("Explain", "{name} needs an output with a batch and classes.")
        raise ValueError(refused.filled(name=name))
    rows = (shape[0], *shape[2:]) if len(shape) > 1 else shape
    values = {
        "shape": _size(shape), "rows": _size(rows), "output": output,
        "classes": shape[1] if len(shape) > 1 else 1, "first": shape[0] if shape else 1,
        "second": shape[1] if len(shape) > 1 else 1, "last": shape[-1] if shape else 1,
        "short": max(shape[0] // 2, 1) if shape else 1,
    }  # fmt: skip
    criterion = f"criterion = nn.{name}({_arguments(arguments)})"
    return LossLines(
        criterion, target.format(**values), f"loss = criterion({given.format(**values)})"
    )


def optimizer_line(name: str, arguments: dict[str, object] | None = None) -> str:
    """The statement that makes an optimizer of the model's parameters."""
    more = _arguments(arguments)
    return f"optimizer = optim.{name}(net.parameters(){', ' + more if more else ''})"


def _arguments(given: dict[str, object] | None) -> str:
    return ", ".join(f"{name}={literals.source(value)}" for name, value in (given or {}).items())


def _size(shape: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"


def _parameters(kind: type) -> tuple[tuple[str, str], ...]:
    given = list(inspect.signature(kind).parameters.values())
    return tuple((p.name, "" if p.default is p.empty else _source(p.default)) for p in given)


def _source(value: object) -> str:
    return str(value) if isinstance(value, torch.Tensor) else repr(value)
