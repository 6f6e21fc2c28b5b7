"""Losses of the user's, as their own training loop calls them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from gradwalk.engine.loader.mistakes import ModelError
from gradwalk.engine.session import Session

VAE = """import torch
from torch import nn
import torch.nn.functional as F
steps = torch.linspace(0, 1, 20)
class VAE(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc, self.mu, self.var = nn.Linear(6, 4), nn.Linear(4, 2), nn.Linear(4, 2)
        self.back = nn.Linear(2, 6)
    def forward(self, x, when=None):
        h = self.fc(x).relu()
        mu, logvar = self.mu(h), self.var(h)
        z = mu + torch.randn_like(mu) * (logvar / 2).exp()
        return torch.sigmoid(self.back(z)), mu, logvar
class Denoiser(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(7, 6)
    def forward(self, x, timestep):
        return self.lin(torch.cat([x, timestep[:, None] / 20], 1))
def loss_function(recon_x, x, mu, logvar):
    bce = F.binary_cross_entropy(recon_x, x, reduction="sum")
    return bce - 0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
def noise_loss(model, x_0, t):
    noise = torch.randn_like(x_0)
    return F.l1_loss(model(x_0 + steps[t][:, None] * noise, t), noise)
def weighted(model, data, beta):
    return model(data)[0].abs().mean() * beta
def compared(net, x, y):  # HERE
    return (net(x)[0] - y).abs().mean()
def pairs():
    return torch.rand(3, 6), torch.rand(3, 6)
"""


pytestmark = pytest.mark.usefixtures("nothing_stays_open")


@pytest.fixture
def path(tmp_path: Path) -> str:
    (tmp_path / "model.py").write_text(VAE)
    return str(tmp_path / "model.py")


@pytest.mark.parametrize(
    ("model", "given", "call", "inputs"),
    [
        ("VAE", {"loss": "loss_function"}, "loss_function(output, input, result[1], result[2])",
         "1x6:float32:0..1"),
        ("Denoiser", {"loss": "noise_loss"}, "noise_loss(net, input, input2)",
         "1x6,1:int64:0..19"),
        ("VAE", {"loss": "weighted", "loss_arguments": "beta=0.5"},
         "weighted(net, input, beta=0.5)", "1x6"),
        ("VAE", {"loss": "compared", "batch": "pairs"}, "compared(net, input, target)", ""),
    ],
)  # fmt: skip
def test_a_loss_gets_what_it_names(
    model: str, given: dict[str, Any], call: str, inputs: str, path: str
) -> None:
    session = Session(f"{path}:{model}", **given)
    session.forward()
    session.backward()
    script = session.script()
    assert f"loss = {call}" in script
    assert session.settings.own is not None
    assert session.settings.own.inputs == inputs
    names: dict[str, Any] = {}
    exec(script, names)
    assert torch.equal(names["loss"], session.loss)


def test_what_the_batch_lacks_is_said_at_the_function(path: str) -> None:
    with pytest.raises(ModelError) as caught:
        Session(f"{path}:VAE", loss="compared")
    mistake = caught.value.mistake
    assert "# HERE" in mistake.source
    assert "nothing for y" in str(mistake.text)
    assert "--batch-from" in str(mistake.instead)


def test_inputs_that_a_person_chose_stay(path: str) -> None:
    with pytest.raises(ModelError) as caught:
        Session(f"{path}:VAE", loss="loss_function", inputs="1x6")
    assert "from 0 to 1" in str(caught.value.mistake.why)
    assert "0..1" in str(caught.value.mistake.instead)
