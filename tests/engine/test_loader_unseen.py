"""What the models of strangers need: patterns, dictionaries, detectors, changing sizes, time."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from gradwalk.engine import failures
from gradwalk.engine.loader.guess import guess_inputs
from gradwalk.engine.loader.mistakes import ModelError
from gradwalk.engine.loader.patterns import of_patterns
from gradwalk.engine.session import Session

pytestmark = pytest.mark.usefixtures("nothing_stays_open")


class Rearrange(nn.Module):
    """As einops has it: only what the pattern says of it."""

    def __init__(self, pattern: str, **axes_lengths: int) -> None:
        super().__init__()
        self.pattern = pattern
        self.axes_lengths = axes_lengths


PATCHES = "b c (h p1) (w p2) -> b (h w) (p1 p2 c)"


class Positioned(nn.Module):
    def __init__(self, pieces: int, *layers: nn.Module) -> None:
        super().__init__()
        self.layers = nn.Sequential(*layers)
        self.pos_embedding = nn.Parameter(torch.zeros(1, pieces, 8))


@pytest.mark.parametrize(
    ("model", "shape"),
    [
        (nn.Sequential(Rearrange(PATCHES, p1=8, p2=8), nn.Linear(192, 4)), (1, 3, 32, 32)),
        (nn.Sequential(Rearrange(PATCHES, p1=7, p2=7), nn.LayerNorm(49)), (1, 1, 224, 224)),
        (Positioned(65, Rearrange(PATCHES, p1=2, p2=2), nn.Linear(20, 8)), (1, 5, 16, 16)),
        (
            Positioned(33, Rearrange("b c (f pf) (h p1) (w p2) -> b (f h w) (p1 p2 pf c)",
                                     p1=8, p2=8, pf=2), nn.Linear(384, 8)),
            (1, 3, 4, 32, 32),
        ),
        (nn.Sequential(Rearrange("b h w c -> b c h w"), nn.Conv2d(5, 2, 3)), (1, 32, 32, 5)),
        (nn.Sequential(Rearrange("b n (h d) -> b h n d", h=4), nn.Linear(8, 8)), None),
        (nn.Sequential(nn.Conv2d(3, 4, 3), Rearrange("b c h w -> b h w c"), nn.Linear(4, 4)), None),
        (nn.Linear(3, 3), None),
    ],
)  # fmt: skip
def test_a_pattern_tells_the_shape(model: nn.Module, shape: tuple[int, ...] | None) -> None:
    found = [each.shape for each, _ in of_patterns(model)]
    if shape is None:
        assert all(len(each) == 3 for each in found)
    else:
        assert found[0] == shape


def written(folder: Path, text: str) -> str:
    path = folder / "model.py"
    path.write_text(f"import torch\nfrom torch import nn\n{text}")
    return str(path)


OPENED: dict[str, tuple[str, str, str, str]] = {
    "a dictionary with a width of its own": (
        """
class Ranker(nn.Module):
    def __init__(self):
        super().__init__()
        self.user = nn.Embedding(100, 8)
        self.item = nn.Embedding(200, 8)
        self.mlp = nn.Linear(16 + 3, 1)
    def forward(self, batch):
        users, items = self.user(batch["user_id"]), self.item(batch["item_id"])
        return self.mlp(torch.cat([users, items, batch["dense"]], -1))
""",
        "batch[user_id]=1x16:int64:0..99,batch[item_id]=1x16:int64:0..199,batch[dense]=1x16x3",
        "output", "MSELoss",
    ),
    "points beside features": (
        """
class Points(nn.Module):
    def __init__(self, dim=6):
        super().__init__()
        self.dim = dim
        self.lin = nn.Linear(2 * dim + 1, dim)
    def forward(self, feats, coors):
        b, n, d = feats.shape
        assert coors.shape[-1] == 3
        far = torch.cdist(coors, coors).mean(-1, keepdim=True)
        return feats + self.lin(torch.cat([feats, feats, far], -1))
