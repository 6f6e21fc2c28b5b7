"""Models as other projects write them, opened by their name alone; what is asked for if that fails.

Each is opened as a person would, without saying what goes in, and then runs.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from gradwalk import Session
from gradwalk.engine.loader.mistakes import ModelError
from gradwalk.engine.loader.outputs import choose_outputs

HEAD = """
import argparse
import torch
from torch import nn
import torch.nn.functional as F
"""

LAZY = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv, self.norm, self.out = nn.LazyConv2d(4, 3), nn.LazyBatchNorm2d(), nn.LazyLinear(3)
    def forward(self, x):
        return self.out(self.norm(self.conv(x)).relu().flatten(1))
"""
LANGUAGE = """
class Net(nn.Module):
    def __init__(self, kind="LSTM"):
        super().__init__()
        self.table, self.rnn = nn.Embedding(20, 6), getattr(nn, kind)(6, 5, 2)
        self.out = nn.Linear(5, 20)
    def forward(self, tokens, hidden):
        y, hidden = self.rnn(self.table(tokens), hidden)
        return F.log_softmax(self.out(y).view(-1, 20), dim=1), hidden
"""
PYRAMID = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 3)
    def forward(self, xs: list[torch.Tensor]):
        return torch.stack([self.a(x) for x in xs]).sum(0)
"""
RANKER = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.user, self.item = nn.Embedding(9, 4), nn.Embedding(7, 4)
    def forward(self, batch):
        return (self.user(batch["user_id"]) * self.item(batch["item_id"])).sum(-1)
"""
KEYWORDS = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 3)
    def forward(self, **batch):
        return self.a(batch["features"])
"""
DECODER = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.table, self.out = nn.Embedding(9, 4), nn.Linear(4, 9)
    def forward(self, src, trg):
        outputs = torch.zeros(len(trg), 1, 9)
        for t in range(1, len(trg)):
            outputs[t] = self.out(self.table(trg[t - 1]) + self.table(src).sum((0, 1)))
        return outputs
"""
OFFSETS = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("offsets", torch.tensor([0, 3]))
        self.table = nn.Embedding(7, 4)
    def forward(self, x):
        return self.table(x + self.offsets).sum((1, 2))
"""
HYPER = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.seed, self.make = nn.Parameter(torch.randn(4)), nn.Linear(4, 15)
    def forward(self, x):
        return x @ self.make(self.seed).view(3, 5)
"""
FIELD = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1))
    def forward(self, a, b):
        return self.net(torch.cat([a, b], 1))
"""
SOUND = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3)
    def forward(self, waveform):
        window = torch.hann_window(64)
        parts = torch.stft(waveform, 64, return_complex=True, window=window).abs()
        return self.conv(parts.unsqueeze(1)).mean((2, 3))
"""
GRAPH = """
class Conv(nn.Module):
    def __init__(self, in_channels, out_channels):
        super().__init__()
        self.in_channels = in_channels
        self.weight = nn.Parameter(torch.randn(in_channels, out_channels))
    def forward(self, x, edges):
        messages = (x @ self.weight)[edges[0]]
        return torch.zeros(len(x), messages.shape[1]).index_add(0, edges[1], messages)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = Conv(6, 4), Conv(4, 2)
    def forward(self, x: "torch.Tensor | tuple[torch.Tensor, torch.Tensor]", edge_index, batch):
        y = self.b(self.a(x, edge_index).relu(), edge_index)
        return torch.zeros(1, 2).index_add(0, batch, y)
"""
POLICY = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.mean, self.spread = nn.Linear(4, 2), nn.Parameter(torch.zeros(2))
    def forward(self, state):
        return torch.distributions.Normal(self.mean(state), self.spread.exp())
"""
FEATURES = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(4, 4), nn.Linear(4, 3)
    def forward(self, x):
        first = self.a(x)
        return (x, first), {"head": self.b(first)}
"""

CONDITIONED = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv, self.table = nn.Conv2d(3, 8, 3), nn.Embedding(10, 8)
    def forward(self, x, mask=None, t=None, y=None, scale=1.0):
        h = self.shifted(self.conv(x), t)
        if y is None:
            raise ValueError("y should be given: the class of each picture")
        return (h if mask is None else h * mask) + self.table(y)[..., None, None]
    def shifted(self, h, time):
        return h + time.float().view(-1, 1, 1, 1)
