"""What is seen first of real models: the structure that their authors would draw."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from gradwalk import Session, attribution, trace
from gradwalk.engine import messages
from gradwalk.gui.canvas.build import build_scene
from gradwalk.gui.canvas.fold.first import first_opening
from gradwalk.gui.canvas.fold.grow import grow
from gradwalk.gui.canvas.fold.names import run_title
from gradwalk.gui.canvas.fold.opening import Opening
from gradwalk.gui.canvas.fold.tree import MODULE, TIMES
from gradwalk.gui.canvas.scene import Scene


def graph_of(model: nn.Module, *inputs: torch.Tensor) -> messages.GraphFound:
    with attribution(model):
        loss = model(*inputs).sum()
    return trace(loss).message()


def first_scene(graph: messages.GraphFound) -> Scene:
    tree = grow(graph)
    scene = build_scene(graph, tree, first_opening(tree, graph))
    assert len(scene.node) <= 40
    return scene


def repeats(scene: Scene) -> dict[str, int]:
    """The boxes that stand for several equal elements."""
    boxes = zip(scene.titles, scene.count.tolist(), strict=True)
    return {title: count for title, count in boxes if count > 1}


class Block(nn.Module):
    """A transformer's block before its norms."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.ln_1 = nn.LayerNorm(width)
        self.attn = nn.MultiheadAttention(width, 2, batch_first=True)
        self.ln_2 = nn.LayerNorm(width)
        self.mlp = nn.Sequential(
            nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width)
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.ln_1(x)
        x = x + self.attn(y, y, y, need_weights=False)[0]
        return x + self.mlp(self.ln_2(x))


class Decoder(nn.Module):
    """GPT-2's skeleton."""

    def __init__(self, layers: int, width: int = 8) -> None:
        super().__init__()
        self.wte, self.wpe = nn.Embedding(20, width), nn.Embedding(10, width)
        self.h = nn.ModuleList(Block(width) for _ in range(layers))
        self.ln_f = nn.LayerNorm(width)
        self.lm_head = nn.Linear(width, 20, bias=False)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        x = self.wte(ids) + self.wpe(torch.arange(ids.shape[1]))
        for block in self.h:
            x = block(x)
        return self.lm_head(self.ln_f(x))


