"""Folding any graph: the tree's rules, and that no scene of it loses a node or goes in a circle."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradwalk.engine import messages
from gradwalk.gui.canvas.build import build_scene
from gradwalk.gui.canvas.chips import LEAF, absorbed
from gradwalk.gui.canvas.fold.carry import carry
from gradwalk.gui.canvas.fold.first import first_opening
from gradwalk.gui.canvas.fold.grow import grow
from gradwalk.gui.canvas.fold.opening import Opening
from gradwalk.gui.canvas.fold.totals import totals
from gradwalk.gui.canvas.fold.tree import MODULE, NO_GROUP, STEP, STRETCH, TIMES, Tree
from gradwalk.gui.canvas.scene import Scene

NAMES = ("AddmmBackward0", "ReluBackward0", "TBackward0", "MulBackward0", LEAF)


def found(
    names: list[str],
    edges: list[tuple[int, int, int]],
    sequence: list[int] | None = None,
    calls: list[messages.ModuleCall] | None = None,
    call_of: list[int] | None = None,
) -> messages.GraphFound:
    return messages.GraphFound(
        key=1,
        names=tuple(names),
        parameters=tuple("w" if name == LEAF else "" for name in names),
        shapes=(((2, 3),),) * len(names),
        edges=messages.Array.of(np.array(edges, np.int32).reshape(-1, 3)),
        calls=tuple(calls or ()),
        call_of=None if call_of is None else messages.Array.of(np.array(call_of, np.int32)),
        sequence=tuple(sequence or ()),
    )


@st.composite
def graphs(draw: st.DrawFn) -> messages.GraphFound:
    """Any acyclic graph reached from node 0, with whatever calls and numbers of creation."""
    count = draw(st.integers(1, 60))
    names = [draw(st.sampled_from(NAMES)) for _ in range(count)]
    edges = []
    for target in range(1, count):
        near = st.integers(max(0, target - 4), target - 1)
        sources = draw(st.lists(near | st.integers(0, target - 1), min_size=1, max_size=3))
        edges += [(s, target, draw(st.integers(0, 2))) for s in sources]
    number = st.integers(-1, count)
    sequence = draw(
        st.just(list(range(count, 0, -1)))
        | st.just([])
        | st.lists(number, min_size=count, max_size=count)
        | st.permutations(range(count))
    )
    calls = []
    for i in range(draw(st.integers(0, 8))):
        parent = draw(st.integers(-1, i - 1))
        path = f"{calls[parent].path}.{i}".strip(".") if parent >= 0 else ""
        calls.append(messages.ModuleCall(path, draw(st.sampled_from("AB")), 1, parent))
    call_of, call = [], messages.OUTSIDE
    for _ in range(count):
        if draw(st.integers(0, 3)) == 0:
            call = draw(st.integers(messages.UNKNOWN, len(calls) - 1))
        call_of.append(call)
    return found(names, sorted(edges), list(sequence), calls, call_of)


def block(draw: st.DrawFn, size: int) -> list[tuple[int, int]]:
    """Edges of a block of operations 0 to size that begins and ends with one operation."""
    edges = [(i, i + 1) for i in range(size - 1)]
    place = st.integers(0, size - 1)
    more = draw(st.lists(st.tuples(place, place), max_size=size))
    return edges + [(min(a, b), max(a, b)) for a, b in more if abs(a - b) > 1]


def check_tree(tree: Tree, graph: messages.GraphFound) -> None:
    kept = np.flatnonzero(~absorbed(graph))
    assert sorted(tree.order.tolist()) == kept.tolist()
    place = {n: i for i, n in enumerate(tree.order.tolist())}
    for source, target, _ in graph.edges.numpy().tolist():
        if source in place and target in place:
            assert place[source] < place[target]
    columns = (tree.start, tree.end, tree.parent, tree.kind, tree.call, tree.alike, tree.details)
    assert {len(column) for column in columns} == {len(tree)}
    for group in range(len(tree)):
        start, end, parent = (int(c[group]) for c in (tree.start, tree.end, tree.parent))
        assert 0 <= start < end <= len(tree.order)
        assert parent < group
        if parent != NO_GROUP:
            assert tree.start[parent] <= start
            assert end <= tree.end[parent]
        if tree.kind[group] == MODULE:
            check_call(tree, graph, group)
        else:
            assert tree.call[group] == -1
    for group, children in enumerate(tree.children):
        for a, b in pairwise(children):
            assert tree.end[a] <= tree.start[b]
        if group < len(tree) and tree.kind[group] == TIMES:
            assert len(children) >= 2
            assert len({int(tree.alike[child]) for child in children}) == 1
            assert {int(tree.kind[child]) for child in children} <= {MODULE, STEP}
            assert not tree.own(group)


def check_call(tree: Tree, graph: messages.GraphFound, group: int) -> None:
    """Every node of a module's group was made inside that call."""
    assert graph.call_of is not None
    assert len(tree.nodes(group)) >= 2
    for call in graph.call_of.numpy()[tree.nodes(group)].tolist():
        while call >= 0 and call != tree.call[group]:
            call = graph.calls[call].parent
        assert call == tree.call[group]


