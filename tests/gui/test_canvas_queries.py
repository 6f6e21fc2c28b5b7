"""What leads where, with networkx as the oracle."""

from __future__ import annotations

import time
from collections.abc import Iterable

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradwalk.engine import messages
from gradwalk.gui.canvas import queries
from gradwalk.gui.canvas.build import build_scene
from gradwalk.gui.canvas.chips import LEAF, absorbed
from gradwalk.gui.canvas.fold.opening import Opening
from gradwalk.gui.canvas.fold.tree import MODULE, Tree
from gradwalk.gui.canvas.queries import Adjacency

of = messages.Array.of


def graph_of(
    names: list[str], edges: list[tuple[int, int, int]], parameters: dict[int, str] | None = None,
    key: int = 1,
) -> messages.GraphFound:  # fmt: skip
    count = len(names)
    return messages.GraphFound(
        key=key, names=tuple(names),
        parameters=tuple((parameters or {}).get(i, "") for i in range(count)),
        shapes=(((2,),),) * count, edges=of(np.array(edges, np.int32).reshape(-1, 3)),
    )  # fmt: skip


@st.composite
def acyclic(draw: st.DrawFn) -> tuple[messages.GraphFound, nx.MultiDiGraph]:
    """Any acyclic graph, numbered in no order, parallel edges and loose nodes included."""
    count = draw(st.integers(1, 20))
    number = draw(st.permutations(range(count)))
    pairs = draw(st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)),
                          max_size=40))  # fmt: skip
    edges = [(number[min(p)], number[max(p)], 0) for p in pairs if p[0] != p[1]]
    names = [draw(st.sampled_from(["MulBackward0", "TBackward0", LEAF])) for _ in range(count)]
    oracle = nx.MultiDiGraph()
    oracle.add_nodes_from(range(count))
    oracle.add_edges_from((s, t) for s, t, _ in edges)
    return graph_of(names, edges), oracle


def marked(mask: np.ndarray) -> set[int]:
    return set(np.flatnonzero(mask).tolist())


def on_paths(oracle: nx.MultiDiGraph, some: Iterable[int], others: Iterable[int]) -> set[int]:
    """Every node of every simple path, found by walking all of them."""
    found: set[int] = set()
    for a in some:
        for b in others:
            if a == b:
                found.add(a)
            for source, target in ((a, b), (b, a)):
                paths = nx.all_simple_paths(nx.DiGraph(oracle), source, target)
                found |= {node for path in paths for node in path}
    return found


@given(acyclic(), st.data())
def test_ancestors_and_descendants(
    case: tuple[messages.GraphFound, nx.MultiDiGraph], data: st.DataObject
) -> None:
    graph, oracle = case
    nodes = data.draw(st.lists(st.sampled_from(sorted(oracle)), max_size=3))
    adjacency = Adjacency.of(graph)
    above = set(nodes).union(*(nx.ancestors(oracle, n) for n in nodes))
    below = set(nodes).union(*(nx.descendants(oracle, n) for n in nodes))
    assert marked(adjacency.ancestors(nodes)) == above
    assert marked(adjacency.descendants(nodes)) == below
    assert marked(adjacency.both(nodes)) == above | below


@given(acyclic(), st.data())
def test_between_is_every_node_on_a_path_whichever_end_is_named_first(
    case: tuple[messages.GraphFound, nx.MultiDiGraph], data: st.DataObject
) -> None:
    graph, oracle = case
    ends = st.lists(st.sampled_from(sorted(oracle)), min_size=1, max_size=2)
    some, others = data.draw(ends), data.draw(ends)
    adjacency = Adjacency.of(graph)
    between = adjacency.between(some, others)
    assert marked(between) == on_paths(oracle, some, others)
    assert (adjacency.between(others, some) == between).all()


@given(acyclic(), st.data())
def test_the_paths_from_a_leaf_to_the_loss(
    case: tuple[messages.GraphFound, nx.MultiDiGraph], data: st.DataObject
) -> None:
    graph, oracle = case
    leaf = data.draw(st.sampled_from(sorted(oracle)))
    assert marked(Adjacency.of(graph).to_roots([leaf])) == on_paths(oracle, graph.roots, [leaf])


