"""A model's parameters and buffers, found in one pass over its modules.

torch's own iterators resume one generator per level for each module, which for a deep model takes
as long as walking the graph of its loss.

Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.named_parameters
"""

from __future__ import annotations

from torch import Tensor, nn


def named_modules(model: nn.Module, once: bool) -> list[tuple[str, nn.Module]]:
    """Every module in the order of `named_modules`, under each of its names or only the first."""
    found: list[tuple[str, nn.Module]] = []
    coming: list[tuple[str, nn.Module]] = [("", model)]
    seen: set[nn.Module] = set()
    while coming:
        path, module = coming.pop()
        if once:
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
    return [
        (f"{path}.{name}" if path else name, parameter)
        for path, module in named_modules(model, once=False)
        if module._parameters
        for name, parameter in module._parameters.items()
        if parameter is not None
    ]


def tensors_of(model: nn.Module) -> list[Tensor]:
    """All parameters and buffers, each object once."""
    found: dict[int, Tensor] = {}
    seen: set[nn.Module] = set()
    coming = [model]
    while coming:
        module = coming.pop()
        if module in seen:
            continue
        seen.add(module)
        coming += [inner for inner in module._modules.values() if inner is not None]
        for members in (module._parameters, module._buffers):
            for tensor in members.values():
                if tensor is not None:
                    found[id(tensor)] = tensor
    return list(found.values())
