"""A: the authority and its reviewers, on whom every approval rests, 办法第六、九、十七条，条例第十六条."""

from collections.abc import Iterator

from generator.model.authority import Authority, Reviewer
from generator.model.register import Register
from generator.profiles import HUNAN_2021, ORDER_809, PROFILES
from generator.rules.registry import Problem, rule

ARTICLE = "办法第九条第二款"
"""Reviewing is the authority's; the key is how a review is known to be its own."""

KEY_TYPES = frozenset(
    {
        "ssh-ed25519",
        "ssh-rsa",
        *(f"ecdsa-sha2-nistp{size}" for size in (256, 384, 521)),
        "sk-ssh-ed25519@openssh.com",
        "sk-ecdsa-sha2-nistp256@openssh.com",
    }
)
"""Keys that can sign: no certificates, and no DSA, which OpenSSH has given up."""


@rule(
    "A101",
    "公钥写法不对",
    message="「{post}」的公钥不是有效的 SSH 公钥",
    hint="请粘贴公钥文件（.pub）的全文，一行，以 ssh-ed25519、ecdsa-sha2- 或者 ssh-rsa 开头；不要粘贴私钥",
    article=ARTICLE,
    shows_line=False,
)
def malformed_key(reviewer: Reviewer) -> Iterator[Problem]:
    if reviewer.public_key and key_of(reviewer.public_key) is None:
        yield Problem(("公钥",), values={"post": reviewer.post})


@rule(
    "A102",
    "两个岗位共用一把公钥",
    message="「{post}」与「{other}」共用一把公钥，分不清是谁签的",
    hint="请一个岗位一把钥匙；换岗、换钥匙的，旧岗位写明「止」，新岗位另立一条",
    article=ARTICLE,
)
def shared_key(authority: Authority) -> Iterator[Problem]:
    first: dict[bytes, str | None] = {}
    for number, reviewer in enumerate(authority.reviewers):
        key = key_of(reviewer.public_key or "")
        if key is None:
            continue
        if key in first and first[key] != reviewer.post:
            yield Problem(("审核人", number, "公钥"), values={"post": reviewer.post, "other": first[key]})
        first.setdefault(key, reviewer.post)


@rule(
    "A103",
    "审核岗位不属于主管部门",
    message="「{post}」属于「{unit}」，不是主管部门，也不是指定审核部门",
    hint="审核权属于主管部门和指定审核部门；请核对单位",
    under={HUNAN_2021: "第九条第二款、第十七条第五款", ORDER_809: "第十六条"},
)
def reviewer_outside_the_authority(authority: Authority, register: Register) -> Iterator[Problem]:
    units = {authority.unit, authority.confirming_unit}
    known = register.organisation_named
    for number, reviewer in enumerate(authority.reviewers):
        if authority.unit and reviewer.unit in known and reviewer.unit not in units:
            yield Problem(("审核人", number, "单位"), values={"post": reviewer.post, "unit": reviewer.unit})


@rule(
    "A104",
    "规则集不存在",
    message="没有规则集「{name}」",
    hint="可用的规则集：{known}",
)
def unknown_profile(authority: Authority) -> Iterator[Problem]:
    for number, name in enumerate(authority.profiles or ()):
        if name not in PROFILES:
            yield Problem(("规则集", number), values={"name": name, "known": "、".join(PROFILES)})


def key_of(text: str) -> bytes | None:
    """The key material of an SSH public key line, without its comment; `None` when it is not one."""
    from cryptography.exceptions import UnsupportedAlgorithm  # slow to import, and few registers hold a key
    from cryptography.hazmat.primitives.serialization import load_ssh_public_key

    parts = text.split()
    if "\n" in text.strip() or not parts or parts[0] not in KEY_TYPES:
        return None
    try:
        load_ssh_public_key(text.encode())
        return " ".join(parts[:2]).encode()
    except (ValueError, UnsupportedAlgorithm, NotImplementedError):
        return None
