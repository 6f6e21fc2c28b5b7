"""Inputs, targets and losses as the PyTorch statements that make them.

A session executes these lines and "Copy as Python" pastes them, so they use nothing but torch,
nn and F.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .messages import LossName, Settings
from .nets import NetSpec
from .sentences import QT_TRANSLATE_NOOP, either

GREYS = 17
"""Grey levels of a digit's pixel, 0 to 16: one character in base 17."""


@dataclass(frozen=True)
class LossSpec:
    """The statements of a loss; `criterion` is empty where none is needed."""

    criterion: str
    loss: str
    target: bool = True


LOSSES: dict[LossName, LossSpec] = {
    "mse": LossSpec("criterion = nn.MSELoss()", "loss = criterion(output, target)"),
    "cross_entropy": LossSpec(
        "criterion = nn.CrossEntropyLoss()", "loss = criterion(output, target)"
    ),
    "sum": LossSpec("", "loss = output.sum()", target=False),
}


def draw(settings: Settings, spec: NetSpec, start: int = 0) -> str:
    """The Python source that defines `input` and, where the loss takes one, `target`.

    Parameters
    ----------
    settings : Settings
        Its data, batch, batched and loss are read. Without a batch dimension there is
        one sample, whatever `batch` says.
    spec : NetSpec
        The net that the batch is for.
    start : int
        The first image, for data that has an order; it wraps around at the end.

    Raises
    ------
    ValueError
        If the net cannot take the data, or the batch is not positive.
    """
    check(settings, spec)
    lines = _digits(settings, spec, start) if settings.data == "digits" else _made(settings, spec)
    return "\n".join(lines)


def check(settings: Settings, spec: NetSpec) -> None:
    """Refuse with a ValueError what cannot be drawn for this net."""
    if settings.data not in spec.fits:
        refused = QT_TRANSLATE_NOOP(
            "Explain",
            'The data "{data}" does not fit the net "{net}": it takes {names}, samples of shape '
            "{shape}.",
        )
        names = either(f'"{name}"' for name in spec.fits)
        raise ValueError(
            refused.filled(data=settings.data, net=settings.net, names=names, shape=spec.sample)
        )
    if settings.batch < 1:
        refused = QT_TRANSLATE_NOOP("Explain", "A batch has at least one sample, not {value}.")
        raise ValueError(refused.filled(value=settings.batch))


@cache
def digits() -> tuple[tuple[int, str], ...]:
    """All bundled digits as (label, 64 characters): rows of 8×8 grey levels in base 17."""
    packed = files(f"{__package__.rpartition('.')[0]}.assets").joinpath("digits.txt.gz")
    lines = gzip.decompress(packed.read_bytes()).decode("ascii").splitlines()
    return tuple((int(line[0]), line[2:]) for line in lines)


def _made(settings: Settings, spec: NetSpec) -> list[str]:
    """Input and target that need no data set."""
    batch = (settings.batch,) if settings.batched else ()
    shape = (*batch, *spec.sample)
    if settings.data == "three":
        lines = [f"input = torch.full({shape}, 3.0)"]
    else:
        lines = [f"input = torch.randn({_arguments(shape)})"]
    if settings.loss == "mse":
        target = _arguments((*batch, spec.outputs))
        lines.append(f"target = torch.randn({target})  # a dummy target")
    elif settings.loss == "cross_entropy":
        lines.append(f"target = torch.randint({spec.outputs}, {batch})  # a dummy class label")
    return lines


def _digits(settings: Settings, spec: NetSpec, start: int) -> list[str]:
    """The next images, 8×8 made 32×32, grey levels 0..16 made 0..1; and their labels."""
    images = digits()
    count = settings.batch if settings.batched else 1
    chosen = [images[(start + i) % len(images)] for i in range(count)]
    lines = [
        "digits = [  # handwritten, 8 by 8 pixels, a character per pixel: grey levels 0..g = 0..16",
        *(f'    "{pixels}",' for _, pixels in chosen),
        "]",
        f"input = torch.tensor([[int(c, {GREYS}) / 16 for c in d] for d in digits])",
        'input = F.interpolate(input.view(-1, 1, 8, 8), size=(32, 32), mode="bilinear", '
        "align_corners=False)",
    ]
    labels = [label for label, _ in chosen]
    if not settings.batched:
        lines.append("input = input[0]")
    value = f"torch.tensor({labels if settings.batched else labels[0]})"
    if settings.loss == "mse":
        lines.append(f"target = F.one_hot({value}, {spec.outputs}).float()")
    elif settings.loss == "cross_entropy":
        lines.append(f"target = {value}")
    return lines


def _arguments(shape: tuple[int, ...]) -> str:
    return ", ".join(map(str, shape))
