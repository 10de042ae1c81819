"""TLS to the county, pinned to the key the enrolment code names; no clock and no authority decides."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Trusted = Callable[[bytes], bool]
"""Whether a public key is the county's."""


class Pinned(ssl.SSLContext):
    """Lets a connection live if the certificate's key is trusted, whoever signed it and whatever the date."""

    trusted: Trusted

    def wrap_socket(self, *given: Any, **named: Any) -> ssl.SSLSocket:
        """The connection, its handshake done. SSLCertVerificationError before anything was sent on a foreign one."""
        wrapped = super().wrap_socket(*given, **named)
        if not self.trusted(_key(wrapped.getpeercert(binary_form=True))):
            wrapped.close()
            raise ssl.SSLCertVerificationError("not the county's key")
        return wrapped


def context(kind: str, trusted: Trusted) -> ssl.SSLContext:
    """The TLS of a carrier: `county` pins to the county's own key, `system` believes this computer's authorities."""
    if kind == "system":
        return ssl.create_default_context()
    pinned = Pinned(ssl.PROTOCOL_TLS_CLIENT)
    pinned.check_hostname, pinned.verify_mode = False, ssl.CERT_NONE  # the key is checked instead, in wrap_socket
    pinned.minimum_version = ssl.TLSVersion.TLSv1_3
    pinned.trusted = trusted
    return pinned


def _key(certificate: bytes | None) -> bytes:
    """The raw Ed25519 key of a certificate; b"" for another kind."""
    if certificate is None:
        return b""
    public = x509.load_der_x509_certificate(certificate).public_key()
    return public.public_bytes_raw() if isinstance(public, Ed25519PublicKey) else b""
