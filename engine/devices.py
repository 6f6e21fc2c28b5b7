"""Which devices there are, and whether they really compute.

Source: https://docs.pytorch.org/docs/stable/accelerator.html
"""

from __future__ import annotations

import platform
import subprocess
from pathlib import Path

import torch

from .messages import Device
from .sentences import QT_TRANSLATE_NOOP, Sentence, words

FAILURES = (RuntimeError, AssertionError, OSError, ValueError, TypeError)
"""What torch raises where a device is missing, broken or full (NotImplementedError included)."""


def devices() -> tuple[Device, ...]:
    """The processor, then every accelerator that torch reports, each probed."""
    found = [Device("cpu", _processor())]
    for kind, count in _accelerators().items():
        found += [_probed(f"{kind}:{index}") for index in range(count)]
    return tuple(found)


def probe(device: str) -> None:
    """Allocate, multiply and read one number on `device`.

    Raises
    ------
    RuntimeError, AssertionError, ...
        torch's own exception if the device is missing or broken.
    """
    product = (torch.full((2,), 3.0, device=device) * 7.0).sum().item()
    if product != 42.0:
        wrong = QT_TRANSLATE_NOOP("Explain", "{device} computed 3 * 7 + 3 * 7 = {product}")
        raise RuntimeError(wrong.filled(device=device, product=product))


def rng_state(device: str) -> torch.Tensor:
    """The state of a device's random number generator, uint8, on the CPU."""
    place = torch.device(device)
    if place.type == "cpu":
        return torch.get_rng_state()
    module = torch.get_device_module(place)
    state: torch.Tensor = module.get_rng_state(*_index(place))
    return state


def set_rng_state(device: str, state: torch.Tensor) -> None:
    """Put back what `rng_state` gave."""
    place = torch.device(device)
    if place.type == "cpu":
        torch.set_rng_state(state)
    else:
        torch.get_device_module(place).set_rng_state(state, *_index(place))


def _index(place: torch.device) -> tuple[int, ...]:
    # torch.mps has one generator and takes no index
    return () if place.type == "mps" else (place.index or 0,)


def _accelerators() -> dict[str, int]:
    """Number of devices per kind of accelerator, the current accelerator's kind first."""
    counts: dict[str, int] = {}
    current = torch.accelerator.current_accelerator(check_available=True)
    if current is not None:
        counts[current.type] = torch.accelerator.device_count()
    for kind in ("cuda", "mps", "xpu"):
        module = getattr(torch, kind, None)
        if kind not in counts and module is not None and module.is_available():
            counts[kind] = module.device_count()
    return counts


def _probed(name: str) -> Device:
    label = name
    try:
        label = _label(name)
        probe(name)
    except FAILURES as failure:
        return Device(name, label, first_line(failure))
    return Device(name, label)


def _label(name: str) -> str:
    """The maker's name for an accelerator, or what torch calls it."""
    place = torch.device(name)
    get_name = getattr(torch.get_device_module(place), "get_device_name", None)
    if get_name is None:
        return {"mps": "Apple GPU"}.get(place.type, name)
    return str(get_name(place.index))


def first_line(failure: BaseException) -> str | Sentence:
    """The first line of an exception's words, or its type where it has none."""
    said = words(failure)
    return said if isinstance(said, Sentence) else next(iter(said.splitlines()), "")


def _processor() -> str:
    """The processor's name as the system tells it; at least its architecture."""
    if platform.system() == "Linux":
        cpuinfo = Path("/proc/cpuinfo")
        for line in cpuinfo.read_text(errors="replace").splitlines() if cpuinfo.exists() else ():
            key, _, value = line.partition(":")
            if key.strip() == "model name" and value.strip():
                return value.strip()
    if platform.system() == "Darwin":
        command = ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"]
        told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=5)
        if told.stdout.strip():
            return told.stdout.strip()
    return platform.processor() or platform.machine()
