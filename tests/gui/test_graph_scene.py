"""The scene keeps every node and edge; the layout overlaps nothing and is the same twice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradwalk.engine.messages import Array, GraphFound
from gradwalk.gui.graph.flowcolour import BROKEN, FINITE, NOTHING, ZERO, Scale, kinds, norm_text
from gradwalk.gui.graph.layout import Question, arrange
from gradwalk.gui.graph.placement import Placement, measure, question
from gradwalk.gui.graph.scene import build_scene


def graph_of(names: list[str], edges: list[tuple[int, int, int]], key: int = 1) -> GraphFound:
    leaf = [name == "AccumulateGrad" for name in names]
    return GraphFound(
        key=key,
        names=tuple(names),
        parameters=tuple(f"p{i}" if is_leaf else "" for i, is_leaf in enumerate(leaf)),
        shapes=tuple(((2, 3),) for _ in names),
        edges=Array.of(np.array(edges, np.int32).reshape(-1, 3)),
    )


LINEAR = graph_of(
    ["SumBackward0", "AddmmBackward0", "AccumulateGrad", "TBackward0", "AccumulateGrad"],
    [(0, 1, 0), (1, 2, 0), (1, 3, 0), (3, 4, 0)],
)


@st.composite
def dags(draw: st.DrawFn) -> GraphFound:
    n = draw(st.integers(1, 40))
    names = ["MulBackward0"]
    names += draw(
        st.lists(
            st.sampled_from(["MulBackward0", "AddBackward0", "TBackward0", "AccumulateGrad"]),
            min_size=n - 1,
            max_size=n - 1,
        )
    )
    edges = []
    for target in range(1, n):
        sources = [i for i in range(target) if names[i] != "AccumulateGrad"]
        for source in draw(st.lists(st.sampled_from(sources), min_size=1, max_size=3)):
            edges.append((source, target, 0))
    return graph_of(names, edges)


def placed(graph: GraphFound) -> Placement:
    scene = build_scene(graph)
    sizes = measure(scene, lambda t: 8.0 * len(t), lambda t: 7.0 * len(t))
    return Placement(scene, sizes, arrange(question(scene, sizes, 1.6)))


def test_parameters_and_views_of_them_are_chips() -> None:
    scene = build_scene(LINEAR)
    assert [scene.title(b) for b in range(len(scene.nodes))] == ["SumBackward0", "AddmmBackward0"]
    assert [chip.nodes for chip in scene.chips[1]] == [(2,), (3, 4)]
    assert set(scene.uses) == {"p2", "p4"}


def test_a_parameter_used_twice_has_two_chips() -> None:
    graph = graph_of(
        ["AddBackward0", "MulBackward0", "AccumulateGrad"], [(0, 1, 0), (0, 2, 0), (1, 2, 0)]
    )
    assert [chip.box for chip in build_scene(graph).uses["p2"]] == [0, 1]


@settings(max_examples=60, deadline=None)
@given(dags())
def test_every_node_and_edge_is_somewhere(graph: GraphFound) -> None:
    scene = build_scene(graph)
    chips = [chip for several in scene.chips for chip in several]
    nodes = set(scene.nodes.tolist()) | {n for chip in chips for n in chip.nodes}
    assert nodes == set(range(len(graph.names)))
    edges = {link.edge for link in scene.links} | {e for chip in chips for e in chip.edges}
    assert edges == set(range(len(graph.edges.numpy())))


@settings(max_examples=40, deadline=None)
@given(dags())
def test_boxes_and_chips_overlap_nothing_and_links_meet_their_boxes(graph: GraphFound) -> None:
    placement = placed(graph)
    rects = np.concatenate([placement.boxes, placement.chip_rects])
    for i, (x, y, w, h) in enumerate(rects):
        others = np.delete(rects, i, 0)
        apart = (
            (others[:, 0] >= x + w - 1e-3)
            | (others[:, 0] + others[:, 2] <= x + 1e-3)
            | (others[:, 1] >= y + h - 1e-3)
            | (others[:, 1] + others[:, 3] <= y + 1e-3)
        )
        assert apart.all()
    for number, link in enumerate(placement.scene.links):
        route = placement.points[placement.starts[number] : placement.starts[number + 1]]
        for end, box in ((route[0], link.source), (route[-1], link.target)):
            x, y, w, h = placement.boxes[box]
            assert x - 1 <= end[0] <= x + w + 1
            assert y - 1 <= end[1] <= y + h + 1


@settings(max_examples=20, deadline=None)
@given(dags())
def test_the_same_graph_gets_the_same_picture(graph: GraphFound) -> None:
    first, second = placed(graph), placed(graph)
    assert np.array_equal(first.boxes, second.boxes)
    assert np.array_equal(first.points, second.points)


@pytest.mark.parametrize("n", [1, 2, 13, 50_000])
def test_a_chain_runs_in_columns(n: int) -> None:
    links = np.stack([np.arange(n - 1), np.arange(1, n)], 1).astype(np.int32)
    size = Array.of(np.full(n, 100, np.float32))
    answer = arrange(Question(1, size, size, Array.of(links)))
    assert answer.method == "chain"
    centres = answer.centres.numpy()
    assert len(np.unique(centres, axis=0)) == n


def test_a_large_graph_gets_plain_layers_in_which_edges_go_down() -> None:
    n = 6000
    links = np.array([(i, j) for i in range(n) for j in (i + 1, i + 2) if j < n], np.int32)
    size = Array.of(np.full(n, 100, np.float32))
    answer = arrange(Question(1, size, size, Array.of(links), aspect=0.001))
    assert answer.method == "layers"
    y = answer.centres.numpy()[:, 1]
    assert (y[links[:, 0]] < y[links[:, 1]]).all()


def test_norms_are_told_apart_from_nothing_zero_and_nan() -> None:
    norms = np.array([0.0, 0.0, 2.0, np.nan, np.inf])
    reached = np.array([0, 1, 1, 1, 1], np.uint8)
    assert kinds(reached, norms).tolist() == [NOTHING, ZERO, FINITE, BROKEN, BROKEN]
    texts = [norm_text(int(r), float(n)) for r, n in zip(reached, norms, strict=True)]
    assert texts == ["", "0", "2", "NaN", "Inf"]


@given(st.lists(st.floats(1e-30, 1e30), min_size=1))
def test_the_scale_covers_all_norms_and_only_widens(values: list[float]) -> None:
    norms = np.array(values)
    scale = Scale.of(norms)
    assert (norms >= 10.0**scale.low * 0.999).all()
    assert (norms <= 10.0**scale.high * 1.001).all()
    wider = scale.covering(norms * 10)
    assert wider.low <= scale.low
    assert wider.high >= scale.high
