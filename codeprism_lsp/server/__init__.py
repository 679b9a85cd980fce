"""The server: messages in and out, life cycle, document synchronisation, dispatch, progress.

This is the only room that imports pygls, of which it uses the typed messages, the converter and the
bookkeeping of server-to-client requests. Reading, writing, dispatch, cancellation and exit are its own,
because pygls leaves requests without a reply, reads from the pool it works in, cannot cancel a running
handler, interleaves large replies and waits for ever at the end.

How a message flows:

    reader thread     bytes -> frame -> JSON                        (framing, wire, transports)
    event loop        in order: notifications change the host; a request captures a snapshot
                                                                    (session, sync, requests)
    worker threads    params -> handler -> result -> bytes          (workers)
    writer thread     whole messages, one after the other           (outbox)

Absent from here: answers. Every request has exactly one reply, whatever happens.
"""

from __future__ import annotations
