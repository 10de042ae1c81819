"""The county server over HTTP: one POST per kind of request, frames as bodies."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from sync.county import service
from sync.county.county import County
from sync.wire import frame, limits, messages

_HEADS = 128


def make_app(county: County) -> FastAPI:
    """The application of an opened county; it holds no state of its own."""
    app = FastAPI(title="xfgrid county", openapi_url=None, docs_url=None, redoc_url=None)

    async def answer(request: Request) -> Response:
        body = await _body(request, county.config.request_seconds)
        if body is None:
            status, reply = 413, frame.reply(messages.Refusal(code="too_large"), county.key, bytes(32))
        else:
            status, reply = await run_in_threadpool(service.handle, county, request.url.path, body)
        return Response(reply, status)

    for path in messages.PATHS.values():
        app.add_api_route(path, answer, methods=["POST"])
    return app


async def _body(request: Request, seconds: float) -> bytes | None:
    """The body, or None as soon as it is longer than a frame may be or takes too long to arrive."""
    found = bytearray()
    with suppress(TimeoutError, ClientDisconnect):
        async with asyncio.timeout(seconds):
            async for part in request.stream():
                found += part
                if len(found) > limits.BODY + _HEADS:
                    return None
            return bytes(found)
    return None