def check_scene(scene: Scene, graph: messages.GraphFound) -> None:
    inside = absorbed(graph)
    assert sorted(scene.member.tolist()) == np.flatnonzero(~inside).tolist()
    links = nx.DiGraph(scene.links.tolist())
    assert nx.is_directed_acyclic_graph(links)
    bundled = scene.bundle.tolist()
    assert len(bundled) == len(set(bundled))
    for number, (source, target, _) in enumerate(graph.edges.numpy().tolist()):
        on_chip = bool(inside[target])
        in_box = not on_chip and scene.box_of[source] == scene.box_of[target]
        assert on_chip + in_box + (number in bundled) == 1


@settings(max_examples=100, deadline=None)
@given(graphs(), st.data())
def test_any_graph_folds_and_opens_without_losing_anything(
    graph: messages.GraphFound, data: st.DataObject
) -> None:
    tree = grow(graph)
    check_tree(tree, graph)
    groups = st.integers(0, len(tree) - 1) if len(tree) else st.nothing()
    some = data.draw(st.frozensets(groups) if len(tree) else st.just(frozenset()))
    opening = Opening(some, data.draw(st.frozensets(groups) if len(tree) else st.just(some)))
    for each in (Opening(), Opening.everything(tree), opening):
        check_scene(build_scene(graph, tree, each), graph)
    assert carry(tree, opening, tree) == opening
    assert carry(tree, opening, grow(graph)) == opening
    again = grow(graph)
    assert (again.titles, again.details) == (tree.titles, tree.details)
    for column in ("order", "start", "end", "parent", "kind", "call", "alike"):
        assert getattr(again, column).tolist() == getattr(tree, column).tolist()
    most = data.draw(st.integers(5, 40))
    scene = build_scene(graph, tree, first_opening(tree, graph, most))
    assert len(scene.node) <= max(most, len(build_scene(graph, tree).node))
    assert len(build_scene(graph, tree, first_opening(tree, graph)).node) <= 40


@given(st.integers(1, 40).flatmap(lambda n: st.permutations(range(n))))
def test_operations_are_in_the_order_of_their_creation_where_the_edges_allow(
    made: list[int],
) -> None:
    """A star allows any order but for its root."""
    count = len(made) + 1
    graph = found(["A"] * count, [(0, i, 0) for i in range(1, count)], [count, *made])
    by_creation = sorted(range(1, count), key=lambda i: -made[i - 1])
    assert grow(graph).order.tolist() == [0, *by_creation]


def test_numbers_that_contradict_an_edge_move_only_what_they_must() -> None:
    edges = [(0, 1, 0), (1, 2, 0), (2, 3, 0), (0, 4, 0)]
    assert grow(found(list("ABCDE"), edges, [9, 7, 8, 3, 5])).order.tolist() == [0, 1, 2, 4, 3]


