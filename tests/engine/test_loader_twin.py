"""Large models are tried as twins: what is tried has the shapes, what is opened has the numbers."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from gradwalk.engine.loader.construction import SMALL
from gradwalk.engine.loader.mistakes import ModelError
from gradwalk.engine.loader.thin import Thin
from gradwalk.engine.loader.twin import TooMuch, Twin
from gradwalk.engine.messages import Configure, OwnModel
from gradwalk.engine.session import Session

WIDE = 4200  # a layer of this width is larger than what is run for real on the side
INPUTS = f"4x{WIDE}"

LAYERS: dict[str, tuple[Any, tuple[int, ...]]] = {
    "linear": (lambda: nn.Linear(4, 6), (2, 4)),
    "linear without a batch": (lambda: nn.Linear(4, 6), (4,)),
    "linear without a bias": (lambda: nn.Linear(4, 6, bias=False), (2, 3, 4)),
    "linear to one": (lambda: nn.Linear(4, 1), (2, 4)),
    "conv1d": (lambda: nn.Conv1d(3, 5, 3, padding="same"), (3, 9)),
    "conv2d": (lambda: nn.Conv2d(3, 5, 3, 2, 1, padding_mode="circular"), (2, 3, 9, 9)),
    "groups": (lambda: nn.Conv2d(4, 8, 3, groups=2), (1, 4, 9, 9)),
    "conv3d": (lambda: nn.Conv3d(3, 5, 3, dilation=2), (2, 3, 5, 5, 5)),
    "transposed": (lambda: nn.ConvTranspose2d(3, 7, 3, 2, 1, output_padding=1), (2, 3, 5, 5)),
    "transposed, one sample": (lambda: nn.ConvTranspose1d(3, 7, 3), (3, 5)),
    "float64": (lambda: nn.Linear(4, 6, dtype=torch.float64), (2, 4)),
    "frozen": (lambda: nn.Linear(4, 6).requires_grad_(False), (2, 4)),
    "attention": (lambda: nn.TransformerEncoderLayer(8, 2, 16), (3, 1, 8)),
    "norm": (lambda: nn.BatchNorm2d(4), (1, 4, 3, 4)),
    "norm of rows": (lambda: nn.BatchNorm1d(4, affine=False).double(), (3, 4)),
    "norm that is fixed": (lambda: nn.BatchNorm1d(4).eval(), (1, 4)),
    "sequence": (lambda: nn.Sequential(nn.Linear(4, 5), nn.BatchNorm1d(5)), (3, 4)),
}


@pytest.mark.parametrize("name", LAYERS)
def test_a_thin_forward_has_the_shapes_of_a_whole_one(name: str) -> None:
    make, shape = LAYERS[name]
    layer = make()
    given = torch.ones(shape, dtype=_dtype(layer))
    whole = layer(given)
    with Thin():
        thin = layer(given)
    assert (thin.shape, thin.dtype, thin.requires_grad) == (
        whole.shape, whole.dtype, whole.requires_grad,
    )  # fmt: skip
    assert thin.is_contiguous()


@pytest.mark.parametrize("name", LAYERS)
def test_a_thin_forward_refuses_what_a_whole_one_refuses(name: str) -> None:
    make, shape = LAYERS[name]
    layer = make()
    given = torch.ones((*shape[:-1], shape[-1] + 1), dtype=_dtype(layer))
    if name == "norm":
        given = torch.ones((1, 5, 3, 4))
    if "conv" in name or name in ("groups", "transposed", "transposed, one sample"):
        given = torch.ones((*shape, 2, 2, 2))
    with pytest.raises((RuntimeError, AssertionError)) as whole:
        layer(given)
    with Thin(), pytest.raises(whole.type):
        layer(given)


def test_a_thin_batch_norm_refuses_a_single_value() -> None:
    with Thin(), pytest.raises(ValueError, match="more than 1 value per channel"):
        nn.BatchNorm2d(4)(torch.ones(1, 4, 1, 1))


def _dtype(layer: nn.Module) -> torch.dtype:
    return next((t.dtype for t in (*layer.parameters(), *layer.buffers())), torch.float32)


def parts(model: nn.Module) -> dict[str, Any]:
    named = [*model.named_parameters(), *model.named_buffers()]
    return {n: (t.shape, t.dtype, t.device, t.requires_grad) for n, t in named}


class Tables(nn.Module):
    """Draws, copies and counts in its constructor."""

    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(7, 600)
        self.layers = nn.TransformerEncoder(nn.TransformerEncoderLayer(600, 2, 900), 2)
        self.scale = nn.Parameter(torch.randn(3, 4) * 0.02)
        self.table: torch.Tensor
        self.register_buffer("table", torch.sin(torch.arange(12.0)).reshape(3, 4))
        self.mask: torch.Tensor
        self.register_buffer("mask", torch.tril(torch.ones(5, 5)).bool())
        nn.init.trunc_normal_(self.embedding.weight, std=0.02)
        nn.init.orthogonal_(self.scale)
        self.tied = nn.Linear(600, 7, bias=False)
        self.tied.weight = self.embedding.weight
        self.out = nn.Linear(600, 900, dtype=torch.bfloat16)
        self.layers.requires_grad_(False)


def test_a_twin_has_what_the_model_has() -> None:
    before = torch.get_rng_state()
    with Twin(1 << 30) as twin:
        model = Tables()
    assert not twin.exceeded
    assert parts(model) == parts(Tables())
    assert model.tied.weight is model.embedding.weight
    assert torch.equal(model.table, Tables().table)
    assert torch.equal(model.mask, Tables().mask)
    assert all(bool(torch.isfinite(p).all()) for p in model.parameters())
    assert not torch.equal(before, torch.get_rng_state())  # the numbers that were drawn count


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
@pytest.mark.parametrize("how", ["empty", "new", "like"])
def test_what_memory_held_before_is_not_in_a_twin(dtype: torch.dtype, how: str) -> None:
    shape = (900, 900)
    ways: dict[str, Any] = {
        "empty": lambda: torch.empty(shape, dtype=dtype),
        "new": lambda: torch.ones(1, dtype=dtype).new_empty(shape),
        "like": lambda: torch.empty_like(torch.ones(shape, dtype=dtype)),
    }
    for _ in range(3):  # memory that was given back, and is given out again
        torch.full(shape, torch.nan, dtype=dtype)
    with Twin(1 << 30):
        drawn = ways[how]().normal_()
    assert bool(torch.isfinite(drawn).all())


def held() -> int:
    """Bytes of this process in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize("how", ["layers", "randn", "ones", "one", "copies", "unregistered"])