class Unrolled(nn.Module):
    """A cell, and a readout of each of its steps."""

    def __init__(self) -> None:
        super().__init__()
        self.cell, self.out = nn.LSTMCell(3, 5), nn.Linear(5, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        state = torch.zeros(2, 5), torch.zeros(2, 5)
        outputs = []
        for step in x:
            state = self.cell(step, state)
            outputs.append(self.out(state[0]))
        return torch.stack(outputs)


class Residual(nn.Module):
    """x + block(x), the sum made outside the block."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        self.stem = nn.Linear(3, 8)
        self.blocks = nn.ModuleList(
            nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 8)) for _ in range(layers)
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.stem(x).tanh()
        for block in self.blocks:
            x = x + block(x)
        return x


class Experts(nn.Module):
    """A mixture: equal branches side by side."""

    def __init__(self, experts: int) -> None:
        super().__init__()
        self.gate = nn.Linear(4, experts)
        self.experts = nn.ModuleList(
            nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 4)) for _ in range(experts)
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        parts = torch.stack([expert(x) for expert in self.experts], 1)
        return (self.gate(x).softmax(1).unsqueeze(2) * parts).sum(1)


class Dense(nn.Module):
    """Each layer reads all before it."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        self.stem = nn.Linear(4, 4)
        self.layers = DenseBlock(layers)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layers(self.stem(x))


class DenseBlock(nn.Module):
    """The layers of Dense."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(
            nn.Sequential(nn.BatchNorm1d(4 * i + 4), nn.ReLU(), nn.Linear(4 * i + 4, 4))
            for i in range(layers)
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        features = [x]
        for layer in self.layers:
            features.append(layer(torch.cat(features, 1)))
        return torch.cat(features, 1)


def test_the_tutorials_net_is_open_entirely() -> None:
    session = Session()
    session.forward()
    scene = first_scene(session.graph.message())
    assert not scene.folded.any()
    assert scene.frames.titles == ("Net",)


def test_twelve_equal_blocks_are_one_box_on_a_straight_path() -> None:
    scene = first_scene(graph_of(Decoder(12), torch.randint(0, 20, (2, 6))))
    assert repeats(scene) == {"h.0 – 11": 12}
    box = scene.titles.index("h.0 – 11")
    assert scene.shapes[box] == "Block"
    assert (scene.links[:, 0] == box).sum() == (scene.links[:, 1] == box).sum() == 1


def test_five_hundred_time_steps_are_one_box_and_open_at_any_element() -> None:
    graph = graph_of(Unrolled(), torch.randn(500, 2, 3))
    scene = first_scene(graph)
    assert repeats(scene) == {"cell#1 – 500": 500}
    times = int(scene.group[scene.titles.index("cell#1 – 500")])
    opening = Opening().split(scene.tree, times, 200, 1)
    opened = build_scene(graph, scene.tree, opening)
    assert "cell#300 · Addmm" in opened.titles
    assert run_title(scene.tree, times, 0, 200) == "cell#301 – 500"
    assert run_title(scene.tree, times, 0, 500) == "cell#1 – 500"


@pytest.mark.parametrize("carried", [1, 2])
def test_time_steps_written_by_hand_are_found_without_modules(carried: int) -> None:
    """An RNN, and one that hands two tensors on; each element is one turn of the loop."""
    w, u, b = (torch.randn(*s, requires_grad=True) for s in ((5, 5), (3, 5), (5,)))
    h = c = torch.zeros(2, 5)
    outputs = []
    for _ in range(100):
        h = torch.tanh(torch.randn(2, 3) @ u + h @ w + b)
        if carried == 2:
            c = c * h.sigmoid() + h
            h = c.tanh() * h
        outputs.append(h.sum())
    graph = trace(torch.stack(outputs).mean()).message()
    scene = first_scene(graph)
    ((title, count),) = repeats(scene).items()
    assert count >= 99
    assert "Mm" in title
    tree = scene.tree
    step = tree.children[int(scene.group[scene.titles.index(title)])][50]
    names = [graph.names[n] for n in tree.nodes(step)]
    assert names[0] == "SumBackward0"  # the last that a turn makes
    assert names[-1] == "MmBackward0"  # the first


def test_a_residual_sum_belongs_to_its_block() -> None:
    scene = first_scene(graph_of(Residual(20), torch.randn(2, 3)))
    assert repeats(scene) == {"blocks.0 – 19": 20}


def test_parallel_experts_are_one_box() -> None:
    scene = first_scene(graph_of(Experts(16), torch.randn(2, 4)))
    assert repeats(scene) == {"experts.0 – 15": 16}


def test_a_tangle_stays_closed() -> None:
    scene = first_scene(graph_of(Dense(20), torch.randn(3, 4)))
    assert len(scene.links) < 2 * len(scene.node)


@pytest.mark.parametrize("layers", [5, 6, 7, 8, 9])
def test_frames_count_in_what_is_read_at_first_glance(layers: int) -> None:
    """Some thirty operations in modules: opened wholly they would fill two screens."""
    scene = first_scene(graph_of(Residual(layers), torch.randn(2, 3)))
    assert len(scene.node) + len(scene.frames.parent) <= 28


def test_a_second_call_of_a_module_is_numbered() -> None:
    class Twice(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.net = nn.Sequential(nn.Linear(4, 4), nn.Tanh())

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.net(self.net(x)).relu()

    tree = grow(graph_of(Twice(), torch.randn(2, 4)))
    assert sorted(tree.titles) == ["Twice", "net#1", "net#2"]
    assert set(tree.kind.tolist()) == {MODULE}


def test_a_wrapper_around_everything_is_left_out() -> None:
    class Wrapper(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.module = nn.Sequential(nn.Linear(4, 4), nn.Tanh(), nn.Linear(4, 4))

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.module(x)

    tree = grow(graph_of(Wrapper(), torch.randn(2, 4)))
    assert (tree.titles, tree.details) == (("module",), ("Sequential",))


def test_blocks_of_other_width_are_told_apart() -> None:
    layers = [nn.Linear(4, 8), *(nn.Linear(8, 8) for _ in range(30)), nn.Linear(8, 2)]
    stack = nn.Sequential(*(m for layer in layers for m in (layer, nn.ReLU())))
    tree = grow(graph_of(stack, torch.randn(2, 4)))
    (times,) = (g for g in range(len(tree)) if tree.kind[g] == TIMES)
    assert len(tree.children[times]) == 30
    assert tree.titles[times] == "Addmm · Relu"


class RootMeanSquare(nn.Module):
    """A norm of six operations."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.weight * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6))


class WithLoss(Decoder):
    """A language model that computes its own loss, as those of transformers do."""

    def __init__(self) -> None:
        super().__init__(6)
        self.ln_f = RootMeanSquare(8)  # type: ignore[assignment]

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        scores = super().forward(ids)
        return nn.functional.cross_entropy(scores.flatten(0, 1), ids.flatten())


@pytest.mark.parametrize("scaled", [1, 0.5])
def test_the_loss_the_last_norm_and_the_head_are_one_closed_box_each(scaled: float) -> None:
    model = WithLoss()
    with attribution(model):
        loss = model(torch.randint(0, 20, (2, 6))) * scaled
    scene = first_scene(trace(loss).message())
    boxes = np.flatnonzero(scene.folded).tolist()
    folded = {scene.titles[box]: scene.members(box).tolist() for box in boxes}
    assert {"LogSoftmax · NllLoss", "ln_f", "lm_head", "h.0 – 5"} <= set(folded)
    names = [scene.graph.names[node] for node in folded["LogSoftmax · NllLoss"]]
    assert "NllLossBackward0" in names
    assert len(folded["ln_f"]) == 6


def test_a_loss_outside_the_model_is_one_box_and_takes_no_parameter() -> None:
    model = Decoder(6)
    ids = torch.randint(0, 20, (2, 6))
    with attribution(model):
        scores = model(ids)
    graph = trace((scores.exp() - 1).pow(2).mean()).message()
    scene = first_scene(graph)
    loss = scene.titles.index("Exp · Pow · Mean")
    assert scene.frame[loss] == -1
    assert {graph.names[n] for n in scene.members(loss)} == {
        "MeanBackward0", "PowBackward0", "SubBackward0", "ExpBackward0",
    }  # fmt: skip
    assert scene.chip_rows[loss] == scene.chip_rows[loss + 1]


def test_numbered_modules_bear_the_name_before_them() -> None:
    stage = nn.Sequential(
        nn.Sequential(nn.Linear(4, 5), nn.Tanh(), nn.Linear(5, 4), nn.ELU(), nn.GELU()),
        nn.Sequential(nn.Linear(4, 6), nn.Sigmoid(), nn.Linear(6, 4), nn.GELU()),
    )
    model = nn.ModuleDict({"stage": nn.Sequential(nn.Sequential(stage, nn.Linear(4, 4)), nn.ELU())})

    class Net(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.parts = model

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.parts["stage"](x)

    tree = grow(graph_of(Net(), torch.randn(3, 4)))
    titles = {tree.titles[group] for group in range(len(tree)) if tree.kind[group] == MODULE}
    assert not [title for title in titles if title[0].isdigit()]
    assert {"stage.0.0.0", "stage.0.0.1"} <= titles


def test_three_equal_blocks_stay_one_box() -> None:
    scene = first_scene(graph_of(Decoder(3), torch.randint(0, 20, (2, 6))))
    assert repeats(scene) == {"h.0 – 2": 3}


class Growing(nn.Module):
    """Many blocks in a row, no two alike."""

    def __init__(self, blocks: int, width: int = 3) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(
            nn.Sequential(nn.Linear(w, w + 1), nn.ReLU(), nn.LayerNorm(w + 1))
            for w in range(width, width + blocks)
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for block in self.blocks:
            x = block(x)
        return x


def test_a_model_is_opened_though_it_has_more_blocks_than_a_glance() -> None:
    scene = first_scene(graph_of(Growing(27), torch.randn(2, 3)))
    assert [title for title in scene.titles if title.startswith("blocks.")] == [
        f"blocks.{i}" for i in reversed(range(27))
    ]


def test_frames_take_room_too() -> None:
    """A picture of many frames inside each other is as high as one of as many boxes."""
    nest = nn.Sequential(*(nn.Sequential(Growing(2, w), nn.Tanh()) for w in range(3, 17, 2)))
    scene = first_scene(graph_of(nest, torch.randn(2, 3)))
    assert len(scene.node) + len(scene.frames.titles) <= 24
