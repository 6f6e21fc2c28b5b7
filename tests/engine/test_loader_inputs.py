"""Inputs that fit, outputs that are offered, and every loss and optimizer."""

from __future__ import annotations

import collections
import dataclasses
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from gradwalk import Session
from gradwalk.engine import observe
from gradwalk.engine.loader.forward import run
from gradwalk.engine.loader.guess import guess_inputs
from gradwalk.engine.loader.inputs import DTYPES, Input, arguments, call, parse_shape, statement
from gradwalk.engine.loader.menu import loss_lines, losses, optimizers
from gradwalk.engine.loader.mistakes import ModelError
from gradwalk.engine.loader.outputs import choose_outputs
from gradwalk.engine.nets import Net


@st.composite
def written(draw: st.DrawFn) -> Input:
    dtype = draw(st.sampled_from(DTYPES))
    span = None
    if dtype in ("int64", "int32", "float32"):
        low = draw(st.integers(-5, 5))
        span = draw(st.sampled_from([None, (low, low + draw(st.integers(0, 9)))]))
    name = draw(st.sampled_from(["", "x", "input_ids"]))
    key = draw(st.sampled_from(["", "image"])) if name else ""
    return Input(tuple(draw(st.lists(st.integers(0, 4), max_size=4))), dtype, span, name, key)


@given(st.lists(written(), min_size=1, max_size=3))
def test_what_is_written_is_read_back_and_drawn(inputs: list[Input]) -> None:
    assert parse_shape(",".join(map(str, inputs))) == tuple(inputs)
    for each in inputs:
        drawn = each.draw()
        assert tuple(drawn.shape) == each.shape
        assert drawn.dtype == getattr(torch, each.dtype)
        if each.span is not None and drawn.numel():
            assert drawn.min() >= each.span[0]
            assert drawn.max() <= each.span[1]


@pytest.mark.parametrize(
    "text", ["", "axb", "3x", "2x3:int65", "2:int64:5..1", "2;3", "x=", "1x2:"]
)
def test_what_is_no_shape_is_refused(text: str) -> None:
    with pytest.raises(ModelError):
        parse_shape(text)


def test_statements_and_tensors_are_the_same() -> None:
    inputs = parse_shape("2x3,t=1:int64:0..9,batch[image]=1x4")
    torch.manual_seed(0)
    positional, named = arguments(inputs)
    names: dict[str, Any] = {"torch": torch}
    torch.manual_seed(0)
    exec(statement(inputs), names)
    exec(f"def f(*a, **k): return a, k\ngot = f({call(inputs)})", names)
    assert torch.equal(names["got"][0][0], positional[0])
    assert torch.equal(names["got"][1]["t"], named["t"])
    assert torch.equal(names["got"][1]["batch"]["image"], named["batch"]["image"])


class Model(nn.Module):
    """Layers by name, and a forward from outside."""

    def __init__(self, forward: Any, **layers: nn.Module) -> None:
        super().__init__()
        for name, layer in layers.items():
            self.add_module(name, layer)
        self.forward = forward.__get__(self)


def two(self: Any, x: Any, y: Any) -> Any:
    return self.a(x) + self.b(y)


def tokens(self: Any, ids: Any) -> Any:
    return self.head(self.table(ids).mean(1))


def looks(self: Any, x: Any) -> Any:
    return self.a(x) * (2 if x.sum().item() > 0 else 1)


def diffusion(self: Any, x: Any, t: Any) -> Any:
    return self.conv(x) + self.table(t)[:, :, None, None]


def graph(self: Any, x: Any, edge_index: Any) -> Any:
    return self.a(x).index_add(0, edge_index[1], self.a(x)[edge_index[0]])


def positions(self: Any, ids: Any) -> Any:
    return self.table(ids) + self.place(torch.arange(ids.shape[1], device=ids.device))


FITTING: dict[str, Any] = {
    "the tutorial's net": (Net, "1x1x32x32"),
    "mnist": (lambda: nn.Sequential(nn.Conv2d(1, 2, 3), nn.Flatten(), nn.Linear(2 * 26 * 26, 3)),
              "1x1x28x28"),
    "a large stem": (lambda: nn.Sequential(nn.Conv2d(3, 4, 7, 2), nn.AdaptiveAvgPool2d(1)),
                     "1x3x224x224"),
    "96": (lambda: nn.Sequential(nn.Conv2d(3, 1, 1), nn.Flatten(), nn.Linear(96 * 96, 2)),
           "1x3x96x96"),
    "features": (lambda: nn.Sequential(nn.Linear(13, 4), nn.ReLU()), "1x13"),
    "batch normalised": (lambda: nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4)), "2x3"),
    "time first": (lambda: nn.LSTM(5, 3), "16x1x5"),
    "batch first": (lambda: nn.GRU(5, 3, batch_first=True), "1x16x5"),
    "transformer": (lambda: nn.Transformer(8, 2, 1, 1, 8), "16x1x8,16x1x8"),
    "conv1d": (lambda: nn.Conv1d(2, 3, 5), "1x2x16"),
    "conv3d": (lambda: nn.Conv3d(1, 2, 3), "1x1x8x32x32"),
    "generator": (lambda: nn.ConvTranspose2d(9, 3, 4), "1x9x1x1"),
    "two": (lambda: Model(two, a=nn.Linear(4, 2), b=nn.Linear(6, 2)), "1x4,1x6"),
    "tokens": (lambda: Model(tokens, table=nn.Embedding(30, 4), head=nn.Linear(4, 2)),
               "1x16:int64:0..29"),
    "looks at values": (lambda: Model(looks, a=nn.Linear(4, 2)), "1x4"),
    "diffusion": (lambda: Model(diffusion, conv=nn.Conv2d(3, 4, 3), table=nn.Embedding(50, 4)),
                  "1x3x32x32,1:int64:0..49"),
    "graph": (lambda: Model(graph, a=nn.Linear(7, 2)), "16x7,2x32:int64:0..15"),
    "positions": (lambda: Model(positions, table=nn.Embedding(9, 2), place=nn.Embedding(16, 2)),
                  "1x16:int64:0..8"),
}  # fmt: skip


