"""Inputs of tutorials' models, found from what forward does with its parameters."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradwalk.engine.session import Session

from .loading import written

pytestmark = pytest.mark.usefixtures("nothing_stays_open")


GUESSED: dict[str, tuple[str, str]] = {
    "the two halves of a state apart": (
        """
class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(9, 4)
        self.rnn = nn.LSTM(4, 6, 2)
        self.out = nn.Linear(6, 9)
    def forward(self, input, hidden, cell):
        output, (hidden, cell) = self.rnn(self.embedding(input.unsqueeze(0)), (hidden, cell))
        return self.out(output.squeeze(0)), hidden, cell
""",
        "1:int64:0..8,2x1x6,2x1x6",
    ),
    "a cell by hand": (
        """
class Cell(nn.Module):
    def __init__(self, input_size=4, hidden_size=6):
        super().__init__()
        self.hidden_size = hidden_size
        self.lin = nn.Linear(input_size + hidden_size, 4 * hidden_size)
    def forward(self, x, h, c):
        i, f, g, o = self.lin(torch.cat([x, h], -1)).chunk(4, -1)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        return o.sigmoid() * c.tanh(), c
""",
        "1x4,1x6,1x6",
    ),
    "steps before the batch": (
        """
class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.q, self.k, self.v = nn.Linear(8, 8), nn.Linear(8, 8), nn.Linear(8, 8)
    def forward(self, query, key, value):
        steps, batch, _ = query.shape
        score = torch.einsum('ibd,jbd->ijb', self.q(query), self.k(key))
        return torch.einsum('ijb,jbd->ibd', score.softmax(1), self.v(value))
""",
        "1x16x8,1x16x8,1x16x8",
    ),
    "weights of a convolution alone": (
        """
class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.randn(4, 2, 3, 3))
    def forward(self, x):
        return F.conv_transpose2d(F.conv2d(x, self.w, padding=1), self.w, padding=1)
""",
        "1x2x32x32",
    ),
    "distances that are joined": (
        """
class Ranked(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(5, 1, 1)
    def forward(self, d0, d1):
        return self.conv(torch.cat([d0, d1, d0 - d1, d0 * d1, d0 + d1], 1))
""",
        "1x1x32x32,1x1x32x32",
    ),
    "sides that the model says": (
        """
class Fixed(nn.Module):
    def __init__(self, in_size=(48, 40)):
        super().__init__()
        self.in_size = in_size
        self.conv = nn.Conv2d(3, 2, 3, padding=1)
        self.scale = nn.Parameter(torch.ones(*in_size))
    def forward(self, x):
        return self.conv(x) * self.scale
""",
        "1x3x48x40",
    ),
    "what lazy layers do not tell": (
        """
class Half(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv, self.norm = nn.LazyConv2d(2, 3), nn.LazyBatchNorm2d()
        self.fc = nn.Linear(784, 2)
    def forward(self, x):
        return self.norm(self.conv(x)).mean((2, 3)) + self.fc(x.flatten(1))
""",
        "1x1x28x28",
    ),
    "a video": (
        """
class Video(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(3 * 4 * 32 * 32, 2)
    def forward(self, video):
        b, f, _, h, w = video.shape
        return self.lin(video.flatten(1))
""",
        "1x4x3x32x32",
    ),
}


def opened(text: str, inputs: str, folder: Path) -> Session:
    """The file's model after a forward with these inputs, guessed."""
    session = Session(written(folder, text))
    assert session.settings.own is not None
    assert session.settings.own.inputs == inputs
    session.forward()
    return session


@pytest.mark.parametrize("name", GUESSED)
def test_inputs_are_found_that_fit(name: str, tmp_path: Path) -> None:
    opened(*GUESSED[name], tmp_path).backward()


SEVERAL_IN: dict[str, tuple[str, str]] = {
    "views that are joined": (
        "def forward(self, views):\n        return self.lin(torch.cat(views, dim=0))",
        "views[0]=1x4,views[1]=1x4",
    ),
    "a pair taken apart": (
        "def forward(self, data):\n        a, b = data\n        return self.lin(a) + b.mean()",
        "data[0]=1x4,data[1]=1x2",
    ),
    "a list of forward's own": (
        "def forward(self, x):\n        x = [self.lin(x), x[:, :2]]\n        return torch.cat(x)",
        "1x4",
    ),
    "a call instead of forward": ("def __call__(self, x):\n        return self.lin(x)", "1x4"),
}


@pytest.mark.parametrize("name", SEVERAL_IN)
def test_what_forward_does_with_a_parameter_tells_what_it_is(name: str, tmp_path: Path) -> None:
    forward, inputs = SEVERAL_IN[name]
    text = f"""
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(4, 2)
    {forward}
"""
    session = Session(written(tmp_path, text))
    assert session.settings.own is not None
    assert session.settings.own.inputs == inputs
    session.forward()
    session.backward()
    assert all(p.grad is not None for p in session.model.parameters())


BESIDE: dict[str, tuple[str, str]] = {
    "bags of words": (
        """
class Bags(nn.Module):
    def __init__(self):
        super().__init__()
        self.bags, self.fc = nn.EmbeddingBag(9, 4), nn.Linear(4, 2)
    def forward(self, text, offsets):
        return self.fc(self.bags(text, offsets))
""",
        "16:int64:0..8,1:int64:0..0",
    ),
    "an encoder's state": (
        """
class Decoder(nn.Module):
    def __init__(self, hidden_size=6):
        super().__init__()
        self.gru = nn.GRU(hidden_size, hidden_size, batch_first=True)
    def forward(self, encoder_outputs, encoder_hidden):
        start = encoder_hidden.permute(1, 0, 2) + encoder_outputs.mean(1, keepdim=True)
        return self.gru(start, encoder_hidden)[0]
""",
        "1x16x6,1x1x6",
    ),
    "a configuration under another name": (
        """
cfg = {"sizes": [5, 2]}
class Net(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.lin = nn.Linear(*config["sizes"])
    def forward(self, x):
        return self.lin(x)
""",
        "1x5",
    ),
}


@pytest.mark.parametrize("name", BESIDE)
def test_names_tell_what_goes_together(name: str, tmp_path: Path) -> None:
    opened(*BESIDE[name], tmp_path)
