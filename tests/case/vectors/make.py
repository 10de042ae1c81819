"""Writes the byte vectors beside it: an independent reading of the event's form.

Made with hashlib, `rfc8785` and `cryptography` only; it imports nothing of the program it tests, so that another
team's implementation can be held to the same files. All content is invented (样例·虚构); the keys are published here
and therefore worthless. Run it to write the files anew: `python tests/case/vectors/make.py`.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

HERE = Path(__file__).parent
TAG = b"xfgrid event 1\n"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
CASE = "018f2f6c-5a00-7abc-8def-0123456789ab"


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def salt(name: str) -> bytes:
    """A fixed salt, so that the vectors come out the same; real salts are random."""
    return sha256(name.encode())[:16]


def section(name: str, content: dict[str, object], *, dropped: bool = False) -> dict[str, object]:
    data, grain = rfc8785.dumps(content), salt(name)
    found: dict[str, object] = {"digest": sha256(grain + data).hex()}
    return found | ({} if dropped else {"salt": grain.hex(), "content": data.decode()})


def seal(ciphertext: bytes, *, dropped: bool = False) -> dict[str, object]:
    found: dict[str, object] = {"digest": sha256(ciphertext).hex()}
    return found | ({} if dropped else {"content": ciphertext.hex()})


def event(title: str, head: dict[str, object], **sections: dict[str, object]) -> dict[str, object]:
    header = rfc8785.dumps(head)
    digests = b"".join(
        bytes.fromhex(str(sections[name]["digest"])) if name in sections else bytes(32)
        for name in ("body", "text", "sealed")
    )
    digest = sha256(TAG + digests + header)
    return {
        "title": title,
        "head": head,
        "header": header.decode(),
        "sections": sections,
        "hash": digest.hex(),
        "sig": KEY.sign(digest).hex(),
    }


def head(seq: int, prev: str | None, kind: str, bases: dict[str, list[str]]) -> dict[str, object]:
    device = sha256(KEY.public_key().public_bytes_raw()).hex()[:32]
    return {
        "id": f"018f2f6c-5a0{seq}-7abc-8def-00000000000{seq}",
        "writer": f"{device}.1",
        "seq": seq,
        "prev": prev,
        "case": CASE,
        "type": kind,
        "v": 1,
        "at": f"2026-03-05T08:01:0{seq}.123Z",
        "actor": "样例·虚构·张三:grid_worker@330199101001001",
        "package": "1.0123abcd",
        "bases": bases,
    }


def events() -> list[dict[str, object]]:
    body: dict[str, object] = {"kind": "neighbours", "received": "2026-03-05", "flags": ["private"], "people": 3}
    text: dict[str, object] = {"asked": "样例·虚构：请疏通排水沟\t“尽快”\n", "place": "清源镇 样例村 \u2028\x7f\u0001"}
    fields = ("asked", "flags", "kind", "people", "place", "received", "state")
    first = event(
        "first event of a writer, body and text",
        head(1, None, "registered", {name: [] for name in fields}),
        body=section("body", body),
        text=section("text", text),
    )
    second = event(
        "second event, no section at all",
        head(2, str(first["hash"]), "taken", {"state": [str(first["hash"])]}),
    )
    third = event(
        "body and sealed, no text",
        head(3, str(second["hash"]), "recorded", {"contact": []}),
        body=section("third", {"contact": "sealed"}),
        sealed=seal(bytes(range(48))),
    )
    fourth = event(
        "the first event after its text was dropped with its salt: same hash, same signature",
        dict(head(1, None, "registered", {name: [] for name in fields})),
        body=section("body", body),
        text=section("text", text, dropped=True),
    )
    fifth = event(
        "the third event after its sealed section was dropped",
        head(3, str(second["hash"]), "recorded", {"contact": []}),
        body=section("third", {"contact": "sealed"}),
        sealed=seal(bytes(range(48)), dropped=True),
    )
    return [first, second, third, fourth, fifth]


def ids() -> dict[str, object]:
    """UUIDv7: the example of RFC 9562, appendix A.6. UUIDv8: SHA-256 of canonical parts, its first 16 bytes marked."""
    rand = 0xCC3 << 62 | 0x18C4DC0C0C07398F
    parts = [
        ["330199101", "ledger-a", "2026-017"],
        ["330199101", "ledger-b", {"place": "样例村", "kind": "water"}, None, 7, True],
        [],
    ]
    return {
        "uuid7": {
            "unix_ms": 0x17F22E279B0,
            "random": rand.to_bytes(10, "big").hex(),
            "uuid": "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
        },
        "uuid8": [{"parts": p, "uuid": uuid8(sha256(rfc8785.dumps(p))[:16])} for p in parts],
    }


def uuid8(raw: bytes) -> str:
    marked = bytearray(raw)
    marked[6] = marked[6] & 0x0F | 0x80
    marked[8] = marked[8] & 0x3F | 0x80
    text = marked.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def digests() -> dict[str, object]:
    """Sums modulo 2²⁵⁶; the last case overflows on purpose."""
    cases = [[sha256(b"a"), sha256(b"b")], [sha256(b"c")], [], [b"\xff" * 32, b"\x00" * 31 + b"\x02"]]
    sums = [sum(int.from_bytes(h, "big") for h in case) % 2**256 for case in cases]
    return {
        "cases": [
            {"events": [h.hex() for h in case], "digest": total.to_bytes(32, "big").hex()}
            for case, total in zip(cases, sums, strict=True)
        ],
        "feed": (sum(sums) % 2**256).to_bytes(32, "big").hex(),
    }


def vectors() -> dict[str, object]:
    public = KEY.public_key().public_bytes_raw().hex()
    return {
        "events.json": {"key": {"seed": bytes(range(32)).hex(), "public": public}, "events": events()},
        "ids.json": ids(),
        "digests.json": digests(),
    }


def rendered(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, indent=1) + "\n"


if __name__ == "__main__":
    for name, value in vectors().items():
        (HERE / name).write_text(rendered(value), encoding="utf-8")
