from __future__ import annotations

import itertools
import os
import time
from typing import Any

import attrs
from lsprotocol import types as lsp

from codeprism_lsp.features.context import ContentModified, InvalidParams, RequestContext, RequestFailed
from codeprism_lsp.features.registry import Lane, feature


@attrs.frozen
class EchoParams:
    value: Any = None
    from_: str = ""
    page_size: int = 0


@attrs.frozen
class SleepParams:
    seconds: float
    cooperative: bool = True


@attrs.frozen
class FailParams:
    how: str


@attrs.frozen
class SizeParams:
    count: int
    mark: int = 0


@attrs.frozen
class StatusParams:
    status: dict[str, Any] = attrs.field(factory=dict)


@attrs.frozen
class NoParams:
    pass


@feature("textDocument/hover", lsp.HoverParams, capability={"hover_provider": True})
def hover(context: RequestContext, params: lsp.HoverParams) -> lsp.Hover:
    text = context.analysis.documents[params.text_document.uri]
    return lsp.Hover(contents=lsp.MarkupContent(kind=lsp.MarkupKind.PlainText, value=text))


@feature("test/echo", EchoParams, capability={"experimental": {"echo": True}})
def echo(_: RequestContext, params: EchoParams) -> EchoParams:
    return params


@feature("test/sleep", SleepParams)
def sleep(context: RequestContext, params: SleepParams) -> str:
    return _sleep(context, params)


@feature("test/bulkSleep", SleepParams, lane=Lane.BULK)
def bulk_sleep(context: RequestContext, params: SleepParams) -> str:
    return _sleep(context, params)


def _sleep(context: RequestContext, params: SleepParams) -> str:
    end = time.monotonic() + params.seconds
    while time.monotonic() < end:
        if params.cooperative:
            context.cancellation.check()
        time.sleep(0.005)
    return "slept"


@feature("test/fail", FailParams)
def fail(_: RequestContext, params: FailParams) -> Any:
    if params.how == "modified":
        raise ContentModified("the file changed")
    if params.how == "params":
        raise InvalidParams("no such symbol", {"id": 7})
    if params.how == "failed":
        raise RequestFailed("cannot", object())
    if params.how == "exit":
        raise SystemExit(3)
    if params.how == "unserialisable":
        return {"x": object()}
    if params.how == "surrogate":
        return "a\udc80b"
    if params.how == "recursion":
        return fail(_, params)
    if params.how == "print":
        print("stray")
        os.write(1, b"stray from C\n")
        os.system("echo stray from a child")
        return os.read(0, 10).decode()
    raise ZeroDivisionError("division by zero in the handler")


@feature("test/large", SizeParams)
def large(_: RequestContext, params: SizeParams) -> list[lsp.Location] | list[dict[str, Any]]:
    place = lsp.Position(line=params.mark, character=0)
    if params.count < 1000:
        return [lsp.Location(uri="file:///x", range=lsp.Range(start=place, end=place))] * params.count
    return [{"uri": f"file:///{params.mark}/{n}", "text": "äöü" * 10} for n in range(params.count)]


@feature("test/spin", SleepParams)
def spin(context: RequestContext, params: SleepParams) -> int:
    """Python code that never gives the interpreter away by itself."""
    end, rounds = time.monotonic() + params.seconds, 0
    while time.monotonic() < end:
        rounds += 1
    return rounds


@feature("test/partial", SizeParams)
def partial(context: RequestContext, params: SizeParams) -> list[int]:
    items = list(range(params.count))
    with context.progress("Counting") as progress:
        for number in items:
            if context.report_partial([number]):
                progress.report(f"{number}", 100 * number // params.count)
    return [] if context.wants_partial_results else items


@feature("test/report", StatusParams)
def report(context: RequestContext, params: StatusParams) -> None:
    context.analysis.host.report(**params.status)


@feature("test/calls", NoParams)
def calls(context: RequestContext, _: NoParams) -> list[Any]:
    return list(context.analysis.calls)


@feature("test/child", NoParams)
def child(context: RequestContext, _: NoParams) -> int:
    return context.analysis.host.start_stubborn_child()


@feature("test/stopSeconds", SleepParams)
def stop_seconds(context: RequestContext, params: SleepParams) -> None:
    context.analysis.host.stop_seconds = params.seconds


_asked = itertools.count()


@feature("test/kept", EchoParams, kind="others")
def kept(context: RequestContext, params: EchoParams) -> dict[str, Any]:
    time.sleep(0.02 if params.value != "quick" else 0)
    return {"times": next(_asked), "text": sorted(context.analysis.documents.values())}