def test_a_twin_that_is_too_large_is_not_built(how: str) -> None:
    before = held()
    ways: dict[str, Any] = {
        "layers": lambda: [nn.Linear(10_000, 10_000) for _ in range(250)],
        "randn": lambda: nn.Parameter(torch.randn(200_000, 200_000)),
        "ones": lambda: [torch.ones((100, 1_000_000)) for _ in range(250)],
        "one": lambda: nn.Embedding(10**9, 100),
        "copies": lambda: nn.TransformerEncoder(nn.TransformerEncoderLayer(2048, 2), 1000),
        "unregistered": lambda: [torch.Tensor(10_000, 10_000).normal_() for _ in range(250)],
    }
    twin = Twin(1 << 30)
    with pytest.raises(TooMuch), twin:
        ways[how]()
    assert twin.exceeded
    assert held() - before < 3 << 29


def test_what_catches_everything_does_not_hide_that_it_is_too_large() -> None:
    twin = Twin(1 << 20)
    with twin, suppress(BaseException):
        nn.Linear(10_000, 10_000)
    assert twin.exceeded


HEAD = f"""import random
import torch
from torch import nn
import torch.nn.functional as F

WIDE = {WIDE}
CALLS = []
"""

MODELS = {
    "batch norm": """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.wide, self.norm = nn.Linear(WIDE, WIDE), nn.BatchNorm1d(WIDE)
        self.out = nn.Linear(WIDE, 3)
    def forward(self, x):
        return self.out(self.norm(self.wide(x)))
""",
    "dropout and noise": """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.wide, self.out = nn.Linear(WIDE, WIDE), nn.Linear(WIDE, 3)
    def forward(self, x):
        return self.out(F.dropout(self.wide(x + torch.randn_like(x)), 0.3)) * random.random()
""",
    "counts": """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.wide, self.out, self.count = nn.Linear(WIDE, WIDE), nn.Linear(WIDE, 3), 0
        self.register_buffer("seen", torch.zeros(1))
    def forward(self, x):
        self.count += 1
        CALLS.append(self.count)
        self.seen += 1
        return self.out(self.wide(x)) * self.count * len(CALLS)
""",
    "writes its weights": """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.wide, self.out = nn.Linear(WIDE, WIDE), nn.Linear(WIDE, 3)
    def forward(self, x):
        self.out.weight.data.mul_(0.5)
        return self.out(self.wide(x))
""",
    "looks at its weights": """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.wide, self.out = nn.Linear(WIDE, WIDE), nn.Linear(WIDE, 3)
        if self.wide.weight.std() < 1e-3:
            raise ValueError("these are no random numbers")
    def forward(self, x):
        if self.wide.weight[0, 0] == self.wide.weight[0, 1]:
            raise ValueError("these are no random numbers")
        return self.out(self.wide(x))
""",
    "convolutions": """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Conv1d(1, 600, 5, bias=False), nn.Conv1d(600, 600, 7)
        self.c, self.out = nn.Conv1d(600, 3000, 9, 40), nn.Linear(3000, 3)
        for layer in (self.a, self.b, self.c):
            nn.init.kaiming_normal_(layer.weight)
    def forward(self, x):
        return self.out(self.c(self.b(self.a(x[:, None, :400]))).mean(-1))
""",
}


