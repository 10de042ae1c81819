"""The county's own certificate: self-signed by the key its enrolment codes name, so that laptops know it by that."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import NameOID

from xfgrid.journal.keys import SigningKey

_FROM, _TO = datetime(2020, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)


def own_certificate(home: Path, key: SigningKey) -> tuple[Path, Path]:
    """Certificate and key file of a county home, made anew at every start; both readable by their owner only."""
    private = Ed25519PrivateKey.from_private_bytes(key.seed)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"xfgrid {key.fingerprint}")])
    made = x509.CertificateBuilder(name, name, private.public_key(), 1, _FROM, _TO).sign(private, None)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    shown = made.public_bytes(serialization.Encoding.PEM)
    return _written(home / "county-tls.crt", shown), _written(home / "county-tls.key", pem)


def _written(path: Path, data: bytes) -> Path:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    return path
