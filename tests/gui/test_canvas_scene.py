"""The scene: every node and edge of a graph is in it once, parameters as chips."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradwalk.engine import messages
from gradwalk.gui.canvas.build import build_scene
from gradwalk.gui.canvas.chips import LEAF
from gradwalk.gui.canvas.levels import (
    LEVELS,
    NONE,
    STRANGE,
    UNMEASURED,
    ZERO,
    Scale,
    flows,
)  # fmt: skip
from gradwalk.gui.canvas.lit import lit

OPERATIONS = (
    "AddmmBackward0",
    "ReluBackward0",
    "TBackward0",
    "ViewBackward0",
    LEAF,
    "MulBackward0",
)


def found(
    names: list[str],
    edges: list[tuple[int, int, int]],
    parameters: dict[int, str] | None = None,
    shapes: dict[int, tuple[tuple[int, ...], ...]] | None = None,
    roots: tuple[int, ...] = (0,),
    key: int = 1,
) -> messages.GraphFound:
    parameters, shapes = parameters or {}, shapes or {}
    return messages.GraphFound(
        key=key,
        names=tuple(names),
        parameters=tuple(parameters.get(i, "") for i in range(len(names))),
        shapes=tuple(shapes.get(i, ((2, 3),)) for i in range(len(names))),
        edges=messages.Array.of(np.array(edges, np.int32).reshape(-1, 3)),
        roots=roots,
    )


LINEAR = found(
    ["MseLossBackward0", "AddmmBackward0", LEAF, "ReluBackward0", "TBackward0", LEAF,
     "AddmmBackward0", LEAF, "TBackward0"],
    [(0, 1, 0), (1, 2, 0), (1, 3, 0), (1, 4, 0), (4, 5, 0), (3, 6, 0), (6, 7, 0), (6, 8, 0),
     (8, 5, 0)],
    {2: "b1", 5: "w", 7: "b2"},
    {0: ((),), 5: ((6, 1, 3, 3),)},
)  # fmt: skip
"""Two layers that share the weight w."""


@st.composite
def graphs(draw: st.DrawFn) -> messages.GraphFound:
    """Any acyclic graph in which every node is reached from node 0."""
    count = draw(st.integers(1, 25))
    names = [draw(st.sampled_from(OPERATIONS)) for _ in range(count)]
    edges = []
    for target in range(1, count):
        sources = draw(st.lists(st.integers(0, target - 1), min_size=1, max_size=3))
        edges += [(s, target, draw(st.integers(0, 2))) for s in sources]
    return found(names, sorted(edges))


def test_a_shared_weight_is_a_chip_on_each_operation_that_uses_it() -> None:
    scene = build_scene(LINEAR)
    assert scene.titles == (
        "MseLossBackward0", "AddmmBackward0", "ReluBackward0", "AddmmBackward0",
    )  # fmt: skip
    on = [(int(b), n) for b, n in zip(scene.chips.box, scene.chips.names, strict=True)]
    assert sorted(on) == [(1, "b1"), (1, "w"), (3, "b2"), (3, "w")]
    assert "6×1×3×3" in scene.chips.shapes
    assert len(scene.chips_by_name["w"]) == 2
    assert scene.links.tolist() == [[0, 1], [1, 2], [2, 3]]


def test_selecting_a_parameter_lights_all_its_chips() -> None:
    scene = build_scene(LINEAR)
    by_name = lit(scene, "w", None, None, None)
    assert {scene.chips.names[c] for c in by_name.chips} == {"w"}
    assert len(by_name.chips) == 2
    for node in (4, 5, 8):  # the leaf and both views of it
        assert lit(scene, None, node, None, None).chips == by_name.chips
    assert lit(scene, None, 3, None, None).boxes == {2}
    assert lit(scene, "unknown", None, None, None) == lit(scene, None, 99, None, None)


def test_a_tied_weight_is_found_by_all_its_names() -> None:
    graph = found(["AddBackward0", LEAF], [(0, 1, 0)], {1: "head.weight = embed.weight"})
    scene = build_scene(graph)
    assert scene.chips.names == ("head.weight",)
    assert lit(scene, "embed.weight", None, None, None).chips == {0}


def test_operations_that_compute_with_a_leaf_stay_operations() -> None:
    graph = found(["SumBackward0", "MulBackward0", "MulBackward0", LEAF],
                  [(0, 1, 0), (1, 2, 0), (2, 3, 0)])  # fmt: skip
    assert len(build_scene(graph).node) == 3


def test_a_leaf_that_is_the_root_is_a_box() -> None:
    scene = build_scene(found([LEAF], [], {0: "w"}))
    assert scene.titles == (LEAF,)
    assert lit(scene, "w", None, None, None).boxes == {0}


def test_links_into_one_of_several_outputs_bear_its_number() -> None:
    graph = found(["MulBackward0", "UnbindBackward0"], [(0, 1, 0), (0, 1, 2)],
                  shapes={1: ((4,), (4,), (4,))})  # fmt: skip
    scene = build_scene(graph)
    assert scene.slots == ("0", "2")
    assert scene.shapes[1] == "3 × (4)"


@given(graphs())
def test_every_node_and_edge_is_somewhere(graph: messages.GraphFound) -> None:
    scene = build_scene(graph)
    in_chips = {node for nodes in scene.chips.nodes for node in nodes}
    in_boxes = set(scene.member.tolist())
    assert in_boxes.isdisjoint(in_chips)
    assert in_boxes | in_chips == set(range(len(graph.names)))
    edges = graph.edges.numpy()
    inside = {i for i, (s, _, _) in enumerate(edges.tolist()) if s in in_chips}
    drawn = [*scene.edge.tolist(), *scene.chips.edge.tolist()]
    assert sorted([*drawn, *inside]) == list(range(len(edges)))
    assert (scene.box_of >= 0).all()


@pytest.mark.parametrize("edge", [(0, 9, 0), (-1, 0, 0)])
def test_a_broken_graph_is_refused(edge: tuple[int, int, int]) -> None:
    with pytest.raises(messages.MessageError):
        build_scene(found(["AddBackward0"], [edge]))


def flow_of(graph: messages.GraphFound, norms: list[float], **more: object) -> messages.Flow:
    count, edges = len(graph.names), len(graph.edges.numpy())
    of = messages.Array.of
    usual = {
        "key": graph.key, "iteration": 1, "backward": 1,
        "states": of(np.full(count, messages.FREED, np.uint8)),
        "reached": of(np.ones(count, np.uint8)),
        "norms": of(np.array(norms)),
        "edge_reached": of(np.ones(edges, np.uint8)),
        "edge_norms": of(np.ones(edges)),
        "order": of(np.arange(count, dtype=np.int32)),
    }  # fmt: skip
    return messages.Flow(**(usual | more))


def test_nan_zero_and_no_gradient_are_three_different_things() -> None:
    graph = found(["A"] * 6, [(i, i + 1, 0) for i in range(5)])
    reached = np.array([1, 1, 1, 0, 2, 1], np.uint8)
    flow = flow_of(graph, [1.0, float("nan"), 0.0, 0.0, 0.0, float("inf")],
                   reached=messages.Array.of(reached))  # fmt: skip
    codes = flows(build_scene(graph), flow, None).boxes.tolist()
    assert 0 <= codes[0] < LEVELS
    assert codes[1:] == [STRANGE, ZERO, NONE, UNMEASURED, STRANGE]


def test_a_flow_of_another_graph_is_refused() -> None:
    other = found(["A", "B"], [(0, 1, 0)])
    with pytest.raises(messages.MessageError):
        flows(build_scene(LINEAR), flow_of(other, [1.0, 1.0]), None)


@given(st.lists(st.floats(1e-300, 1e300), min_size=1, max_size=20))
def test_the_scale_holds_and_orders_every_norm(norms: list[float]) -> None:
    values = np.sort(np.array(norms))
    scale = Scale.around(values)
    assert scale is not None
    assert 10.0**scale.low <= values[0] * (1 + 1e-6)
    assert values[-1] <= 10.0**scale.high * (1 + 1e-6)
    codes = scale.codes(values, np.ones(len(values), np.uint8))
    assert (np.diff(codes) >= 0).all()
    assert codes.min() >= 0


def test_the_scale_stays_while_it_fits_and_comes_back_after_an_explosion() -> None:
    usual = Scale(-3, 0)
    assert usual.follow(Scale(-2, -1)) == usual
    assert usual.follow(Scale(-2, 1)) == Scale(-3, 1)
    assert Scale(-3, 30).follow(usual) == usual


@given(st.integers(-12, 3), st.integers(1, 40), st.integers(2, 12))
def test_ticks_of_a_scale_keep_apart(low: int, span: int, most: int) -> None:
    ticks = Scale(low, low + span).ticks(most)
    assert (ticks[0], ticks[-1]) == (low, low + span)
    assert len(ticks) <= most
    assert all(b - a >= span / most for a, b in pairwise(ticks))
