"""Signatures are those of OpenSSH: what `ssh-keygen` signs is known here, and what is made here it accepts."""

import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from generator.approval.sshsig import public_text, signature_over, signing_key

MESSAGE = "目录变更 !12：婚姻登记信息\n".encode()


def keygen(*arguments: str, text: bytes = b"") -> bytes:
    return subprocess.run(["ssh-keygen", *arguments], input=text, capture_output=True, check=True).stdout


@pytest.mark.parametrize(
    "kind",
    [("ed25519",), ("ecdsa", "-b", "256"), ("ecdsa", "-b", "384"), ("ecdsa", "-b", "521"), ("rsa", "-b", "2048")],
)
def test_what_ssh_keygen_signs_is_known_by_its_key(kind: tuple[str, ...], tmp_path: Path) -> None:
    key = tmp_path / "key"
    keygen("-q", "-t", *kind, "-N", "", "-C", "", "-f", str(key))
    signature = keygen("-q", "-Y", "sign", "-n", "git", "-f", str(key), text=MESSAGE).decode()
    assert signing_key(signature, MESSAGE) == key.with_suffix(".pub").read_text().strip()
    assert signing_key(signature, MESSAGE + b" ") is None
    assert signing_key(signature, MESSAGE, "file") is None


def test_what_is_signed_here_ssh_keygen_accepts_and_would_have_made(tmp_path: Path) -> None:
    secret = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    made = signature_over(MESSAGE, secret)
    key, allowed, signature = tmp_path / "key", tmp_path / "allowed", tmp_path / "made.sig"
    key.write_bytes(secret.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    key.chmod(0o600)
    allowed.write_text(f"reviewer {public_text(secret)}\n")
    signature.write_text(made + "\n")
    keygen("-Y", "verify", "-f", str(allowed), "-I", "reviewer", "-n", "git", "-s", str(signature), text=MESSAGE)
    assert keygen("-q", "-Y", "sign", "-n", "git", "-f", str(key), text=MESSAGE).decode() == made + "\n"
    assert signing_key(made, MESSAGE) == public_text(secret)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text.replace("BEGIN SSH", "BEGIN PGP"),
        lambda text: text.replace("U1NIU0lH", "AAAAAAAA"),
        lambda text: text[: len(text) // 2],
        lambda text: text.replace("\n-----END", "AAAA\n-----END"),
        lambda text: text + "x" * 30_000,
        lambda text: text.replace("-----END", "=====\n-----END"),
    ],
)
def test_a_damaged_signature_is_nobodys(damage: object) -> None:
    made = signature_over(MESSAGE, Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
    assert callable(damage)
    assert signing_key(made, MESSAGE)
    assert signing_key(damage(made), MESSAGE) is None