def test_what_two_threads_made_is_not_interleaved() -> None:
    """torch counts per thread: two replicas bear the same numbers."""
    edges = [(0, 1, 0), (1, 2, 0), (2, 3, 0), (0, 4, 0), (4, 5, 0), (5, 6, 0)]
    order = grow(found(list("ABCDBCD"), edges, [50, 3, 2, 1, 3, 2, 1])).order.tolist()
    assert order == [0, 4, 5, 6, 1, 2, 3]


def test_a_cycle_is_refused() -> None:
    with pytest.raises(messages.MessageError):
        grow(found(["A", "B", "C"], [(0, 1, 0), (1, 2, 0), (2, 1, 0)]))


@settings(deadline=None)
@given(st.data(), st.integers(3, 12), st.integers(6, 12), st.booleans())
def test_equal_blocks_become_one_box(
    data: st.DataObject, count: int, size: int, residual: bool
) -> None:
    """Whatever is before and behind them, and whatever is inside one."""
    inner = block(data.draw, size)
    names = ["LossBackward0"]
    edges = [(0, 1, 0)]
    for number in range(count):
        first = 1 + number * size
        names += [f"Op{i}Backward0" for i in range(size)]
        edges += [(first + a, first + b, 0) for a, b in inner]
        edges.append((first + size - 1, first + size, 0))
        if residual:
            edges.append((first, first + size, 0))
    names.append("InputBackward0")
    tree = grow(found(names, sorted(edges), list(range(len(names), 0, -1))))
    outer = [g for g in tree.children[-1] if tree.kind[g] == TIMES]
    assert [len(tree.children[g]) for g in outer] == [count]
    assert (int(tree.start[outer[0]]), int(tree.end[outer[0]])) == (1, 1 + count * size)


def test_repeats_inside_repeats_are_found() -> None:
    word = ["A", *["B", "C"] * 10, "D"]
    names = ["Loss", *word * 5]
    edges = [(i, i + 1, 0) for i in range(len(names) - 1)]
    tree = grow(found(names, edges, list(range(len(names), 0, -1))))
    (outer,) = tree.children[-1]
    assert (tree.kind[outer], len(tree.children[outer])) == (TIMES, 5)
    inner = [g for step in tree.children[outer] for g in tree.children[step]]
    assert [len(tree.children[g]) for g in inner] == [10] * 5
    assert len({int(tree.alike[g]) for g in inner}) == 1


def test_blocks_wired_in_another_way_are_no_repeat() -> None:
    """The same operations, but every other one reads what the one before it read."""
    size, count = 8, 6
    names = [f"Op{i}Backward0" for _ in range(count) for i in range(size)]
    edges = [(i, i + 1, 0) for i in range(len(names) - 1)]
    edges += [(8 * i + 1 + i % 3, 8 * i + 6, 0) for i in range(count)]
    tree = grow(found(names, sorted(edges), list(range(len(names), 0, -1))))
    for group in np.flatnonzero(tree.kind == TIMES):
        assert len(tree.children[group]) != count


def test_three_parallel_branches_are_no_repeat() -> None:
    """Query, key and value are read better side by side."""
    names = ["Softmax", *["T", "View", "Addmm", "A", "B", "C"] * 3]
    edges = [(0, 1 + 6 * i, i) for i in range(3)]
    edges += [(1 + 6 * i + j, 2 + 6 * i + j, 0) for i in range(3) for j in range(5)]
    tree = grow(found(names, sorted(edges), list(range(len(names), 0, -1))))
    assert not (tree.kind == TIMES).any()


