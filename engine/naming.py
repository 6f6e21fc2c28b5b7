"""Names of parameters, from a module or from whatever else has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

import torch
from torch import nn

from .members import named_parameters

Named: TypeAlias = "torch.Tensor | nn.Module"
Names: TypeAlias = "nn.Module | Mapping[str, Named] | Iterable[tuple[str, Named]] | None"
"""What gives parameters their names: a module, or names with tensors or modules."""


def parameter_names(model: Names) -> dict[int, str]:
    """`id` of each parameter to its name; a tied weight gets all its names, joined by " = ".

    Raises
    ------
    TypeError
        If `model` is nothing that has names.
    """
    names: dict[int, str] = {}
    for name, parameter in _named(model):
        known = names.get(id(parameter))
        names[id(parameter)] = name if known is None else f"{known} = {name}"
    return names


def _named(model: Names) -> Iterator[tuple[str, torch.Tensor]]:
    if model is None:
        return
    if isinstance(model, nn.Module):
        yield from named_parameters(model)
        return
    pairs = model.items() if isinstance(model, Mapping) else model
    if not isinstance(pairs, Iterable) or isinstance(pairs, (str, torch.Tensor)):
        raise TypeError(f"model is a {type(model).__name__}; {EXPECTED}")
    for pair in pairs:
        if not (isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[0], str)):
            raise TypeError(f"model has a {type(pair).__name__} in it; {EXPECTED}")
        name, value = pair
        if isinstance(value, nn.Module):
            inside = named_parameters(value)
            yield from ((f"{name}.{path}", parameter) for path, parameter in inside)
        elif isinstance(value, torch.Tensor):
            yield name, value
        else:
            raise TypeError(f"model has a {type(value).__name__} called {name!r}; {EXPECTED}")


EXPECTED = (
    "it must be a torch.nn.Module, a dictionary of names to tensors or modules, or a list of pairs "
    "as named_parameters() gives them"
)
