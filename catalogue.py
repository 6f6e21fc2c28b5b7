"""The examples: small models as plain files, which are read here and never run.

Adding an example is adding a file to `assets/examples`. It is a script for plain Python::

    # Title
    # One sentence on what there is to see.

    # %% definitions
    imports, classes
    # %% net
    torch.manual_seed(0)
    net = ...
    # %% batch
    input = ...
    # %% forward
    output = net(input)
    loss = ...
    # %% backward
    loss.backward()

A section is what one verb runs. `batch` assigns tensors and nothing else, at its top level; `net`
is the only module that is trained; `forward` leaves `output` and every loss of `backward`.

The window and the engine both read the examples: there is neither torch nor Qt here.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

SECTIONS = ("definitions", "net", "batch", "forward", "backward")
SEED = "torch.manual_seed(0)"
_FOLDER = files(f"{__package__}.assets").joinpath("examples")


class ExampleError(ValueError):
    """A file that is no example, with the reason."""


@dataclass(frozen=True)
class Example:
    """An example's text.

    Attributes
    ----------
    name : str
        Its file's, which is also its name on the command line.
    title, look : str
        What it is; one sentence on what there is to see.
    definitions, net, batch, forward : str
        Its sections; `definitions` after the lines above, `net` without the seed.
    made : tuple of str
        The names that `batch` assigns.
    losses : tuple of str
        Where backward starts, in the order of `backward`.
    """

    name: str
    title: str
    look: str
    definitions: str
    net: str
    batch: str
    forward: str
    made: tuple[str, ...]
    losses: tuple[str, ...]


@cache
def names() -> tuple[str, ...]:
    """Every example's name, in alphabetical order."""
    found = (file.name for file in _FOLDER.iterdir())
    return tuple(sorted(name.removesuffix(".py") for name in found if name.endswith(".py")))


@cache
def example(name: str) -> Example:
    """One of the examples.

    Raises
    ------
    KeyError
        If there is none of this name.
    ExampleError
        If its file does not have the form above.
    """
    if name not in names():
        raise KeyError(name)
    return read(name, _FOLDER.joinpath(f"{name}.py").read_text("utf-8"))


def read(name: str, text: str) -> Example:
    """An example from its file's text.

    Raises
    ------
    ExampleError
        If a section is missing, or one is not as it has to be.
    """
    head, *parts = re.split(r"^# %% (\w+)\n", text, flags=re.MULTILINE)
    sections = dict(zip(parts[::2], (part.strip("\n") for part in parts[1::2]), strict=True))
    if tuple(sections) != SECTIONS:
        raise ExampleError(f"{name}: the sections are {', '.join(SECTIONS)}, in this order.")
    told = [line.removeprefix("# ") for line in head.splitlines() if line.startswith("# ")]
    if len(told) != 2:
        raise ExampleError(f"{name}: two lines of comment come first, a title and what to see.")
    seed, _, net = sections["net"].partition("\n")
    if seed != SEED:
        raise ExampleError(f"{name}: the section net begins with {SEED}.")
    return Example(
        name=name,
        title=told[0],
        look=told[1],
        definitions=f"{head.strip()}\n{sections['definitions']}",
        net=net,
        batch=sections["batch"],
        forward=sections["forward"],
        made=tuple(assigned(sections["batch"])),
        losses=_losses(name, sections["backward"]),
    )


def assigned(code: str) -> dict[str, int]:
    """The names that a text's top-level statements assign, and the last line of the first time."""
    found: dict[str, int] = {}
    for statement in ast.parse(code).body:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                for node in ast.walk(target):
                    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                        found.setdefault(node.id, statement.end_lineno or 0)
    return found


def _losses(name: str, code: str) -> tuple[str, ...]:
    """The names before `.backward()`, line by line."""
    found = [re.fullmatch(r"(\w+)\.backward\(\)", line) for line in code.splitlines()]
    if not found or not all(found):
        raise ExampleError(f"{name}: the lines of the section backward read loss.backward().")
    return tuple(match[1] for match in found if match)