"""
MESSAGES = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.num_relations, self.a = 3, nn.Linear(8, 4)
        self.scale = nn.Parameter(torch.ones(3, 4))
    def forward(self, x=None, edge_index=None, edge_type=None):
        source, target = edge_index
        assert edge_type is not None
        return torch.zeros(16, 4).index_add(0, target, self.a(x)[source] * self.scale[edge_type])
"""
DECODING = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.MultiheadAttention(16, 2, batch_first=True)
    def forward(self, x, memory=None, mask=None):
        return self.layer(x, memory, memory, attn_mask=mask)[0]
"""

POOLING = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.GRU(8, 3, batch_first=True)
    def forward(self, x, ptr=None):
        if x.dim() == 2 and ptr is None and x.isfinite().all():
            return self.rnn(x[None])[0][:, -1]
        return self.rnn(x[: ptr.item()])[0][:, ptr.numel() * 1000]
"""


def typed(kind: str) -> str:
    return f"""
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 3, dtype=torch.{kind})
    def forward(self, x):
        return self.a(x)
"""


OPENED: dict[str, tuple[str, str, str, str]] = {  # the text, its inputs, output and loss
    "lazy": (LAZY, "1x3x32x32", "output", "CrossEntropyLoss"),
    "a state": (LANGUAGE, "16x1:int64:0..19,hidden[0]=2x1x5,hidden[1]=2x1x5", "output[0]",
                "NLLLoss"),
    "a list": (PYRAMID, "xs[0]=1x4", "output", "CrossEntropyLoss"),
    "a dictionary": (RANKER, "batch[user_id]=1x16:int64:0..8,batch[item_id]=1x16:int64:0..6",
                     "output", "CrossEntropyLoss"),
    "any keyword": (KEYWORDS, "features=1x4", "output", "CrossEntropyLoss"),
    "a decoder": (DECODER, "1x16:int64:0..8,16x1:int64:0..8", "output", "MSELoss"),
    "offsets": (OFFSETS, "1x1:int64:0..1", "output", "MSELoss"),
    "weights that are made": (HYPER, "1x3", "output", "CrossEntropyLoss"),
    "two that are joined": (FIELD, "1x1,1x1", "output", "MSELoss"),
    "sound": (SOUND, "1x16000", "output", "CrossEntropyLoss"),
    "a graph": (GRAPH, "16x6,2x32:int64:0..15,16:int64:0..0", "output", "CrossEntropyLoss"),
    "a distribution": (POLICY, "1x4", "output.loc", "CrossEntropyLoss"),
    "features and a head": (FEATURES, "1x4", 'output[1]["head"]', "CrossEntropyLoss"),
    "double": (typed("float64"), "1x4:float64", "output", "CrossEntropyLoss"),
    "bfloat16": (typed("bfloat16"), "1x4:bfloat16", "output", "CrossEntropyLoss"),
    "a picture, a time and a class that may be left out": (
        CONDITIONED, "1x3x32x32,t=1:int64:0..9,y=1:int64:0..9", "output", "MSELoss"),
    "edges that may be left out": (
        MESSAGES, "16x8,edge_index=2x32:int64:0..15,edge_type=32:int64:0..2", "output",
        "CrossEntropyLoss"),
    "a memory that may be left out": (DECODING, "1x16x16,memory=1x16x16", "output", "MSELoss"),
    "what is better left out": (POOLING, "1x8", "output", "CrossEntropyLoss"),
    "complex": (typed("complex64"), "1x4:complex64", "output", "power"),
}  # fmt: skip


def written(folder: Path, text: str) -> str:
    file = folder / "model.py"
    file.write_text(HEAD + text)
    return str(file)


@pytest.mark.parametrize("name", OPENED)
def test_a_model_opens_by_its_name_alone(name: str, tmp_path: Path) -> None:
    text, inputs, root, loss = OPENED[name]
    session = Session(written(tmp_path, text))
    own = session.settings.own
    assert own is not None
    assert (own.inputs, own.root, own.loss) == (inputs, root, loss)
    session.forward()
    session.backward()
    session.step()
    used = [p for p in session.model.parameters() if p.grad is not None]
    assert used
    assert session.graph is not None
    named = {node.parameter for node in session.graph.nodes} - {None}
    assert len(named) == len(used)