@pytest.mark.parametrize("count", [41, 500, 3_000])
def test_a_long_chain_of_different_operations_is_cut_into_stretches(count: int) -> None:
    names = [f"Op{i}" for i in range(count)]
    graph = found(names, [(i, i + 1, 0) for i in range(count - 1)], list(range(count, 0, -1)))
    tree = grow(graph)
    assert set(tree.kind.tolist()) == {STRETCH}
    for group in range(len(tree) + 1):
        direct = len(tree.children[group]) + sum(b - a for a, b in tree.own(group))
        assert direct <= 36
    assert len(build_scene(graph, tree, first_opening(tree, graph)).node) <= 40


def test_what_is_foreign_inside_a_call_is_not_attributed_to_it() -> None:
    calls = [messages.ModuleCall("a", "A")]
    call_of = [0, 0, messages.UNKNOWN, 0, 0, 0, messages.OUTSIDE]
    graph = found(list("ABCDEFG"), [(i, i + 1, 0) for i in range(6)], [], calls, call_of)
    tree = grow(graph)
    assert [(s, e) for s, e in zip(tree.start, tree.end, strict=True)] == [(0, 2), (3, 6)]
    assert tree.titles == ("a", "a")


def test_carrying_over_to_a_longer_graph_keeps_what_is_still_there() -> None:
    def steps(count: int) -> Tree:
        word = [f"Op{i}Backward0" for i in range(10)]
        names = ["Loss", *word * count]
        edges = [(i, i + 1, 0) for i in range(len(names) - 1)]
        return grow(found(names, edges, list(range(len(names), 0, -1))))

    old, new = steps(20), steps(30)
    opening = Opening().opened(old, old.children[-1][0])
    opening = opening.opened(old, old.children[old.children[-1][0]][-1])
    carried = carry(old, opening, new)
    assert {new.titles[g] for g in carried.open} == {old.titles[g] for g in opening.open}


def test_totals_count_what_a_box_reaches_through_its_chips_once() -> None:
    names = ["Loss", "AddmmBackward0", "AddmmBackward0", "TBackward0", LEAF, LEAF]
    edges = [(0, 1, 0), (1, 2, 0), (1, 3, 0), (2, 3, 0), (2, 5, 0), (3, 4, 0)]
    calls = [messages.ModuleCall("a", "A")]
    graph = messages.GraphFound(
        key=1, names=tuple(names), parameters=("", "", "", "", "w", "b"),
        shapes=(((2, 3),),) * 4 + (((4, 5),), ((7,),)),
        edges=messages.Array.of(np.array(edges, np.int32)), calls=tuple(calls),
        call_of=messages.Array.of(np.array([-1, 0, 0, 0, -1, -1], np.int32)),
        sequence=(5, 4, 3, 2, -1, -1),
        saved=messages.Array.of(np.array([[1, 0], [2, 0], [2, 1], [0, 1]], np.int32)),
        storages=messages.Array.of(np.array([100, 30], np.int64)),
    )  # fmt: skip
    scene = build_scene(graph, grow(graph))
    found_ = totals(scene)
    box = scene.titles.index("a")
    assert found_.nodes[box] == 5
    assert found_.parameters[box] == 2
    assert found_.elements[box] == 27
    assert found_.saved is not None
    assert found_.saved[box] == 130
    assert found_.saved[scene.titles.index("Loss")] == 30


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_totals_are_those_of_the_parts(graph: messages.GraphFound) -> None:
    """What is reachable from a box's members over chips alone, counted with networkx."""
    scene = build_scene(graph, grow(graph))
    inside = absorbed(graph)
    edges = nx.DiGraph((s, t) for s, t, _ in graph.edges.numpy().tolist() if inside[t])
    edges.add_nodes_from(range(len(graph.names)))
    counted = totals(scene)
    for box in range(len(scene.node)):
        reached: set[int] = set()
        for member in scene.members(box).tolist():
            reached |= {member} | nx.descendants(edges, member)
        assert counted.nodes[box] == len(reached)
        leaves = sum(graph.names[n] == LEAF and bool(inside[n]) for n in reached)
        assert counted.parameters[box] == leaves
        assert counted.elements[box] == 6 * leaves
    assert counted.saved is None