@given(acyclic(), st.data())
def test_what_is_drawable_is_drawn(
    case: tuple[messages.GraphFound, nx.MultiDiGraph], data: st.DataObject
) -> None:
    """Every node that was asked for is in a box or on a chip, and no chip lacks its box."""
    graph, oracle = case
    keep = np.array(data.draw(st.lists(st.booleans(), min_size=len(oracle), max_size=len(oracle))))
    shown = Adjacency.of(graph).drawable(keep, absorbed(graph))
    assert (shown >= keep).all()
    scene = build_scene(graph, keep=shown)
    drawn = set(scene.member.tolist()) | {n for nodes in scene.chips.nodes for n in nodes}
    assert marked(keep) <= drawn


def test_a_tied_parameter_has_all_its_accumulators_under_each_of_its_names() -> None:
    graph = graph_of(["AddBackward0", LEAF, LEAF], [(0, 1, 0), (0, 2, 0)],
                     {1: "head.weight = embed.weight", 2: "bias"})  # fmt: skip
    assert queries.accumulators(graph, "embed.weight") == [1]
    assert queries.accumulators(graph, "head.weight") == [1]
    assert queries.accumulators(graph, "weight") == []


def test_the_same_structure_is_known_by_more_than_its_key() -> None:
    names, edges = ["AddBackward0", LEAF], [(0, 1, 0)]
    one = graph_of(names, edges, {1: "w"})
    assert queries.same_structure(one, graph_of(names, edges, {1: "w"}, key=2))
    assert not queries.same_structure(one, graph_of(names, edges, {1: "v"}, key=2))
    assert not queries.same_structure(one, graph_of(names, [(0, 1, 1)], {1: "w"}, key=2))


def chain_of_groups(groups: int, each: int) -> tuple[messages.GraphFound, Tree]:
    count = groups * each
    edges = [(i, i + 1, 0) for i in range(count - 1)]
    start = np.arange(groups, dtype=np.int32) * each
    none = np.full(groups, -1, np.int32)
    tree = Tree(np.arange(count, dtype=np.int32), start, start + each, none,
                np.full(groups, MODULE, np.uint8), none, none,
                tuple(f"m{i}" for i in range(groups)), ("Linear",) * groups)  # fmt: skip
    return graph_of(["MulBackward0"] * count, edges), tree


def test_what_is_not_on_a_path_is_folded_and_what_is_on_it_opened() -> None:
    _, tree = chain_of_groups(5, 4)
    keep = np.zeros(20, np.bool_)
    keep[4:11] = True
    assert queries.folded_around(tree, keep, Opening.everything(tree)).open == {1, 2}
    assert queries.folded_around(tree, keep, Opening()).open == {1, 2}


def test_a_long_path_opens_nothing_more_by_itself() -> None:
    _, tree = chain_of_groups(10, 100)
    keep = np.ones(1000, np.bool_)
    keep[900:] = False
    assert queries.folded_around(tree, keep, Opening(frozenset({3, 9}))).open == {3}


def test_boxes_without_any_of_the_nodes() -> None:
    graph = graph_of(["AddmmBackward0", LEAF, "ReluBackward0", "MulBackward0"],
                     [(0, 1, 0), (0, 2, 0), (2, 3, 0)], {1: "w"})  # fmt: skip
    scene = build_scene(graph)
    keep = np.array([False, True, False, True])
    assert queries.boxes_without(scene, keep).tolist() == [False, True, False]


@pytest.mark.parametrize("wide", [False, True])
def test_a_hundred_thousand_nodes(wide: bool) -> None:
    """One long chain with shortcuts, or many short branches: neither recursion nor a long wait."""
    count = 100_000
    at = np.arange(1, count)
    main = np.stack([at // 2 if wide else at - 1, at], axis=1)
    short = np.stack([np.maximum(at - 7, 0), at], axis=1)[::2]
    adjacency = Adjacency(count, np.concatenate([main, short]).astype(np.int32))
    start = time.perf_counter()
    found = adjacency.to_roots([count - 1])
    assert time.perf_counter() - start < 2.0  # a stalled machine's; usually a twentieth
    assert found[0]
    assert found[-1]
