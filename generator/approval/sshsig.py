"""SSH signatures, made and verified in process: OpenSSH's PROTOCOL.sshsig, as git uses it with `gpg.format=ssh`.

Verifying says only which key signed; whose key that is and whether it counts is asked elsewhere.
"""

import base64
import binascii
import hashlib
import struct
from functools import lru_cache

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_ssh_public_key
from msgspec import Struct

MAGIC = b"SSHSIG"
GIT = "git"
BEGIN, END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
LARGEST = 20_000
USER_PRESENT = 1
"""The flag by which a hardware key says that somebody touched it; without it a signature counts for nothing."""

HASHES = {b"sha256": hashlib.sha256, b"sha512": hashlib.sha512}
Sha = type[hashes.SHA256] | type[hashes.SHA384] | type[hashes.SHA512]
SHA_OF_RSA: dict[bytes, Sha] = {b"rsa-sha2-256": hashes.SHA256, b"rsa-sha2-512": hashes.SHA512}
SHA_OF_CURVE: dict[str, Sha] = {"secp256r1": hashes.SHA256, "secp384r1": hashes.SHA384, "secp521r1": hashes.SHA512}


class _MalformedError(ValueError):
    """Bytes that are no SSH signature."""


class _Reader(Struct):
    """The wire format of SSH (RFC 4251 section 5), read from the front."""

    rest: bytes

    def take(self, count: int) -> bytes:
        taken, self.rest = self.rest[:count], self.rest[count:]
        if len(taken) != count:
            raise _MalformedError
        return taken

    def number(self) -> int:
        return int(struct.unpack(">I", self.take(4))[0])

    def text(self) -> bytes:
        return self.take(self.number())

    def end(self) -> None:
        if self.rest:
            raise _MalformedError


def signing_key(signature: str, message: bytes, namespace: str = GIT) -> str | None:
    """The public key (`ssh-ed25519 AAAA…`) that made an armoured signature over a message.

    `None` when the signature is malformed, made for another purpose, or not over this message.
    """
    try:
        reader = _Reader(_unarmoured(signature))
        if reader.take(len(MAGIC)) != MAGIC or reader.number() != 1:
            return None
        key, made_for, reserved, hash_name, value = (reader.text() for _ in range(5))
        reader.end()
        if made_for != namespace.encode() or hash_name not in HASHES:
            return None
        signed = _signed_data(made_for, reserved, hash_name, message)
        return _key_text(key) if _is_signed_by(key, value, signed) else None
    except (_MalformedError, InvalidSignature, UnsupportedAlgorithm, ValueError):
        return None


def signature_over(message: bytes, key: Ed25519PrivateKey, namespace: str = GIT) -> str:
    """An armoured signature over a message, the very bytes `ssh-keygen -Y sign` makes with the same key."""
    blob = base64.b64decode(public_text(key).split()[1])
    signed = _signed_data(namespace.encode(), b"", b"sha512", message)
    value = _text(b"ssh-ed25519") + _text(key.sign(signed))
    parts = (blob, namespace.encode(), b"", b"sha512", value)
    packed = base64.b64encode(MAGIC + struct.pack(">I", 1) + b"".join(map(_text, parts))).decode()
    lines = (packed[start : start + 70] for start in range(0, len(packed), 70))
    return "\n".join((BEGIN, *lines, END))


def public_text(key: Ed25519PrivateKey) -> str:
    """The public half as one line without a comment, as it is written in `authority.yml`."""
    return key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


def _unarmoured(signature: str) -> bytes:
    lines = signature.strip().splitlines()
    if len(signature) > LARGEST or len(lines) < 3 or (lines[0], lines[-1]) != (BEGIN, END):
        raise _MalformedError
    try:
        return base64.b64decode("".join(lines[1:-1]), validate=True)
    except binascii.Error as error:
        raise _MalformedError from error


def _text(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content


def _signed_data(namespace: bytes, reserved: bytes, hash_name: bytes, message: bytes) -> bytes:
    return MAGIC + b"".join(map(_text, (namespace, reserved, hash_name, HASHES[hash_name](message).digest())))


def _key_text(blob: bytes) -> str:
    return f"{_Reader(blob).text().decode('ascii')} {base64.b64encode(blob).decode()}"


def _is_signed_by(blob: bytes, value: bytes, signed: bytes) -> bool:
    key_type, key = _public_key(blob)
    reader = _Reader(value)
    kind, made = reader.text(), reader.text()
    if key_type.startswith(b"sk-"):
        application = _application_of(blob)
        flags = reader.take(5)
        if not flags[0] & USER_PRESENT:
            return False
        signed = hashlib.sha256(application).digest() + flags + hashlib.sha256(signed).digest()
    reader.end()
    if kind not in (SHA_OF_RSA if key_type == b"ssh-rsa" else (key_type,)):
        return False
    match key:
        case Ed25519PublicKey():
            key.verify(made, signed)
        case RSAPublicKey():
            key.verify(made, signed, PKCS1v15(), SHA_OF_RSA[kind]())
        case EllipticCurvePublicKey():
            pair = _Reader(made)
            r, s = (int.from_bytes(pair.text(), "big", signed=True) for _ in range(2))
            pair.end()
            key.verify(encode_dss_signature(r, s), signed, ECDSA(SHA_OF_CURVE[key.curve.name]()))
        case _:
            return False
    return True


@lru_cache(maxsize=64)
def _public_key(blob: bytes) -> tuple[bytes, object]:
    """The type and the key; a line of merges is signed by the same few."""
    key_type = _Reader(blob).text()
    return key_type, load_ssh_public_key(key_type + b" " + base64.b64encode(blob))


def _application_of(blob: bytes) -> bytes:
    """The application a hardware key is bound to: the last field of its public key."""
    reader = _Reader(blob)
    *_, application = iter(lambda: reader.text() if reader.rest else None, None)
    return application or b""
