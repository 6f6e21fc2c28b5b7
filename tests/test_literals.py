"""Arguments as text: JSON and Python's literals are read, all else is refused at its letter."""

from __future__ import annotations

import ast
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradwalk import literals

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=12,
)
NAMED = st.dictionaries(st.text(), VALUES, max_size=5)


@given(NAMED)
def test_what_is_written_is_read_back(value: dict[str, Any]) -> None:
    assert literals.read(literals.written(value)) == value
    assert literals.read(literals.source(value)) == value


@given(NAMED.filter(lambda value: "tuple" not in str(value)))
def test_json_is_read_as_json(value: dict[str, Any]) -> None:
    text = json.dumps(value)
    assert literals.read(text) == (json.loads(text))


@given(VALUES)
def test_python_reads_the_source_of_a_value(value: Any) -> None:
    assert eval(literals.source(value), {"float": float}) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None), ("  ", None), ("{}", {}), ("[1, 2]", [1, 2]), ("(1, 2)", [1, 2]),
        ("depth=(1, 2), bias=False", {"depth": (1, 2), "bias": False}),
        ("{'depth': (1, 2), 'on': true}", {"depth": (1, 2), "on": True}),
        (" a = -1e-3,", {"a": -1e-3}), ("a=None, b=null", {"a": None, "b": None}),
        ("dtype=torch.float64", {"dtype": "torch.float64"}),
        ('a=float("inf")', {"a": float("inf")}), ("config=dict(width=3)", {"config": {"width": 3}}),
        ("größe=2", {"größe": 2}), ("a='x=1, y'", {"a": "x=1, y"}), ("{1: 2}", {1: 2}),
    ],
)  # fmt: skip
def test_what_a_person_writes(text: str, value: Any) -> None:
    assert literals.read(text) == value


@pytest.mark.parametrize(
    ("text", "problem", "at"),
    [
        ("größe='é', b=f(1)", "value", "f(1)"), ("a=[\n1, b]", "value", "b"),
        ("{", "syntax", "{"), ("a=1, 2", "syntax", ""), ("a=b", "value", "b"),
        ("a=[1, f(2)]", "value", "f(2)"), ("a=1 b=2", "syntax", ""),
        ('{"a": ...}', "open", "..."),
        ("a=...", "open", "..."), ("width", "value", "width"), ("3", "kind", ""),
        ("a=1, a=2", "syntax", ""),
        ("a=x.y", "value", "x.y"), ("a=**b", "syntax", ""), ("**b", "syntax", ""),
        ("\0", "syntax", ""),
        ("a=1)", "syntax", ""), ("a=4, b=(2", "syntax", "(2"),
        ("  {'a': b}", "value", "b"), ("{'a':\n b}", "value", ""),
        ("[" * 100_000, "deep", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(text: str, problem: str, at: str) -> None:
    with pytest.raises(literals.NoLiteral) as refused:
        literals.read(text)
    assert refused.value.problem == problem
    assert 0 <= refused.value.place <= len(text)
    if at:
        assert text[refused.value.place :].startswith(at)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        value = literals.read(text)
    except literals.NoLiteral as error:
        assert 0 <= error.place <= max(len(text), 1)
    else:
        assert value is None or isinstance(value, dict | list)


def test_nothing_is_called() -> None:
    with pytest.raises(literals.NoLiteral):
        literals.read("a=__import__('os').getcwd()")
    assert isinstance(ast.parse("a"), ast.Module)
