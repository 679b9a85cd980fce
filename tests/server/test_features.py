"""Registration of features, and the conversion of params and results of our own classes."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from lsprotocol import types as lsp

from codeprism_lsp.features import registry
from codeprism_lsp.features.context import CancellationToken, Cancelled, ClientInfo, RequestContext
from codeprism_lsp.features.registry import DuplicateFeature, Feature, Lane, capabilities, discover, feature
from codeprism_lsp.server.conversion import BadParams, build_converter, structure
from codeprism_lsp.text.lines import PositionEncoding

CLIENT = lsp.ClientCapabilities()


@attrs.frozen
class Inner:
    start_line: int


@attrs.frozen
class Outer:
    from_: str
    inner: Inner
    many: list[Inner] = attrs.field(factory=list)
    include_external: bool = False
    score: float = 0.5
    place: lsp.Position | None = None


@pytest.fixture(autouse=True)
def own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_features", {})


def test_every_module_of_the_package_is_found() -> None:
    found = discover("tests.server.fake_features")
    assert found is not None


def test_two_handlers_of_one_method_are_refused() -> None:
    @feature("test/a", Outer)
    def one(context: RequestContext, params: Outer) -> None: ...

    with pytest.raises(DuplicateFeature):

        @feature("test/a", Outer)
        def two(context: RequestContext, params: Outer) -> None: ...


@pytest.mark.parametrize("method", ["initialize", "shutdown", "codeprism/indexStatus"])
def test_methods_of_the_server_are_reserved(method: str) -> None:
    with pytest.raises(DuplicateFeature):
        feature(method, Outer)


def test_params_types_are_attrs_classes() -> None:
    with pytest.raises(TypeError):
        feature("test/b", dict)


def offering(method: str, capability: Any) -> Feature:
    return Feature(method, Outer, lambda context, params: None, capability, Lane.INTERACTIVE)


def test_capabilities_are_merged() -> None:
    merged = capabilities(
        {
            "a": offering("a", {"hover_provider": True, "experimental": {"x": 1}}),
            "b": offering("b", lambda client: {"experimental": {"y": client is CLIENT}}),
            "c": offering("c", lambda client: {}),
        },
        CLIENT,
    )
    assert merged == {"hover_provider": True, "experimental": {"x": 1, "y": True}}


def test_capabilities_that_contradict_are_refused() -> None:
    with pytest.raises(ValueError, match="hover_provider"):
        capabilities(
            {"a": offering("a", {"hover_provider": True}), "b": offering("b", {"hover_provider": 1.5})},
            CLIENT,
        )


def test_our_classes_are_spelled_in_camel_case() -> None:
    converter = build_converter()
    wire = {
        "from": "a",
        "inner": {"startLine": 1},
        "many": [{"startLine": 2}],
        "includeExternal": True,
        "score": 1,
        "place": {"line": 1, "character": 2},
    }
    value = structure(converter, wire, Outer)
    place = lsp.Position(line=1, character=2)
    assert value == Outer("a", Inner(1), [Inner(2)], include_external=True, score=1.0, place=place)
    assert converter.unstructure(value) == wire


@pytest.mark.parametrize(
    ("wire", "message"),
    [
        ({"inner": {"startLine": 1}}, "'from' is missing"),
        ({"from": "a", "inner": {}}, "'startLine' is missing"),
        ({"from": "a", "inner": None}, "expected an object, got null"),
        ({"from": 1, "inner": {"startLine": 1}}, "expected a string, got an integer"),
        ({"from": "a", "inner": {"startLine": "1"}}, "expected an integer, got a string"),
        ({"from": "a", "inner": {"startLine": 1}, "includeExternal": "no"}, "expected a boolean"),
        (None, "params must be an object, not null"),
        ([], "params must be an object, not an array"),
    ],
)
def test_what_does_not_fit_is_named(wire: Any, message: str) -> None:
    with pytest.raises(BadParams, match=message):
        structure(build_converter(), wire, Outer)


def test_cancellation_token() -> None:
    token, told = CancellationToken(), []
    token.on_cancel(lambda: told.append(1))
    token.check()
    token.cancel()
    token.cancel()
    token.on_cancel(lambda: told.append(2))
    assert told == [1, 2] and token.cancelled
    with pytest.raises(Cancelled):
        token.check()


def test_partial_results_without_a_token_go_nowhere() -> None:
    context = RequestContext(analysis=None, client=ClientInfo(CLIENT, PositionEncoding.UTF8))
    assert context.report_partial([1]) is False
    with context.progress("nothing") as progress:
        progress.report("nobody listens", 50)
