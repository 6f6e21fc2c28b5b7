"""Devices are listed with their names, and broken ones with torch's words."""

from __future__ import annotations

import pytest
import torch

from gradwalk.engine import devices


def test_the_processor_comes_first_and_works() -> None:
    first, *others = devices.devices()
    assert first.name == "cpu"
    assert first.label
    assert not first.error
    for device in others:
        assert torch.device(device.name).index is not None
        assert device.label


def test_every_device_without_an_error_computes() -> None:
    for device in devices.devices():
        if not device.error:
            devices.probe(device.name)


def test_a_device_that_cannot_compute_raises_torchs_own_exception() -> None:
    with pytest.raises(RuntimeError, match="meta"):
        devices.probe("meta")


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has CUDA")
def test_a_missing_device_fails_in_a_way_that_can_be_shown() -> None:
    with pytest.raises(devices.FAILURES) as caught:
        devices.probe("cuda:0")
    assert "\n" not in devices.first_line(caught.value)
    assert devices.first_line(caught.value)


def test_an_exception_without_words_still_has_a_line() -> None:
    assert devices.first_line(AssertionError()) == "AssertionError"


@pytest.mark.parametrize("device", [d.name for d in devices.devices() if not d.error])
def test_random_numbers_repeat_from_a_kept_state(device: str) -> None:
    state = devices.rng_state(device)
    first = torch.randn(4, device=device)
    devices.set_rng_state(device, state)
    assert torch.equal(first, torch.randn(4, device=device))
