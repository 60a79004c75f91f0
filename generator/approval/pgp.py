"""OpenPGP signatures, with which most forges sign the merges made on their pages."""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pysequoia import Cert

BEGIN = "-----BEGIN PGP SIGNATURE-----"
LARGEST = 20_000


def is_signed_by(signature: str, message: bytes, public_key: str) -> bool:
    """Whether a detached, armoured signature over a message was made by a certificate, valid when it signed."""
    if len(signature) > LARGEST:
        return False
    from pysequoia import Sig, verify

    certificate = _certificate(public_key)
    if certificate is None:
        return False
    try:
        return bool(
            verify(
                bytes=message, store=lambda _ids: [certificate], signature=Sig.from_bytes(signature.encode())
            ).valid_sigs
        )
    except RuntimeError:
        return False


@lru_cache(maxsize=100)
def _certificate(public_key: str) -> "Cert | None":
    from pysequoia import Cert

    try:
        return Cert.from_bytes(public_key.encode())
    except RuntimeError:
        return None
