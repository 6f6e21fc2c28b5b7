"""The statements that make inputs and targets run in plain PyTorch and fit their net."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import torch
import torch.nn as nn
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st

from gradwalk.engine import data, messages
from gradwalk.engine.messages import Settings
from gradwalk.engine.nets import NETS, Net
from gradwalk.engine.source import source

FITTING = [(net, kind) for net, spec in NETS.items() for kind in spec.fits]


def ran(source: str) -> dict[str, Any]:
    """The names that a statement defines in a plain script."""
    names: dict[str, Any] = {"torch": torch, "nn": nn, "F": F}
    exec(source, names)
    return names


def test_every_loss_of_the_protocol_has_an_entry() -> None:
    assert tuple(data.LOSSES) == messages.LOSSES


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(FITTING),
    st.sampled_from(messages.LOSSES),
    st.integers(1, 70),
    st.integers(0, 5000),
)
def test_what_is_drawn_trains(fitting: tuple[Any, Any], loss: Any, batch: int, start: int) -> None:
    net, kind = fitting
    spec = NETS[net]
    chosen = Settings(net=net, data=kind, loss=loss, batch=batch)
    names = ran(data.draw(chosen, spec, start))
    assert names["input"].shape == (batch, *spec.sample)
    model = Net() if net == "net" else nn.Linear(1, 1)
    names["output"] = model(names["input"])
    exec(f"{data.LOSSES[loss].criterion}\n{data.LOSSES[loss].loss}", names)
    names["loss"].backward()
    assert ("target" in names) == data.LOSSES[loss].target
    assert all(p.grad is not None for p in model.parameters())


@pytest.mark.parametrize(("net", "kind"), FITTING)
def test_without_a_batch_dimension_there_is_one_sample(net: Any, kind: Any) -> None:
    for loss, target in (("mse", (NETS[net].outputs,)), ("cross_entropy", ())):
        chosen = Settings(net=net, data=kind, loss=loss, batched=False, batch=5)
        names = ran(data.draw(chosen, NETS[net]))
        assert names["input"].shape == NETS[net].sample
        assert names["target"].shape == target


@pytest.mark.parametrize("net", NETS)
def test_data_that_does_not_fit_is_refused_with_what_fits(net: Any) -> None:
    spec = NETS[net]
    for kind in set(messages.DATA) - set(spec.fits):
        with pytest.raises(ValueError, match=spec.data):
            data.draw(Settings(net=net, data=kind), spec)


def test_a_batch_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        data.draw(Settings(batch=0), NETS["net"])


def test_both_are_moved_to_the_device() -> None:
    settings = Settings(device="meta")
    names = ran(source(settings).draw(settings, 0))
    assert names["input"].device.type == names["target"].device.type == "meta"


def test_the_digits_are_whole_and_balanced() -> None:
    images = data.digits()
    assert len(images) == 1797
    assert {len(pixels) for _, pixels in images} == {64}
    greys = [int(character, data.GREYS) for _, pixels in images for character in pixels]
    assert (min(greys), max(greys)) == (0, 16)
    labels = Counter(label for label, _ in images)
    assert sorted(labels) == list(range(10))
    assert min(labels.values()) > 0.9 * max(labels.values())


def test_digits_come_one_after_the_other_and_wrap_around() -> None:
    chosen = Settings(data="digits", loss="cross_entropy", batch=3)
    images = data.digits()
    names = ran(data.draw(chosen, NETS["net"], len(images) - 2))
    assert names["target"].tolist() == [label for label, _ in (*images[-2:], images[0])]
    assert names["input"].min() >= 0
    assert 0.5 < names["input"].max() <= 1


def test_a_digit_keeps_its_ink_when_it_grows() -> None:
    chosen = Settings(data="digits", loss="mse")
    names = ran(data.draw(chosen, NETS["net"]))
    label, pixels = data.digits()[0]
    ink = sum(int(character, data.GREYS) for character in pixels) / 64 / 16
    assert names["input"].mean().item() == pytest.approx(ink, abs=0.01)
    assert names["target"].tolist() == [[float(digit == label) for digit in range(10)]]