class Plain:
    """The same as a script, without us."""

    def __init__(self, text: str) -> None:
        import random

        self.names: dict[str, Any] = {"__name__": "plain"}
        random.seed(0)
        torch.manual_seed(0)
        exec(text, self.names)
        self.net: nn.Module = self.names["Net"]()
        self.input = torch.randn(4, WIDE)
        self.target = torch.randint(0, 3, (4,))

    def forward(self) -> torch.Tensor:
        loss: torch.Tensor = nn.CrossEntropyLoss()(self.net(self.input), self.target)
        return loss


def same(one: nn.Module, other: nn.Module) -> bool:
    mine, theirs = one.state_dict(), other.state_dict()
    return mine.keys() == theirs.keys() and all(torch.equal(mine[n], theirs[n]) for n in mine)


@pytest.mark.parametrize("name", MODELS)
def test_a_large_model_has_the_numbers_of_a_plain_script(name: str, tmp_path: Path) -> None:
    """The trial leaves nothing: no buffer, no count, no random number."""
    path = tmp_path / "large.py"
    path.write_text(HEAD + MODELS[name])
    session = Session(f"{path}:Net", inputs=INPUTS)
    model = session.model
    assert sum(p.numel() * p.element_size() for p in model.parameters()) > SMALL
    plain = Plain(HEAD + MODELS[name])
    assert same(model, plain.net)
    assert session.input is not None
    assert torch.equal(session.input, plain.input)
    for _ in range(2):
        session.forward()
        loss = plain.forward()
        assert session.loss is not None
        assert torch.equal(session.loss, loss)
        assert same(session.model, plain.net)
        assert getattr(session.model, "count", 0) == getattr(plain.net, "count", 0)
    session.backward()
    loss.backward()
    theirs = dict(plain.net.named_parameters())
    for parameter, value in session.model.named_parameters():
        assert value.grad is not None
        other = theirs[parameter].grad
        assert other is not None
        assert torch.equal(value.grad, other)
    while session.undo():
        pass
    fresh = Plain(HEAD + MODELS[name])
    assert same(session.model, fresh.net)
    assert getattr(session.model, "count", 0) == 0
    session.forward()
    assert session.loss is not None
    assert torch.equal(session.loss, fresh.forward())


def test_a_mistake_in_a_large_model_is_told_as_torch_tells_it(tmp_path: Path) -> None:
    text = HEAD + MODELS["batch norm"].replace("self.out = nn.Linear(WIDE, 3)",
                                               "self.out = nn.Linear(5, 3)")  # fmt: skip
    path = tmp_path / "large.py"
    path.write_text(text)
    with pytest.raises(RuntimeError) as torchs:
        Plain(text).forward()
    session = Session("neuron")
    session.forward()
    model, loss = session.model, session.loss
    with pytest.raises(ModelError) as ours:
        session.apply(Configure(own=OwnModel(f"{path}:Net", inputs=INPUTS)))
    assert ours.value.mistake.text == str(torchs.value)
    assert "return self.out(" in ours.value.mistake.source
    assert session.model is model
    assert session.loss is loss


GUESSED = """
import sys
from gradwalk.engine.session import Session
session = Session(sys.argv[1])
session.forward()
print(tuple(session.input.shape), "sympy" in sys.modules)
"""


@pytest.mark.parametrize("wide", [8, WIDE])
def test_common_inputs_are_guessed_without_the_meta_device(wide: int, tmp_path: Path) -> None:
    path = tmp_path / "model.py"
    path.write_text(f"""from torch import nn
def make_model():
    stem = nn.Sequential(nn.Conv2d(3, 8, 7, 2, 3), nn.AdaptiveAvgPool2d(1), nn.Flatten())
    return nn.Sequential(stem, nn.Linear(8, {wide}), nn.Linear({wide}, {wide}))
""")
    done = subprocess.run(
        [sys.executable, "-c", GUESSED, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[-2] == "(1, 3, 224, 224) False"
