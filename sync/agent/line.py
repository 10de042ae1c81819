"""The line to the county: signed requests out, believed replies in, bytes counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

import httpx

from sync.agent.tls import Trusted, context
from sync.wire import frame
from sync.wire.frame import Packed
from sync.wire.messages import Message, Refusal
from xfgrid.errors import LineError, RefusedError
from xfgrid.journal.config import Sync
from xfgrid.journal.keys import SigningKey

PIECE = 16 << 10
"""Bytes of a body that go through before that counts as getting on; some seconds on the slowest line."""
TRIES = 3
"""How often a request is sent that was cut on its way: the same bytes, which the county answers as before."""
PLAIN = {408: "line_slow", 413: "too_large", 502: "unreachable", 503: "unreachable", 504: "unreachable"}
"""What is answered by HTTP alone, by the county that has not read the whole of a request or by a proxy before it: nobody signed
it, and it changes nothing but what is said."""
_CUT = (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError)
M = TypeVar("M", bound=Message)


class Carrier(Protocol):
    """What carries a frame to the county and its reply back. LineError `unreachable` where it cannot."""

    def __call__(self, path: str, body: bytes) -> bytes: ...


@dataclass(slots=True)
class Count:
    """What went over the line: requests, and bytes with headers as far as HTTP/1.1 shows them."""

    requests: int = 0
    up: int = 0
    down: int = 0


class Http:
    """Carries frames by HTTP; one connection for a whole exchange. `moved` is called whenever a piece went through."""

    def __init__(self, client: httpx.Client) -> None:
        self.client, self.count = client, Count()
        self.moved: Callable[[], object] = lambda: None

    def __call__(self, path: str, body: bytes) -> bytes:
        for rest in reversed(range(TRIES)):
            try:
                return self._carried(path, body)
            except _CUT as error:
                if not rest:
                    raise LineError("unreachable", url=str(self.client.base_url)) from error
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise LineError("unreachable", url=str(self.client.base_url)) from error
        raise AssertionError

    def _carried(self, path: str, body: bytes) -> bytes:
        self.count.requests += 1
        headers = {"Content-Length": str(len(body))}  # a frame says what it is; on a slow line every header costs
        request = httpx.Request(
            "POST", self.client.base_url.join(path.lstrip("/")), content=self._pieces(body), headers=headers
        )
        self.count.up += _head(request.headers, f"POST {request.url.raw_path.decode()} HTTP/1.1") + len(body)
        response, reply = self.client.send(request, stream=True), bytearray()
        self.count.down += _head(response.headers, f"HTTP/1.1 {response.status_code} {response.reason_phrase}")
        try:
            for piece in response.iter_raw(PIECE):
                self.moved()
                self.count.down += len(piece)
                reply += piece
        finally:
            response.close()
        if response.status_code in PLAIN and not reply.startswith(frame.REPLY):
            raise LineError(PLAIN[response.status_code], url=str(self.client.base_url))
        return bytes(reply)

    def _pieces(self, body: bytes) -> Iterator[bytes]:
        for at in range(0, len(body), PIECE):
            yield body[at : at + PIECE]
            self.moved()

    def close(self) -> None:
        """Lets go of the connection."""
        self.client.close()


def http(url: str, settings: Sync, trusted: Trusted) -> Http:
    """A carrier to a county's URL; `trusted` says whether a public key is the county's."""
    verify = context(settings.tls, trusted) if url.startswith("https:") else False
    try:
        return Http(httpx.Client(base_url=url, timeout=settings.timeout, verify=verify, trust_env=False))
    except httpx.InvalidURL as error:
        raise LineError("unreachable", url=url) from error


class Line:
    """Asks the county, as one device. `counter` numbers the requests; `keep` is told every new value."""

    def __init__(self, carrier: Carrier, key: SigningKey, county: bytes, counter: int) -> None:
        self.carrier, self.key, self.county, self.counter = carrier, key, county, counter

    def ask(self, message: Message | Packed, kind: type[M]) -> M:
        """The county's reply to a message, or to one that was packed before.

        Raises LineError `unreachable`, `bad_frame`, `wrong_county`, `bad_message`; RefusedError with the county's code.
        A counter the county has seen already (after a restored laptop image) is put right once by itself.
        """
        packed = message if isinstance(message, Packed) else frame.packed(message)
        try:
            return self._ask(packed, kind)
        except RefusedError as error:
            if error.code != "replayed":
                raise
            self.counter = int(str(error.facts.get("counter", 0)))
            return self._ask(packed, kind)

    def _ask(self, packed: Packed, kind: type[M]) -> M:
        self.counter += 1
        asked = frame.seal_request(packed.path, packed.payload, self.key, self.counter)
        reply = frame.open_reply(self.carrier(packed.path, asked), frame.digest(asked), self.county)
        if isinstance(reply, Refusal):
            raise RefusedError(reply.code, **reply.facts)
        if not isinstance(reply, kind):
            raise LineError("bad_message")
        return reply


def _head(headers: httpx.Headers, first: str) -> int:
    return len(first) + 2 + sum(len(name) + len(value) + 4 for name, value in headers.raw) + 2


Connect = Callable[[str, Sync, Trusted], Http]
