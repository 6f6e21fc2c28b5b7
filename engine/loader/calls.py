"""The call that makes a model, as text: JSON as the parameters want it, configurations included."""

from __future__ import annotations

import argparse
import dataclasses
import inspect
import keyword
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import torch

from ... import literals
from .batches import RESERVED

CONFIGS = ("config", "cfg", "args", "conf", "opt", "opts", "hparams", "hps", "params", "options")
"""What parameters are called that take a whole configuration."""

Arguments = Mapping[str, Any] | Sequence[Any]
_Parameters = Mapping[str, inspect.Parameter]


@dataclass(frozen=True)
class Call:
    """An expression, and what it needs: classes and values by name, with their modules."""

    text: str
    classes: dict[str, tuple[str, Any]]


def call(
    name: str,
    maker: Any,
    module: ModuleType,
    given: Arguments | None = None,
    attributes: bool = False,
) -> Call:
    """``name(...)`` with these arguments.

    What is missing and has a value of that name in the file gets it. Where a dataclass or a
    configuration is wanted, a mapping makes it, and one that is missing is made without arguments;
    where a tuple is wanted, a list does. With `attributes`, mappings are
    written as what argparse gives, ``args.width``.
    """
    writer = _Writer(maker, module, attributes)
    parameters = _parameters(maker)
    shown: list[str]
    if isinstance(given, Mapping) or given is None:
        shown = writer.named(given or {}, parameters)
    else:
        positional = [p for p in parameters.values() if p.kind is not p.KEYWORD_ONLY]
        padded = [*positional, *[None] * len(given)]
        shown = [
            writer.value(value, "" if p is None else p.name, p)
            for value, p in zip(given, padded, strict=False)
        ]
    return Call(f"{name}({', '.join(shown)})", writer.classes)


class _Writer:
    """Writes values, and notes which classes they need."""

    def __init__(self, maker: Any, module: ModuleType, attributes: bool) -> None:
        self._maker = maker
        self._module = module
        self._attributes = attributes
        self.classes: dict[str, tuple[str, Any]] = {}

    def named(self, given: Mapping[str, Any], parameters: _Parameters) -> list[str]:
        shown, odd = [], []
        for name, value in given.items():
            text = self.value(value, name, parameters.get(name))
            if name.isidentifier() and not keyword.iskeyword(name):
                shown.append(f"{name}={text}")
            else:
                odd.append(f"{name!r}: {text}")
        for name, parameter in parameters.items():
            fixed = parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
            if name not in given and parameter.default is parameter.empty and not fixed:
                config = config_class(name, parameter, self._maker, self._module)
                value = value_of(name, parameter, self._module)
                if value is not None:
                    shown.append(f"{name}={self._value(value)}")
                elif config is not None:
                    shown.append(f"{name}={self._class(config)}()")
        return [*shown, f"**{{{', '.join(odd)}}}"] if odd else shown

    def value(self, value: Any, name: str, parameter: inspect.Parameter | None) -> str:
        if isinstance(value, Mapping):
            config = config_class(name, parameter, self._maker, self._module)
            if config is not None:
                inner = self.named(value, _parameters(config))
                return f"{self._class(config)}({', '.join(inner)})"
            if self._attributes and all(str(key).isidentifier() for key in value):
                self.classes["Namespace"] = "argparse", argparse.Namespace
                inner = [f"{key}={self.value(v, '', None)}" for key, v in value.items()]
                return f"Namespace({', '.join(inner)})"
            pairs = (f"{key!r}: {self.value(v, '', None)}" for key, v in value.items())
            return f"{{{', '.join(pairs)}}}"
        if type(value) in (list, tuple):
            parts = [self.value(v, "", None) for v in value]
            if type(value) is tuple or (parameter is not None and _wants_tuple(parameter)):
                return f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"
            return f"[{', '.join(parts)}]"
        if isinstance(value, str) and value.startswith("torch."):
            kind = getattr(torch, value.removeprefix("torch."), None)
            return value if isinstance(kind, torch.dtype) else repr(value)
        return literals.source(value)

    def _value(self, name: str) -> str:
        self.classes[name] = self._module.__name__, vars(self._module)[name]
        return f"own_{name}" if name in RESERVED else name

    def _class(self, config: type) -> str:
        here = vars(self._module).get(config.__name__) is config
        module = self._module.__name__ if here else config.__module__
        self.classes[config.__name__] = module, config
        return config.__name__


def config_class(
    name: str, parameter: inspect.Parameter | None, maker: Any, module: ModuleType
) -> type | None:
    """The class of a configuration: annotated, the library's own, or the only one in the file."""
    annotation = getattr(parameter, "annotation", None)
    if isinstance(annotation, str):
        annotation = getattr(module, annotation, None)
    if isinstance(annotation, type) and (
        dataclasses.is_dataclass(annotation) or annotation.__name__.endswith("Config")
    ):
        return annotation
    if name not in CONFIGS:
        return None
    own = getattr(maker, "config_class", None)
    if isinstance(own, type):
        return own
    classes = [v for k, v in vars(module).items()
               if isinstance(v, type) and k.endswith(("Config", "Args", "Arguments"))]  # fmt: skip
    return classes[0] if len(classes) == 1 else None


def value_of(name: str, parameter: inspect.Parameter | None, module: ModuleType) -> str | None:
    """The file's own value for a parameter, by its name: what its script gives to the model.

    It is called the same; a configuration may have another of its names, if there is only one.
    """
    if name in CONFIGS and name not in vars(module):
        others = [each for each in CONFIGS if _is_value(each, parameter, module)]
        return others[0] if len(others) == 1 else None
    return name if _is_value(name, parameter, module) else None


def _is_value(name: str, parameter: inspect.Parameter | None, module: ModuleType) -> bool:
    value = vars(module).get(name)
    if value is None or isinstance(value, ModuleType | type) or inspect.isroutine(value):
        return False
    annotation = getattr(parameter, "annotation", None)
    if inspect.isclass(annotation) and annotation is not inspect.Parameter.empty:
        try:
            return isinstance(value, (float, int) if annotation is float else annotation)
        except TypeError:  # list[int], or a protocol
            return True
    return True


def _wants_tuple(parameter: inspect.Parameter) -> bool:
    return "tuple" in str(parameter.annotation).lower() or isinstance(parameter.default, tuple)


def _parameters(maker: Any) -> _Parameters:
    try:
        return inspect.signature(maker).parameters
    except (TypeError, ValueError):
        return {}
