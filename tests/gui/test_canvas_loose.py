"""Groups that are no module calls lose their frames where links would cross because of them."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
import torch
from pytestqt.qtbot import QtBot
from torch import nn

from gradwalk.engine import messages
from gradwalk.gui.canvas import engine, tangles
from gradwalk.gui.canvas.build import build_scene
from gradwalk.gui.canvas.fold.grow import grow
from gradwalk.gui.canvas.fold.opening import Opening
from gradwalk.gui.canvas.fold.tree import MODULE, Tree
from gradwalk.gui.canvas.keep import Kept, Plan
from gradwalk.gui.canvas.layout import lay_out
from gradwalk.gui.canvas.places import Floats, Places
from gradwalk.gui.canvas.reopen import reopened
from gradwalk.gui.canvas.request import Drawing, Order
from gradwalk.gui.canvas.scene import Scene
from gradwalk.gui.canvas.view import GraphView
from gradwalk.gui.selection import Selection
from gradwalk.gui.theme import Theme

from .test_canvas_layout import HEAD, assert_sound
from .test_canvas_reopen import assert_same_order, rectangles
from .test_fold_models import graph_of


class Rotary(nn.Module):
    """Attention whose inputs are rotated one after the other, in forward itself."""

    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(8, 8) for _ in range(4))
        self.norm = nn.LayerNorm(8)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        layers = self.q, self.k, self.v
        q, k, v = (layer(x).view(2, 5, 2, 4).transpose(1, 2) for layer in layers)
        q, k, v = self.turned(q), self.turned(k), self.turned(v)
        mixed = (q @ k.transpose(-1, -2) / 2).softmax(-1) @ v
        return self.norm(x + self.o(mixed.transpose(1, 2).reshape(2, 5, 8)))

    @staticmethod
    def turned(x: torch.Tensor) -> torch.Tensor:
        first, second = x.chunk(2, -1)
        cos, sin = torch.ones(5, 2), torch.ones(5, 2)
        return torch.cat([first * cos - second * sin, second * cos + first * sin], -1)


def rotary(blocks: int) -> messages.GraphFound:
    torch.manual_seed(0)
    model = nn.Sequential(*(Rotary() for _ in range(blocks)))
    return graph_of(model, torch.randn(2, 5, 8))


def planned(graph: messages.GraphFound, tree: Tree, opening: Opening) -> tuple[Scene, Plan]:
    scene = build_scene(graph, tree, opening)
    wide = [40.0 + 8 * len(title) for title in scene.titles]
    sizes = np.stack([wide, np.full(len(wide), 40.0)], axis=1)
    frames = scene.frames.parent
    boxes, names = scene.identities
    return scene, Plan(
        sizes, scene.links, scene.frame, frames, HEAD, boxes, names, scene.loose
    )  # fmt: skip


def laid_out(plan: Plan, loose: bool = True) -> Places:
    columns = plan.sizes, plan.links, plan.frame, plan.outer
    return lay_out(*columns, plan.head, loose=plan.loose if loose else None)


def crossings(routes: list[Floats]) -> int:
    """Counted pair by pair."""
    found = 0
    for one, other in combinations([route.tolist() for route in routes], 2):
        for a, b in pairwise(one):
            found += sum(cross(a, b, c, d) for c, d in pairwise(other))
    return found


def cross(a: list[float], b: list[float], c: list[float], d: list[float]) -> bool:
    def side(p: list[float], q: list[float], r: list[float]) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    first, second = side(a, b, c) * side(a, b, d), side(c, d, a) * side(c, d, b)
    return first < -1e-6 and second < -1e-6


def routes(plan: Plan, places: Places) -> list[Floats]:
    return [places.route(link) for link in range(len(plan.links))]


def test_frames_over_which_links_would_cross_are_left_out() -> None:
    graph = rotary(2)
    tree = grow(graph)
    scene, plan = planned(graph, tree, Opening.everything(tree))
    places = laid_out(plan)
    assert crossings(routes(plan, laid_out(plan, loose=False))) > 0
    assert crossings(routes(plan, places)) == 0
    kinds = tree.kind[scene.frames.group]
    assert places.left_out.any()
    assert (kinds[places.left_out] != MODULE).all(), "a module is not framed"
    assert_sound(plan.without(places.left_out), places.drawn())


def test_what_is_drawn_stands_for_the_frames_that_are_left() -> None:
    graph = rotary(2)
    tree = grow(graph)
    scene, plan = planned(graph, tree, Opening.everything(tree))
    gone = laid_out(plan).left_out
    less, fewer = scene.without_frames(gone), plan.without(gone)
    assert less.frames.group.tolist() == scene.frames.group[~gone].tolist()
    assert less.frames.titles == tuple(np.array(scene.frames.titles)[~gone].tolist())
    np.testing.assert_array_equal(fewer.frames, less.identities[1])
    np.testing.assert_array_equal(fewer.frame, less.frame)
    np.testing.assert_array_equal(fewer.outer, less.frames.parent)
    groups = scene.frames.group
    for box, frame in enumerate(less.frame.tolist()):
        around = [groups[f] for f in plan.around(int(plan.frame[box])) if not gone[f]]
        assert (less.frames.group[frame] if frame >= 0 else None) == next(iter(around), None)


def test_the_same_whatever_was_laid_out_before() -> None:
    graph = rotary(2)
    tree = grow(graph)
    _, plan = planned(graph, tree, Opening.everything(tree))
    engine.forget()
    first = laid_out(plan)
    other = rotary(1)
    laid_out(planned(other, grow(other), Opening.everything(grow(other)))[1])
    assert laid_out(plan).digest() == first.digest()
    engine.forget()
    assert laid_out(plan).digest() == first.digest()


def test_it_comes_through_to_the_worker_and_back() -> None:
    graph = rotary(2)
    tree = grow(graph)
    _, plan = planned(graph, tree, Opening.everything(tree))
    places = laid_out(plan)
    assert Order.of(plan).plan().digest() == plan.digest()
    assert Drawing.of(places).places().digest() == places.digest()


@pytest.mark.parametrize("title", ["o", "0"])
def test_a_module_closes_in_place_and_opens_again(title: str) -> None:
    """Beside and with frames that are left out."""
    graph = rotary(2)
    tree = grow(graph)
    _, plan = planned(graph, tree, Opening.everything(tree))
    before = Kept(plan, laid_out(plan))
    groups = np.flatnonzero(tree.kind == MODULE).tolist()
    group = next(g for g in groups if tree.titles[g] == title)
    _, smaller = planned(graph, tree, Opening.everything(tree).closed(tree, group))
    closed = reopened(before, smaller)
    assert closed is not None
    after = Kept(smaller, closed)
    gone = set(plan.frames[before.left_out].tolist())
    assert set(smaller.frames[after.left_out].tolist()) == gone & set(smaller.frames.tolist())
    assert_sound(after.drawn.plan, after.drawn.places)
    old = rectangles(before.drawn.plan, before.drawn.places)
    new = rectangles(after.drawn.plan, after.drawn.places)
    assert_same_order(after.drawn.plan, old, new, -2 - group)
    again = reopened(after, plan)
    assert again is not None
    opened = Kept(plan, again)
    assert_sound(opened.drawn.plan, opened.drawn.places)
    assert set(plan.frames[opened.left_out].tolist()) <= gone


def test_a_group_without_a_frame_can_be_closed_too() -> None:
    graph = rotary(2)
    tree = grow(graph)
    scene, plan = planned(graph, tree, Opening.everything(tree))
    places = laid_out(plan)
    group = int(scene.frames.group[np.flatnonzero(places.left_out)[0]])
    _, smaller = planned(graph, tree, Opening.everything(tree).closed(tree, group))
    assert reopened(Kept(plan, places), smaller) is None, "its boxes are not in one place"
    fresh = Kept(smaller, laid_out(smaller))
    assert_sound(fresh.drawn.plan, fresh.drawn.places)


def test_everything_open_on_screen(qtbot: QtBot) -> None:
    theme = Theme()
    theme.choose("light")
    view = GraphView(Selection(), theme)
    qtbot.addWidget(view)
    view.resize(900, 700)
    view.show()
    qtbot.waitExposed(view)
    view.show_graph(rotary(2))
    qtbot.waitUntil(lambda: not view.busy, timeout=20_000)
    view._arranger.folds.open_all()
    qtbot.waitUntil(lambda: not view.busy, timeout=20_000)
    geometry = view._geometry
    assert geometry is not None
    assert len(geometry.frames) == len(geometry.scene.frames.group)
    assert (geometry.frames[:, 2:] > 0).all(), "a frame without room"
    tree = geometry.scene.tree
    modules = int((tree.kind == MODULE).sum())
    assert modules <= len(geometry.frames) < len(tree)
    view._arranger.folds.close_all()
    qtbot.waitUntil(lambda: not view.busy, timeout=20_000)


@pytest.mark.parametrize("blocks", [1, 3])
def test_crossings_are_counted_as_by_hand(blocks: int) -> None:
    graph = rotary(blocks)
    tree = grow(graph)
    _, plan = planned(graph, tree, Opening.everything(tree))
    for loose in (False, True):
        places = laid_out(plan, loose)
        counted = crossings(routes(plan, places))
        assert counted == tangles.crossings(places.points, places.starts)
