"""A session as one plain Python script: "Copy as Python"."""

from __future__ import annotations

from textwrap import indent

from .messages import Settings, Statement
from .script_sources import HELPER, sources
from .source import Source, source

EXITS = ("SystemExit:", "GeneratorExit:")

PREAMBLE = """import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
"""


def script(settings: list[Settings], statements: list[Statement], lazy: bool = False) -> str:
    """A plain Python script that does and prints what the window shows.

    `settings` are all that were in force, in their order; `statements` begin with the setup.
    """
    prefaces = [source(each).preface for each in settings]
    loaded = sources(settings) if len(settings) == len(statements) else {}
    parts = [PREAMBLE, *dict.fromkeys(prefaces), HELPER if loaded else ""]
    for place, statement in enumerate(statements):
        parts.append(loaded.get(place, ""))
        lines = [statement.code]
        if statement.printed:
            lines.append(statement.printed)
        text = "\n".join(line for line in lines if line)
        if statement.failed:
            caught = "BaseException" if statement.output.startswith(EXITS) else "Exception"
            text = (
                f"try:\n{indent(text, '    ')}\nexcept {caught} as error:\n"
                '    print(f"{type(error).__name__}: {error}")'
            )
        parts.append(text)
    parts.append(_final(source(settings[-1]), lazy))
    return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"


def _final(text: Source, lazy: bool) -> str:
    """The last lines of a script; what no forward has reached of a lazy model has no numbers."""
    dense = [line.replace("norm(p.grad)", "norm(p.grad.to_dense())") for line in PARAMETERS]
    lines = [
        "# The numbers in the window's table: shape, norm of the weights, norm of the gradient",
        "norm = torch.linalg.vector_norm",
    ]
    for loss in text.losses:
        lines += [f'if "{loss}" in globals():', f'    print("{loss}", {loss}.item())']
    table = dense if text.modules else list(PARAMETERS)
    if lazy:
        table = [table[0], "    if not nn.parameter.is_lazy(p):", *(f"    {t}" for t in table[1:])]
    return "\n".join([*lines, *table])


PARAMETERS = (
    "for name, p in net.named_parameters():",
    "    print(name, tuple(p.shape), norm(p).item(), None if p.grad is None "
    "else norm(p.grad).item())",
)
