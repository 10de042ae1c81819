"""The primitives this program builds on, against vectors made by others."""

from __future__ import annotations

import json
from pathlib import Path

import cryptography_vectors
import pytest
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import rust_openssl
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tests.homes import CASE, desk
from xfgrid.journal import drafts
from xfgrid.journal.contact import hpke
from xfgrid.journal.keys import SigningKey, verify

VECTORS = Path(cryptography_vectors.__file__).parent
Vector = dict[str, str]


def _hpke() -> list[dict[str, object]]:
    """RFC 9180, base mode, in the one suite used here: KEM 0x0020, KDF 0x0001, AEAD 0x0003."""
    found = json.loads((VECTORS / "HPKE" / "test-vectors.json").read_text())
    return [v for v in found if (v["mode"], v["kem_id"], v["kdf_id"], v["aead_id"]) == (0, 0x20, 1, 3)]


def _records(name: str) -> list[Vector]:
    """The records of a NIST-style file: `NAME = value`, each begun by its COUNT."""
    found: list[Vector] = []
    for line in (VECTORS / name).read_text().splitlines():
        label, equals, value = line.partition("=")
        if label.strip() == "COUNT":
            found.append({})
        if found and equals and not line.startswith("#"):
            found[-1][label.strip()] = value.strip()
    return found


def _bytes(value: str) -> bytes:
    return value.strip('"').encode() if value.startswith('"') else bytes.fromhex(value)


def test_hpke_opens_what_rfc_9180_sealed_and_nothing_with_a_bit_changed() -> None:
    [vector] = _hpke()
    secret, first = bytes.fromhex(str(vector["skRm"])), vector["encryptions"][0]  # type: ignore[index]
    box = bytes.fromhex(str(vector["enc"]) + first["ct"])
    info, aad = bytes.fromhex(str(vector["info"])), bytes.fromhex(first["aad"])
    key = X25519PrivateKey.from_private_bytes(secret)
    assert hpke.WrapKey(secret).public.hex() == vector["pkRm"]
    opened = rust_openssl.hpke._decrypt_with_aad(hpke._suite, box, key, info, aad)
    assert opened.hex() == first["pt"]
    for bit in (0, 8 * 32, 8 * len(box) - 1):
        changed = bytearray(box)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(InvalidTag):
            rust_openssl.hpke._decrypt_with_aad(hpke._suite, bytes(changed), key, info, aad)


def test_chacha20_poly1305_agrees_with_the_vectors_of_boringssl() -> None:
    vectors = _records("ciphers/ChaCha20Poly1305/boringssl.txt")
    assert len(vectors) > 30
    for v in vectors:
        key, nonce, plain, data, cipher, tag = (_bytes(v[n]) for n in ("KEY", "NONCE", "IN", "AD", "CT", "TAG"))
        aead = ChaCha20Poly1305(key)
        assert aead.encrypt(nonce, plain, data) == cipher + tag
        assert aead.decrypt(nonce, cipher + tag, data) == plain
        with pytest.raises(InvalidTag):
            aead.decrypt(nonce, cipher + tag[:-1] + bytes([tag[-1] ^ 1]), data)


def test_hkdf_agrees_with_rfc_5869() -> None:
    vectors = _records("KDF/rfc-5869-HKDF-SHA256.txt")
    assert len(vectors) >= 3
    for v in vectors:
        made = HKDF(SHA256(), int(v["L"]), bytes.fromhex(v["salt"]) or None, bytes.fromhex(v["info"]))
        assert made.derive(bytes.fromhex(v["IKM"])).hex() == v["OKM"]


def test_ed25519_agrees_with_the_vectors_of_its_authors_and_refuses_a_changed_bit() -> None:
    lines = (VECTORS / "asymmetric" / "Ed25519" / "sign.input").read_text().splitlines()
    assert len(lines) > 500
    for line in lines[::7]:
        secret, public, message, signed = (bytes.fromhex(part) for part in line.split(":")[:4])
        key, signature = SigningKey(secret[:32]), signed[:64]
        assert (key.public, key.sign(message)) == (public, signature)
        assert verify(public, message, signature)
        assert not verify(public, message + b"\0", signature)
        assert not verify(public, message, signature[:-1] + bytes([signature[-1] ^ 1]))


def test_argon2id_agrees_with_the_vectors_of_rfc_9106() -> None:
    vectors = [v for v in _records("KDF/argon2id.txt") if not v.keys() & {"secret", "ad"} and v["pass"]]
    assert vectors
    for v in vectors:
        cost = (int(v["iter"]), int(v["memcost"]), int(v["lanes"]), int(v["length"]))
        made = hash_secret_raw(bytes.fromhex(v["pass"]), bytes.fromhex(v["salt"]), *cost, Type.ID)
        assert made.hex() == v["output"]


def test_no_salt_of_a_section_and_no_nonce_of_a_draft_comes_twice(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop") as laptop:
        salts: list[bytes] = []
        for _ in range(20):
            event = next(iter(laptop.case(laptop.register(CASE)).events.values()))
            salts += [part.salt for part in (event.body, event.text) if part is not None and part.salt is not None]
        nonces = set()
        for _ in range(20):
            drafts.keep(laptop.home.store, "intake", "intake", {"contact": "样例 1"})
            with laptop.home.store.read() as connection:
                [value] = connection.exec_driver_sql("SELECT value FROM draft").scalars()
            nonces.add(json.loads(value)[drafts.SEALED][:24])
    assert len(set(salts)) == len(salts) == 40
    assert len(nonces) == 20