@pytest.mark.parametrize("name", FITTING)
def test_a_guess_fits_and_disturbs_nothing(name: str) -> None:
    make, expected = FITTING[name]
    model = make()
    before = {k: v.clone() for k, v in model.state_dict().items()}
    random = torch.get_rng_state()
    guess = guess_inputs(model)
    assert guess.passed, guess.mistake
    assert str(guess) == expected
    assert str(guess.reason)
    assert torch.equal(random, torch.get_rng_state())
    assert all(torch.equal(before[k], v) for k, v in model.state_dict().items())
    choice = choose_outputs(run(model, guess.inputs))[0]
    assert choice.differentiable


class Hugging(nn.Module):
    class config:
        vocab_size = 40

    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Embedding(40, 4)
        self.head = nn.Linear(4, 40)

    def forward(self, input_ids: Any = None, attention_mask: Any = None, labels: Any = None) -> Any:
        logits = self.head(self.table(input_ids))
        loss = nn.functional.cross_entropy(logits.flatten(0, 1), labels.flatten())
        return Output(loss=loss, logits=logits)


class Output(collections.OrderedDict):  # type: ignore[type-arg]
    """A mapping whose entries are attributes too, as transformers' ModelOutput."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


def test_a_configured_model_gives_its_own_loss() -> None:
    model = Hugging()
    guess = guess_inputs(model)
    assert [i.name for i in guess.inputs] == ["input_ids", "attention_mask", "labels"]
    choices = choose_outputs(run(model, guess.inputs))
    assert [c.expression for c in choices] == ["output.loss", "output.logits"]
    assert choices[0].losses[0].loss == "loss = output.loss"


@dataclasses.dataclass
class Data:
    image: Any
    rest: Any


Pair = collections.namedtuple("Pair", "first second")


@pytest.mark.parametrize("shape", [(), (3,), (2, 5), (2, 3, 4), (1, 3, 4, 4)])
def test_expressions_reach_their_tensor_and_losses_run(shape: tuple[int, ...]) -> None:
    tensors = [torch.rand(shape, requires_grad=True) for _ in range(4)]
    output = [
        Data(tensors[0], {"x": tensors[1], 3: (1, None)}),
        Pair(tensors[2], "a"),
        (tensors[3],),
    ]
    choices = choose_outputs(output)
    names: dict[str, Any] = {"output": output, "torch": torch, "nn": nn}
    assert {id(eval(c.expression, names)) for c in choices} == {id(t) for t in tensors}
    for choice in choices:
        for one in choice.losses:
            exec(f"{one.target}\n{one.criterion}\n{one.loss}\nloss.backward()", names)
    assert all(t.grad is not None for t in tensors)


@pytest.mark.parametrize("entry", losses(), ids=lambda e: e.name)
def test_every_loss_runs_or_says_why_not(entry: Any) -> None:
    if entry.obstacle:
        with pytest.raises(ValueError, match=entry.name):
            loss_lines(entry.name, "output", (4, 5))
        return
    shape = {"NLLLoss2d": (4, 5, 3, 3), "CTCLoss": (7, 3, 5)}.get(entry.name, (4, 5))
    output = torch.randn(shape, requires_grad=True)
    lines = loss_lines(entry.name, "output", shape)
    names: dict[str, Any] = {"output": output, "torch": torch, "nn": nn}
    exec(f"{lines.target}\n{lines.criterion}\n{lines.loss}\nloss.backward()", names)
    assert output.grad is not None
    assert torch.isfinite(names["loss"])


ROWS = """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = {layer}
    def forward(self, x):
        return self.layer(x)
"""


@pytest.mark.parametrize("entry", optimizers(), ids=lambda e: e.name)
def test_every_optimizer_steps_as_in_a_script(entry: Any, tmp_path: Path) -> None:
    sparse = entry.name == "SparseAdam"
    layer = "nn.Embedding(5, 2, sparse=True)" if sparse else "nn.Linear(3, 2, bias=False)"
    (tmp_path / "rows.py").write_text(ROWS.format(layer=layer))
    inputs = "4:int64:0..4" if sparse else "4x3"
    session = Session(
        f"{tmp_path / 'rows.py'}:Net", inputs=inputs, loss="sum", optimizer=entry.name
    )
    before = [row.weight_norm for row in observe.rows(session.machine)]
    session.forward()
    session.backward()
    session.step()
    names: dict[str, Any] = {}
    exec(session.script(), names)
    (weight,) = names["net"].parameters()
    after = [row.weight_norm for row in observe.rows(session.machine)]
    assert after == [torch.linalg.vector_norm(weight).item()] != before
