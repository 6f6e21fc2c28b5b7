"""A model's parameters and buffers, found in one pass over its modules.

torch's own iterators resume one generator per level for each module, which for a deep model takes
as long as walking the graph of its loss.

Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.named_parameters
"""

from __future__ import annotations

from torch import Tensor, nn


def named_modules(model: nn.Module) -> list[tuple[str, nn.Module]]:
    """Every module once, in the order of `named_modules`."""
    found: list[tuple[str, nn.Module]] = []
    coming: list[tuple[str, nn.Module]] = [("", model)]
    seen: set[nn.Module] = set()
    while coming:
        path, module = coming.pop()
        if module in seen:
            continue
        seen.add(module)
        found.append((path, module))
        if module._modules:
            start = f"{path}." if path else ""
            coming += [
                (start + name, inner)
                for name, inner in reversed(module._modules.items())
                if inner is not None
            ]
    return found


def named_parameters(model: nn.Module) -> list[tuple[str, nn.Parameter]]:
    """Every parameter under each of its names: `named_parameters(remove_duplicate=False)`.

    A model that overrides that method is asked itself.
    """
    if type(model).named_parameters is not nn.Module.named_parameters:
        return list(model.named_parameters(remove_duplicate=False))
    found: list[tuple[str, nn.Parameter]] = []
    coming: list[tuple[str, nn.Module]] = [("", model)]
    while coming:
        start, module = coming.pop()
        if module._parameters:
            found += [(start + n, p) for n, p in module._parameters.items() if p is not None]
        if module._modules:
            inside = reversed(module._modules.items())
            coming += [(f"{start}{n}.", inner) for n, inner in inside if inner is not None]
    return found


def tensors_of(model: nn.Module) -> list[Tensor]:
    """All parameters and buffers that have numbers, each object once.

    A lazy layer has none until forward reaches it.
    """
    found: list[Tensor | None] = []
    seen: set[nn.Module] = set()
    coming: list[nn.Module | None] = [model]
    while coming:
        module = coming.pop()
        if module is None or module in seen:
            continue
        seen.add(module)
        for members in (module._parameters, module._buffers):
            if members:
                found += members.values()
        if module._modules:
            coming += module._modules.values()
    known = {id(tensor): tensor for tensor in found if tensor is not None}
    return [tensor for tensor in known.values() if not nn.parameter.is_lazy(tensor)]