CONFIGURED = """
class Block(nn.Module):
    def __init__(self, args):
        super().__init__()
        self.a = nn.Linear(args.width, args.inner.size)
    def forward(self, x):
        return self.a(x)
class Net(nn.Module):
    def __init__(self, args):
        super().__init__()
        self.blocks = nn.Sequential(*[Block(args) for _ in range(args.depth)])
    def forward(self, x):
        return self.blocks(x)
"""
SCRIPTS: dict[str, tuple[str, dict[str, Any]]] = {
    "a state": (LANGUAGE, {"inputs": "7x2:int64:0..19,hidden[1]=2x2x5,hidden[0]=2x2x5"}),
    "what argparse gives": (
        CONFIGURED, {"arguments": {"args": {"width": 4, "depth": 2, "inner": {"size": 4}}}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SCRIPTS)
def test_its_script_runs_as_it_stands(name: str, tmp_path: Path) -> None:
    text, choices = SCRIPTS[name]
    session = Session(written(tmp_path, text), **choices)
    session.forward()
    session.backward()
    session.step()
    session.forward()
    script = tmp_path / "script.py"
    script.write_text(session.script())
    run = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=120, check=True
    )
    assert session.loss is not None
    assert f"loss {session.loss.item()}" in run.stdout.splitlines()


@pytest.mark.parametrize(
    ("last", "loss"),
    [(nn.Sigmoid(), "BCELoss"), (nn.LogSoftmax(1), "NLLLoss"), (nn.ReLU(), "CrossEntropyLoss")],
)
def test_the_last_operation_tells_the_loss(last: nn.Module, loss: str) -> None:
    choice = choose_outputs(nn.Sequential(nn.Linear(4, 3), last)(torch.randn(2, 4)))[0]
    first = choice.losses[0]
    assert first.title == loss
    names = {"output": last(torch.randn(2, 3)), "torch": torch, "nn": nn}
    exec("\n".join((first.criterion, first.target, first.loss)), names)
    assert names["loss"].isfinite()


def refused(target: str, **choices: Any) -> str:
    with pytest.raises(ModelError) as caught:
        Session(target, **choices)
    return str(caught.value.mistake)


def test_what_a_class_needs_is_told_as_the_option_to_type(tmp_path: Path) -> None:
    text = """
class Net(nn.Module):
    def __init__(self, width: int, depth: int, args, *, bias: bool):
        super().__init__()
        self.a = nn.Linear(width, args.out, bias=args.get("flag", bias))
    def forward(self, x):
        return self.a(x)
"""
    told = refused(written(tmp_path, text), arguments={"depth": 3})
    assert "width (int), args, bias (bool)" in told
    assert (
        """--args '{"depth": 3, "width": ..., "args": {"out": ..., "flag": ...}, "bias": ...}'"""
        in told
    )


def test_where_no_guess_fits_it_is_told_how_to_give_the_input(tmp_path: Path) -> None:
    text = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 2)
    def forward(self, x):
        if x.shape[0] != 77:
            raise ValueError("no")  # HERE
        return self.a(x)
"""
    told = refused(written(tmp_path, text))
    assert "# HERE" in told
    assert "--input 1x4" in told
    assert "--batch-from" in told
    chosen = refused(written(tmp_path, text), inputs="1x4")
    assert "only a guess" not in chosen


def test_a_package_opens_the_model_that_it_hands_on(tmp_path: Path) -> None:
    package = tmp_path / "nets"
    package.mkdir()
    (package / "deep.py").write_text(HEAD + typed("float32"))
    (package / "__init__.py").write_text("from .deep import Net\n")
    session = Session(str(package))
    session.forward()
    assert session.output is not None
    told = refused(f"{package}:Nett")
    assert "It has Net." in told
    (package / "more.py").write_text(HEAD + typed("float32").replace("Net", "Other"))
    (package / "__init__.py").write_text("from .deep import Net\nfrom .more import Other\n")
    assert "Net, Other" in refused(str(package))


def test_a_module_that_an_installed_package_has_not() -> None:
    told = refused("torch.nn.layers_of_old:Net")
    assert "torch is installed, but torch.nn.layers_of_old is not in it." in told
    assert "pip install" not in told


def test_a_library_shows_its_own_line_where_nothing_of_the_users_runs() -> None:
    told = refused("torch.nn:Bilinear", arguments=[2, 3, 4], inputs="1x2,1x5")
    assert "self.weight" in told  # the line in torch's forward


def test_a_device_in_the_code_that_is_not_there(tmp_path: Path) -> None:
    if torch.cuda.is_available():
        pytest.skip("it is there")
    text = typed("float32") + "\nnet = Net().cuda()  # HERE\n"
    told = refused(written(tmp_path, text))
    assert "# HERE" in told
    assert "Leave the device out" in told
