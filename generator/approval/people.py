"""Who is who, as one state of the register says: accounts to departments, keys and accounts to reviewers."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from generator.model.authority import Authority, ForgeKey, Reviewer
from generator.model.organisation import Organisation
from generator.source.commit import Person

_FORGE_MAILBOX = re.compile(r"(?:\d+[+-])?([^@]+)@(?:users?\.)?noreply\..+")
"""The addresses that GitHub, GitLab, Gitea and Gitee give an account, such as `12+name@users.noreply.github.com`."""


def identities(person: Person) -> frozenset[str]:
    """What a person is known by: the e-mail address and, where a forge gave it, the account in it."""
    email = person.email.casefold()
    account = _FORGE_MAILBOX.fullmatch(email)
    return frozenset(filter(None, (email, account[1] if account else "")))


class Departments:
    """The organisations of one state of the register, with the accounts they submit from."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        self.by_account: dict[str, set[str]] = {}
        self.successor: dict[str, str] = {}
        for organisation in organisations:
            if not organisation.short_name:
                continue
            for account in organisation.submitters:
                self.by_account.setdefault(account.casefold(), set()).add(organisation.short_name)
            if organisation.successor:
                self.successor[organisation.short_name] = organisation.successor

    def of(self, person: Person) -> frozenset[str]:
        """The departments a person submits for: by address, by its domain, by the account on a forge."""
        known_by = identities(person)
        domains = ("@" + name.rpartition("@")[2] for name in known_by if "@" in name)
        return frozenset(name for account in (*known_by, *domains) for name in self.by_account.get(account, ()))

    def heirs(self, unit: str) -> Iterator[str]:
        """A department and, one after another, those that took over from it."""
        seen: set[str] = set()
        while unit and unit not in seen:
            seen.add(unit)
            yield unit
            unit = self.successor.get(unit, "")


class Posts:
    """The reviewers and forge keys of one state of `authority.yml`."""

    def __init__(self, authority: Authority) -> None:
        self.authority = authority

    @property
    def unit(self) -> str | None:
        """The authority's own short name."""
        return self.authority.unit

    @cached_property
    def by_key(self) -> dict[str, list[Reviewer]]:
        """Reviewers by the material of their key, without its comment."""
        found: dict[str, list[Reviewer]] = {}
        for reviewer in self.authority.reviewers:
            if reviewer.public_key and reviewer.starts_on:
                found.setdefault(key_material(reviewer.public_key), []).append(reviewer)
        return found

    @cached_property
    def by_account(self) -> dict[str, list[Reviewer]]:
        """Reviewers by address and account; the domain of a whole department names nobody."""
        found: dict[str, list[Reviewer]] = {}
        for reviewer in self.authority.reviewers:
            for account in reviewer.accounts:
                if not account.startswith("@"):
                    found.setdefault(account.casefold(), []).append(reviewer)
        return found

    def keys_of(self, post: str | None) -> frozenset[str]:
        """Every key a post has or had."""
        return frozenset(
            key for key, reviewers in self.by_key.items() if any(reviewer.post == post for reviewer in reviewers)
        )

    @cached_property
    def forge_keys(self) -> tuple[tuple[str, ForgeKey], ...]:
        """The keys forges sign with, each with its material."""
        keys = (key for key in self.authority.forge_keys if key.public_key and key.starts_on)
        return tuple((key_material(key.public_key or ""), key) for key in keys)


def key_material(text: str) -> str:
    """An SSH key line without its comment; an OpenPGP key as it is."""
    return text.strip() if "-----BEGIN" in text else " ".join(text.split()[:2])