""",
        "1x16x6,1x16x3", "output", "MSELoss",
    ),
    "channels that only the model knows": (
        """
class Spectral(nn.Module):
    def __init__(self, in_channels=2):
        super().__init__()
        self.in_channels = in_channels
        self.lift = nn.ModuleList([nn.Conv1d(9, 8, 1) for _ in range(4)])
        self.weight = nn.Parameter(torch.randn(in_channels, 3))
    def forward(self, x):
        assert x.ndim == 4, "a picture"
        return torch.einsum("bchw,cd->bdhw", x, self.weight)
""",
        "1x2x32x32", "output", "MSELoss",
    ),
    "losses in a dictionary": (
        """
class Detector(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Conv2d(3, 5, 1)
    def forward(self, x):
        y = self.head(x)
        return {"loss_class": y[:, 0].mean(), "loss_box": y[:, 1:].abs().mean()}
""",
        "1x3x32x32", "sum(output.values())", "itself",
    ),
    "losses beside something else": (
        """
class Detector(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Conv2d(3, 5, 1)
    def forward(self, x):
        y = self.head(x)
        return {"loss_class": y[:, 0].mean(), "loss_box": y[:, 1:].abs().mean(), "scores": y}
""",
        "1x3x32x32", 'output["loss_class"] + output["loss_box"]', "itself",
    ),
    "a spectrogram of a configured length": (
        """
from types import SimpleNamespace
class Speech(nn.Module):
    def __init__(self):
        super().__init__()
        self.config = SimpleNamespace(num_mel_bins=8, max_source_positions=10, vocab_size=20)
        self.lin = nn.Linear(8, 20)
    def forward(self, input_features, labels=None):
        assert input_features.shape[-1] == 20, "pad it"
        logits = self.lin(input_features.mean(-1))
        return {"loss": nn.functional.cross_entropy(logits, labels[:, 0]), "logits": logits}
""",
        "input_features=1x8x20,labels=1x16:int64:0..19", 'output["loss"]', "itself",
    ),
    "a table that is given the mask": (
        """
from types import SimpleNamespace
class Positions(nn.Embedding):
    def forward(self, mask): return super().forward(mask.cumsum(1) - 1)
class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.config = SimpleNamespace(vocab_size=20)
        self.words, self.places, self.head = nn.Embedding(20, 4), Positions(16, 4), nn.Linear(4, 20)
    def forward(self, input_ids, attention_mask):
        return {"logits": self.head(self.words(input_ids) + self.places(attention_mask))}
""",
        "input_ids=1x16:int64:0..19,attention_mask=1x16:int64:1..1", 'output["logits"]',
        "CrossEntropyLoss",
    ),
    "a sequence to attend to": (
        """
class Unet(nn.Module):
    def __init__(self, sample_size=16):
        super().__init__()
        self.config = {"sample_size": sample_size, "in_channels": 4}
        self.conv, self.q, self.k = nn.Conv2d(4, 8, 3, padding=1), nn.Linear(8, 8), nn.Linear(12, 8)
    def forward(self, sample, timestep, encoder_hidden_states):
        assert sample.shape[-1] == 16
        x = self.conv(sample).flatten(2).transpose(1, 2) * timestep[:, None, None].sin()
        k = self.k(encoder_hidden_states)
        return (self.q(x) @ k.transpose(1, 2)).softmax(-1) @ k
""",
        "1x4x16x16,1:int64:0..999,1x16x12", "output", "MSELoss",
    ),
    "an output whose size depends on the values": (
        """
class Points(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3, padding=1)
    def forward(self, image):
        found = self.conv(image)[0]
        return found[:, found.sum(0) > 0.5].T
""",
        "1x1x28x28", "output", "sum",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OPENED)
def test_it_opens_by_its_name_alone_and_its_script_runs(name: str, tmp_path: Path) -> None:
    text, inputs, root, loss = OPENED[name]
    session = Session(written(tmp_path, text))
    own = session.settings.own
    assert own is not None
    assert (sorted(own.inputs.split(",")), own.root, own.loss) == (
        sorted(inputs.split(",")), root, loss,
    )  # fmt: skip
    session.forward()
    session.backward()
    session.step()
    session.next_batch()
    session.forward()
    assert session.loss is not None
    done = subprocess.run(
        [sys.executable, "-c", session.script()], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert str(session.loss) in done.stdout


NEGATIVE = """
class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.table = nn.Embedding(9, 4)
    def forward(self, sentence): return self.table(sentence)
    def badness(self, sentence, tags): return (self(sentence)[:, 0] - tags).square().sum()

def make_batch(): return torch.randint(0, 9, (5,)), torch.rand(5)
def my_loss(net, sentence, tags): return net.badness(sentence, tags)
"""


def test_a_loss_that_runs_the_net_takes_the_batch_in_its_order(tmp_path: Path) -> None:
    session = Session(written(tmp_path, NEGATIVE), batch="make_batch", loss="my_loss")
    session.forward()
    session.backward()
    assert "loss = my_loss(net, input, target)" in session.script()


DETECTOR = """
class Detector(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Conv2d(3, 5, 3)
    def forward(self, images, targets=None):
        if self.training:
            torch._assert(targets is not None, "targets should not be none when in training mode")
        y = [self.body(image[None]) for image in images]
        if targets is None:
            return y
        wrong = [(o.mean() - t["boxes"].mean()).abs() for o, t in zip(y, targets)]
        return {"loss_box": sum(wrong), "loss_class": sum(o.square().mean() for o in y)}

def make_batch():
    images = [torch.rand(3, 12, 12), torch.rand(3, 10, 14)]
    return images, [{"boxes": torch.rand(2, 4)}, {"boxes": torch.rand(1, 4)}]
"""


def test_a_detector_says_that_it_needs_targets_and_takes_them(tmp_path: Path) -> None:
    path = written(tmp_path, DETECTOR)
    with pytest.raises(ModelError) as refused:
        Session(f"{path}:Detector")
    mistake = refused.value.mistake
    assert "torch._assert(targets is not None" in mistake.source
    assert "(images, targets)" in str(mistake.instead)
    assert "--batch-from" in str(mistake.instead)
    session = Session(f"{path}:Detector", batch="make_batch")
    session.forward()
    session.backward()

    names: dict[str, Any] = {}
    exec(Path(path).read_text(), names)
    torch.manual_seed(0)
    plain = names["Detector"]()
    torch.manual_seed(0)
    images, targets = names["make_batch"]()
    total = sum(plain(images, targets).values())
    total.backward()
    assert torch.equal(session.model.body.weight, plain.body.weight)
    assert session.model.body.weight.grad is not None


def refused(path: str, **given: Any) -> Any:
    with pytest.raises(ModelError) as error:
        Session(path, **given)
    return error.value.mistake


def test_a_slow_forward_is_given_up_and_asked_for(tmp_path: Path) -> None:
    class Slow(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.lin = nn.Linear(4, 4)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            while True:
                try:
                    x = self.lin(x)
                except RuntimeError:
                    x = x[..., :4]

    begun = time.monotonic()
    guess = guess_inputs(Slow(), longest=0.5)
    assert time.monotonic() - begun < 5
    assert guess.late
    assert not guess.passed
    assert "not done after 0.5 seconds" in str(guess.mistake)
    assert "--input 1x4" in str(guess.mistake)


REFUSED: dict[str, tuple[str, dict[str, Any], str, list[str]]] = {
    "a download": (
        """
import urllib.request, urllib.error
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        raise urllib.error.URLError("[Errno -2] Name or service not known")
    def forward(self, x): return x
""",
        {}, "raise urllib.error.URLError(", ["downloads", "pretrained=False"],
    ),
    "a package that a library wants": (
        """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        raise ImportError("'radius_graph' requires 'pyg-lib'")
    def forward(self, x): return x
""",
        {}, "raise ImportError(", ["not installed", "message names"],
    ),
    "a key": (
        """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(2, {"small": 2}["large"])
    def forward(self, x): return self.lin(x)
""",
        {}, '{"small": 2}["large"]', ["Nothing is kept under 'large'"],
    ),
    "a function that is None": (
        """
class Net(nn.Module):
    def __init__(self, act=None):
        super().__init__()
        self.lin, self.act = nn.Linear(2, 2), act()
    def forward(self, x): return self.act(self.lin(x))
""",
        {}, "act()", ["is None"],
    ),
    "a list of dictionaries": (
        """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(2, 2)
    def forward(self, batch: list[dict[str, torch.Tensor]]):
        return torch.stack([self.lin(x["image"]["pixels"]) for x in batch])
""",
        {}, 'x["image"]["pixels"]', ["list of dictionaries", "--batch-from"],
    ),
    "keys that do not fit": (
        """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(2, 2)
    def forward(self, batch):
        assert batch["mask"].shape == (5, 7, 9)
        return self.lin(batch["x"])
""",
        {}, 'assert batch["mask"]', ['batch["mask"]', 'batch["x"]', "returns the dictionary"],
    ),
    "a dictionary that tells no keys": (
        """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(2, 2)
    def forward(self, features): return {k: self.lin(v) for k, v in features.items()}
""",
        {}, "features.items()", ["dictionary", "'features[key]=1x2'", "--batch-from"],
    ),
    "a name that the class has not": (
        """
class Net(nn.Module):
    def __init__(self, width, depth=2):
        super().__init__()
        self.lin = nn.Linear(width, 2)
    def forward(self, x): return self.lin(x)
""",
        {"arguments": "widht=3"}, "def __init__(self, width",
        ["no parameter widht", "It has width, depth."],
    ),
    "a key of the arguments": (
        """
class Net(nn.Module):
    def __init__(self, act="relu"):
        super().__init__()
        self.lin, self.act = nn.Linear(2, 2), {"relu": torch.relu}[act]
    def forward(self, x): return self.act(self.lin(x))
""",
        {"arguments": "act='tanh'"}, "[act]", ["kept under 'tanh'"],
    ),
    "the code and not the input": (
        """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(2, 2)
    def forward(self, x): return self.last_linear(self.lin(x))
""",
        {}, "self.last_linear", ["Net has nothing called last_linear", "Correct the name"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_has_the_line_and_what_to_do(name: str, tmp_path: Path) -> None:
    text, given, line, words = REFUSED[name]
    mistake = refused(written(tmp_path, text), **given)
    assert line in mistake.source
    assert mistake.file.endswith("model.py")
    said = f"{mistake.why} {mistake.instead}"
    assert all(word in said for word in words), said


def test_a_model_without_code_of_its_own_shows_where_it_is_made(tmp_path: Path) -> None:
    text = """
class Rearrange(nn.Module):
    pass
def make_model():
    return nn.Sequential(nn.Linear(3, 3), nn.Unflatten(1, (7, 11)))
"""
    mistake = refused(written(tmp_path, text))
    assert mistake.source == "def make_model():"
    assert mistake.module == "1"


def test_a_loss_on_another_size_than_before_says_so(tmp_path: Path) -> None:
    path = written(tmp_path, OPENED["an output whose size depends on the values"][0])
    session = Session(path, inputs="1x1x16x16", loss="MSELoss")
    session.forward()
    session.next_batch()
    with pytest.raises(RuntimeError) as wrong:
        session.forward()
    said = failures.failure(session, wrong.value, "")
    assert "another size than the target" in str(said.why)
    assert "loss sum" in str(said.instead)
