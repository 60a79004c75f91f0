"""Signatures are those of OpenSSH: what `ssh-keygen` signs is known here, and what is made here it accepts."""

import base64
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize("kind", [b"ssh-rsa", b"rsa-sha2-256", b"ssh-dss", b"", b"\xff", b"ssh-ed25519"])
@pytest.mark.parametrize("name", ["ed25519", "rsa", "ecdsa"])
def test_a_signature_of_another_kind_than_its_key_is_nobodys(name: str, kind: bytes, tmp_path: Path) -> None:
    """SHA-1 with RSA among them: whoever writes a signature chooses these words."""

    def text(content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + content

    keygen("-q", "-t", name, "-N", "", "-f", str(tmp_path / "key"))
    blob = base64.b64decode((tmp_path / "key.pub").read_text().split()[1])
    if (name, kind) == ("ed25519", b"ssh-ed25519"):
        kind = b"ssh-ed25519-other"
    for value in (b"", b"\0" * 64, text(b"\xff" * 40) + text(b"")):
        parts = (blob, b"git", b"", b"sha512", text(kind) + text(value))
        packed = b"SSHSIG" + (1).to_bytes(4, "big") + b"".join(map(text, parts))
        armoured = f"-----BEGIN SSH SIGNATURE-----\n{base64.b64encode(packed).decode()}\n-----END SSH SIGNATURE-----"
        assert signing_key(armoured, MESSAGE) is None


@given(st.data())
def test_no_bytes_crash_the_verifier(data: st.DataObject) -> None:
    made = signature_over(MESSAGE, Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
    raw = bytearray(base64.b64decode("".join(made.splitlines()[1:-1])))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    damaged = raw[: data.draw(st.integers(0, len(raw)))] + data.draw(st.binary(max_size=20))
    armoured = f"-----BEGIN SSH SIGNATURE-----\n{base64.b64encode(damaged).decode()}\n-----END SSH SIGNATURE-----"
    assert signing_key(armoured, MESSAGE + b" ") is None
