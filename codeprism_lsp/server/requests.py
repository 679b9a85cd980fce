"""Requests under way: from arrival on the event loop to the one reply.

Invariant: a request is in `_under_way` from arrival until somebody takes it out, and whoever takes it
out replies, under one lock. So there is exactly one reply, whichever of the worker, the cancellation
and the end of the process comes first.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from codeprism_lsp.features.context import (
    CancellationToken,
    Cancelled,
    ClientInfo,
    RequestContext,
    RequestError,
)
from codeprism_lsp.features.registry import Feature, Lane
from codeprism_lsp.server.conversion import BadParams, structure
from codeprism_lsp.server.host_port import WORTH_SECONDS, AnswersPort
from codeprism_lsp.server.link import Link
from codeprism_lsp.server.replies import ErrorCode, error_body, result_body
from codeprism_lsp.server.wire import RequestId
from codeprism_lsp.server.workers import Job, WorkerPool

logger = logging.getLogger(__name__)

Finished = Callable[[str, RequestId, float, str], None]
"""Told of each finished request just before its reply: method, id, seconds, outcome; on any thread."""


@dataclass(slots=True, eq=False)
class _UnderWay:
    request_id: RequestId
    method: str
    lane: Lane
    work_done_token: int | str | None
    token: CancellationToken = field(default_factory=CancellationToken)
    arrived: float = field(default_factory=time.perf_counter)
    job: Job | None = None


class Requests:
    """Starts, cancels and finishes the requests that features answer.

    `begin`, `cancel` and `cancel_all` belong to the event loop's thread, `finish` to any other.
    """

    def __init__(
        self,
        features: Mapping[str, Feature],
        link: Link,
        pool: WorkerPool,
        finished: Finished,
        answers: AnswersPort | None,
    ) -> None:
        self._features = features
        self._link = link
        self._pool = pool
        self._finished = finished
        self._answers = answers
        self._under_way: dict[RequestId, _UnderWay] = {}
        self._replied = threading.Condition()

    def is_under_way(self, request_id: RequestId) -> bool:
        """Whether a request of that id has not been answered yet."""
        return request_id in self._under_way

    def begin(
        self, request_id: RequestId, feature: Feature, params: Any, analysis: Any, client: ClientInfo
    ) -> None:
        """Queues the request; when too many wait already it is answered with an error at once."""
        entry = _UnderWay(request_id, feature.method, feature.lane, _token(params, "workDoneToken"))
        entry.job = lambda: self._work(entry, feature, params, analysis, client)
        self._under_way[request_id] = entry
        if not self._pool.submit(entry.job, entry.lane):
            self._fail(entry, ErrorCode.REQUEST_FAILED, "too many requests are waiting", "rejected")

    def cancel(self, request_id: RequestId) -> None:
        """Answers at once if the request still waits, else tells its handler; unknown ids are fine."""
        entry = self._under_way.get(request_id)
        if entry is None:
            return
        entry.token.cancel()
        if entry.job is not None and self._pool.withdraw(entry.job, entry.lane):
            self._fail(entry, ErrorCode.REQUEST_CANCELLED, Cancelled().message, "cancelled")

    def cancel_progress(self, token: int | str) -> None:
        """Cancels the request whose progress bar, named by `token`, somebody cancelled."""
        for entry in list(self._under_way.values()):
            if entry.work_done_token == token:
                self.cancel(entry.request_id)

    def cancel_all(self) -> None:
        """Cancels everything under way."""
        for request_id in list(self._under_way):
            self.cancel(request_id)

    def finish(self, seconds: float) -> None:
        """Waits until all is answered, at most `seconds`; what is not by then is answered as cancelled."""
        with self._replied:
            self._replied.wait_for(lambda: not self._under_way, timeout=seconds)
            entries = list(self._under_way.values())
        for entry in entries:
            entry.token.cancel()
            self._fail(entry, ErrorCode.REQUEST_CANCELLED, Cancelled().message, "cancelled")

    def _work(
        self, entry: _UnderWay, feature: Feature, params: Any, analysis: Any, client: ClientInfo
    ) -> None:
        """Answers one request, on a worker thread."""
        try:
            entry.token.check()
            question = self._question(feature, params, analysis)
            kept = self._answers.find(feature.kind, question) if self._answers and question else None
            if kept is not None:
                body = result_body(self._link.protocol, entry.request_id, orjson.Fragment(kept))
                self._reply(entry, body, "kept")
                return
            began = time.perf_counter()
            typed = structure(self._link.converter, params, feature.params_type)
            context = RequestContext(
                analysis=analysis,
                client=client,
                cancellation=entry.token,
                method=entry.method,
                work_done_token=entry.work_done_token,
                partial_result_token=_token(params, "partialResultToken"),
                send=self._send,
            )
            result = feature.handler(context, typed)
            if self._answers and question and time.perf_counter() - began > WORTH_SECONDS:
                answer = self._link.protocol.encode(result)
                self._answers.keep(feature.kind, question, answer)
                result = orjson.Fragment(answer)
            body = result_body(self._link.protocol, entry.request_id, result)
        except RequestError as error:
            outcome = "cancelled" if isinstance(error, Cancelled) else "failed"
            self._fail(entry, error.code, error.message, outcome, error.data)
        except BadParams as error:
            self._fail(entry, ErrorCode.INVALID_PARAMS, f"{entry.method}: {error}", "invalid params")
        except BaseException as error:
            logger.exception("%s (%r) failed", entry.method, entry.request_id)
            text = f"{entry.method}: {type(error).__name__}: {error}"
            self._fail(entry, ErrorCode.INTERNAL_ERROR, text, "internal error")
        else:
            self._link.protocol.outbox.wait_for_room()
            self._reply(entry, body, "done")

    def _question(self, feature: Feature, params: Any, analysis: Any) -> tuple[str, bytes, Hashable] | None:
        """What the answer depends on; None where it is not to be kept: it would differ from time to time, or
        be sent in parts."""
        state = getattr(analysis, "state", None) if feature.kind else None
        if state is None or _token(params, "partialResultToken") is not None or not isinstance(params, dict):
            return None
        asked = {name: value for name, value in params.items() if name != "workDoneToken"}
        return feature.method, orjson.dumps(asked, option=orjson.OPT_SORT_KEYS), state

    def _send(self, method: str, params: Any) -> None:
        """Notifications of handlers: they wait when the client is far behind with reading."""
        self._link.protocol.outbox.wait_for_room()
        self._link.protocol.notify(method, params)

    def _fail(self, entry: _UnderWay, code: int, message: str, outcome: str, data: Any = None) -> None:
        try:
            body = error_body(self._link.protocol, entry.request_id, code, message, data)
        except (TypeError, ValueError):
            logger.exception("%s: the data of an error is no JSON", entry.method)
            body = error_body(self._link.protocol, entry.request_id, code, message)
        self._reply(entry, body, outcome)

    def _reply(self, entry: _UnderWay, body: bytes, outcome: str) -> None:
        with self._replied:
            if self._under_way.get(entry.request_id) is not entry:
                return
            del self._under_way[entry.request_id]
            self._finished(entry.method, entry.request_id, time.perf_counter() - entry.arrived, outcome)
            self._link.protocol.outbox.post(body)
            if not self._under_way:
                self._replied.notify_all()


def _token(params: Any, name: str) -> int | str | None:
    value = params.get(name) if isinstance(params, dict) else None
    return value if type(value) in (int, str) else None
