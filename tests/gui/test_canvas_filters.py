"""The line that a person types, and the nodes that it finds."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gradwalk.engine import messages
from gradwalk.gui.canvas import filters
from gradwalk.gui.canvas.build import build_scene
from gradwalk.gui.canvas.filters import CHOICES, Filter, FilterError, Norm, Text, Which, parse
from gradwalk.gui.canvas.find import Index, detail, matches, places, title

of = messages.Array.of
LEAF = "AccumulateGrad"

# --- the line -----------------------------------------------------------------------------------

TEXTS = st.text(min_size=1, max_size=12).map(str.casefold).filter(
    lambda t: t.strip() and t.casefold() == t
)  # fmt: skip
CONDITIONS = st.one_of(
    st.builds(Text, st.sampled_from([*filters.COLUMNS, "word"]), TEXTS),
    st.sampled_from([Which(key, value) for key, values in CHOICES.items() for value in values]),
    st.builds(Norm, st.sampled_from(filters.SIGNS), st.floats(allow_nan=False)),
)


@given(st.lists(CONDITIONS, max_size=4))
def test_what_is_written_is_read_as_the_same(conditions: list[filters.Condition]) -> None:
    wanted = Filter(tuple(conditions))
    assert parse(filters.write(wanted)) == wanted


@given(st.text(max_size=40))
def test_any_text_is_a_filter_or_is_refused_with_what_was_typed(text: str) -> None:
    try:
        parse(text)
    except FilterError as error:
        assert error.token
        assert error.token in text


@given(st.lists(st.sampled_from(["addmm", "fc1.weight", "relu", "1×64"]), min_size=1, max_size=4))
def test_free_words_are_words_in_any_column(words: list[str]) -> None:
    assert parse("  ".join(words)).conditions == tuple(Text("word", word) for word in words)


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("op:Addmm", [Text("op", "addmm")]),
        ("OP=addmm", [Text("op", "addmm")]),
        ("module:encoder state:freed", [Text("module", "encoder"), Which("state", "freed")]),
        ("module:outside", [Which("module", "outside")]),
        ('module:"outside"', [Text("module", "outside")]),
        ('line:"my file.py:3"', [Text("line", "my file.py:3")]),
        ("train.py:31", [Text("word", "train.py:31")]),
        ("g>1e-3", [Norm(">", 1e-3)]),
        ("g:1e-3..1", [Norm(">=", 1e-3), Norm("<=", 1.0)]),
        ("g:..1", [Norm("<=", 1.0)]),
        ("g:nan", [Which("g", "nan")]),
        ("gradient=0", [Which("g", "zero")]),
        ("shape:6x1x3x3", [Text("shape", "6×1×3×3")]),
        ("1, 6,30x30", [Text("word", "1×6×30×30")]),
        ("  ", []),
        ('""', []),
    ],
)
def test_conditions_are_read(text: str, conditions: list[filters.Condition]) -> None:
    assert list(parse(text).conditions) == conditions


@pytest.mark.parametrize(
    ("text", "reason", "token", "possible"),
    [
        ("relu modul:fc1", "key", "modul:fc1", "module:"),
        ("op:", "empty", "op:", None),
        ("state:", "empty", "state:", "alive"),
        ("state:broken", "choice", "state:broken", "freed"),
        ("g:tiny", "choice", "g:tiny", "nan"),
        ("g>big", "number", "g>big", "g>1e-3"),
        ("g>nan", "number", "g>nan", "g>1e-3"),
        ("g:1..x", "number", "g:1..x", "g<0.1"),
        ("module>3", "sign", "module>3", "g>"),
        ('op:"add', "quote", 'op:"add', None),
    ],
)
def test_what_is_not_understood_is_said(
    text: str, reason: str, token: str, possible: str | None
) -> None:
    with pytest.raises(FilterError) as caught:
        parse(text)
    assert caught.value.reason == reason
    assert caught.value.token == token
    assert possible is None or possible in caught.value.possible


# --- what it finds ------------------------------------------------------------------------------

NAMES = ("MseLossBackward0", "AddmmBackward0", LEAF, "ReluBackward0", "TBackward0", LEAF,
         "AddmmBackward0")  # fmt: skip
GRAPH = messages.GraphFound(
    key=3, names=NAMES,
    parameters=("", "", "net.b1", "", "", "net.w", ""),
    shapes=(((),), ((1, 10),), ((10,),), ((1, 20),), ((20, 10),), ((10, 20),), ((1, 20),)),
    edges=of(np.array([(0, 1, 0), (1, 2, 0), (1, 3, 0), (1, 4, 0), (4, 5, 0), (3, 6, 0)],
                      np.int32)),
    calls=(messages.ModuleCall("net", "Block"), messages.ModuleCall("net.fc1", "Linear", 1, 0),
           messages.ModuleCall("net.fc1", "Linear", 2, 0)),
    call_of=of(np.array([-1, 1, -2, 0, 1, -2, -2], np.int32)),
    sequence=(9, 8, -1, 7, 6, -1, 5),
    lines=("train.py:31", "model.py:7", "", "model.py:8", "model.py:7", "", ""),
)  # fmt: skip
NAN = math.nan
FLOW = messages.Flow(
    key=3, iteration=1, backward=1,
    states=of(np.array([2, 2, 0, 1, 0, 0, 2], np.uint8)),
    reached=of(np.array([1, 1, 1, 1, 0, 2, 1], np.uint8)),
    norms=of(np.array([1.0, 0.5, 0.0, NAN, 7.0, 7.0, math.inf])),
    edge_reached=of(np.ones(6, np.uint8)), edge_norms=of(np.ones(6)),
    order=of(np.arange(7, dtype=np.int32)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("addmm", [1, 6]),
        ("op:addmm module:fc1", [1]),
        ("module:net", [1, 3, 4]),  # what runs inside a module is in it
        ("module:block", [1, 3, 4]),
        ("module:linear", [1, 4]),
        ("module:outside", [0]),
        ("module:unknown", [6]),  # a leaf is made by no forward: no call of it is missing
        ("outside every", [0]),
        ("param:w", [5]),
        ("b1", [2]),
        ("line:model", [1, 3, 4]),
        ("model.py:7", [1, 4]),
        ("10,20", [5]),
        ("shape:20", [3, 4, 5, 6]),
        ("state:freed", [0, 1, 6]),
        ("state:alive", [3]),
        ("state:none", [2, 4, 5]),
        ("g>=0.5", [0, 1, 6]),
        ("g>0.5 g<2", [0]),
        ("g:0.1..1", [0, 1]),
        ("g:nan", [3]),
        ("g:inf", [6]),
        ("g:nonfinite", [3, 6]),
        ("g:zero", [2]),
        ("g:none", [4]),
        ("g:unmeasured", [5]),
        ("addmm g:inf", [6]),
        ("addmm relu", []),
        ("", []),
    ],
)
def test_conditions_find_their_nodes(text: str, nodes: list[int]) -> None:
    assert np.flatnonzero(matches(GRAPH, FLOW, parse(text))).tolist() == nodes


@given(st.lists(CONDITIONS, min_size=1, max_size=3), st.lists(CONDITIONS, min_size=1, max_size=3))
def test_conditions_combine_by_and(
    one: list[filters.Condition], other: list[filters.Condition]
) -> None:
    index = Index(GRAPH)
    both = index.matches(FLOW, Filter((*one, *other)))
    apart = index.matches(FLOW, Filter(tuple(one))) & index.matches(FLOW, Filter(tuple(other)))
    assert (both == apart).all()


@pytest.mark.parametrize("text", ["g>0", "state:freed", "g:none"])
def test_without_a_backward_on_this_graph_nothing_has_a_gradient(text: str) -> None:
    assert not matches(GRAPH, None, parse(text)).any()
    assert parse(text).asks_flow
    other = messages.Flow(**{f: getattr(FLOW, f) for f in FLOW.__struct_fields__ if f != "key"},
                          key=8)  # fmt: skip
    assert not matches(GRAPH, other, parse(text)).any()


@given(st.lists(st.sampled_from("abc.0"), min_size=1).map("".join), st.data())
def test_a_word_finds_exactly_what_has_it_written_on(word: str, data: st.DataObject) -> None:
    assume(filters.normal(word) == word)
    names = data.draw(st.lists(st.text("aBc.", max_size=5), min_size=1, max_size=6))
    count = len(names)
    graph = messages.GraphFound(
        key=1, names=tuple(names), parameters=("",) * count, shapes=(((4,),),) * count,
        edges=of(np.zeros((0, 3), np.int32)),
    )  # fmt: skip
    expected = [i for i, name in enumerate(names) if word in name.casefold()]
    assert np.flatnonzero(matches(graph, None, parse(word))).tolist() == expected


def test_a_node_is_listed_with_what_tells_it_from_others() -> None:
    index = Index(GRAPH)
    assert title(GRAPH, 5) == "net.w"
    assert title(GRAPH, 1) == "AddmmBackward0"
    assert detail(index, 1, None) == "1×10 · net.fc1"
    assert detail(index, 0, None) == "outside every module"


def test_nodes_are_found_in_boxes_and_on_chips() -> None:
    scene = build_scene(GRAPH)
    boxes, chips = places(scene, np.array([0, 1, 4, 5]))
    assert boxes == {int(scene.box_of[0]): 1, int(scene.box_of[1]): 1}
    assert chips == set(scene.chips_by_name["net.w"])  # the view is on the same chip
