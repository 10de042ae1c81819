"""The county server over HTTP: one POST per kind of request, frames as bodies."""

from __future__ import annotations

import asyncio

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from sync.county import service
from sync.county.county import County
from sync.wire import limits, messages

_HEADS = 128
PIECE = 16 << 10
"""Bytes of a body that must come in `request_seconds`: some seconds on the slowest honest line."""


def make_app(county: County) -> FastAPI:
    """The application of an opened county; it holds no state of its own."""
    app = FastAPI(title="xfgrid county", openapi_url=None, docs_url=None, redoc_url=None)

    async def answer(request: Request) -> Response:
        try:
            body = await _body(request, county.config.request_seconds)
        except TimeoutError:
            return Response(status_code=408)
        except ClientDisconnect:
            return Response()  # which nobody hears
        if body is None:
            return Response(status_code=413)
        status, reply = await run_in_threadpool(service.handle, county, request.url.path, body)
        return Response(reply, status)

    for path in messages.PATHS.values():
        app.add_api_route(path, answer, methods=["POST"])
    return app


async def _body(request: Request, seconds: float) -> bytes | None:
    """The body; None as soon as it is longer than a frame may be, TimeoutError where it hardly gets on: a long one on a slow
    line may take its time. Neither can be answered by a frame, which names the whole request."""
    found, due = bytearray(), PIECE
    async with asyncio.timeout(seconds) as deadline:
        async for part in request.stream():
            found += part
            if len(found) > limits.BODY + _HEADS:
                return None
            if len(found) >= due:
                due = len(found) + PIECE
                deadline.reschedule(asyncio.get_running_loop().time() + seconds)
    return bytes(found)
