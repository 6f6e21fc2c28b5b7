"""Settings of torch's that a user's file may change for the whole process when it is imported."""

from __future__ import annotations

import torch


class TorchDefaults:
    """The default type and device, gradient mode and anomaly mode, as they are now."""

    def __init__(self) -> None:
        self._dtype = torch.get_default_dtype()
        self._device = torch.get_default_device()
        self._grad = torch.is_grad_enabled()
        self._anomaly = torch.is_anomaly_enabled(), torch.is_anomaly_check_nan_enabled()
        self._exact = (
            torch.are_deterministic_algorithms_enabled(),
            torch.is_deterministic_algorithms_warn_only_enabled(),
        )

    def set(self) -> None:
        """Make them what they were; what is so already is not touched."""
        if torch.get_default_dtype() != self._dtype:
            torch.set_default_dtype(self._dtype)
        if torch.get_default_device() != self._device:
            plain = self._device.type == "cpu"
            torch.set_default_device(None if plain else self._device)
        if torch.is_grad_enabled() != self._grad:
            torch.set_grad_enabled(self._grad)
        if (torch.is_anomaly_enabled(), torch.is_anomaly_check_nan_enabled()) != self._anomaly:
            torch.autograd.set_detect_anomaly(*self._anomaly)
        now = torch.are_deterministic_algorithms_enabled()
        if now != self._exact[0]:
            torch.use_deterministic_algorithms(self._exact[0], warn_only=self._exact[1])
