"""Links: a text with the address of its page, and what an edition lets a page link to."""

from functools import cached_property

from msgspec import Struct

from generator.model.legal_basis import Citation, LegalBasis
from generator.model.register import Register
from generator.views import addresses


class Link(Struct, frozen=True, gc=False):
    """A text and, where there is such a page, its address."""

    text: str
    address: str = ""


class CitedProvision(Struct, frozen=True):
    """A citation with the document it names, when the register knows it."""

    citation: Citation
    basis: LegalBasis | None


class Links(Struct, frozen=True, dict=True):
    """What the pages of one register can link to."""

    register: Register

    @cached_property
    def by_code(self) -> dict[str, Link]:
        """The page of each resource by its code; the first where a code stands twice."""
        found: dict[str, Link] = {}
        for filed in self.register.resources:
            if filed.resource.code:
                link = Link(filed.resource.name or filed.resource.code, addresses.resource(filed))
                found.setdefault(filed.resource.code, link)
        return found

    @cached_property
    def organisation_names(self) -> tuple[str, ...]:
        """Every organisation with a page: those registered, then those that only resources name."""
        registered = self.register.organisation_named
        provided = {filed.resource.provider for filed in self.register.resources if filed.resource.provider}
        return (*registered, *sorted(provided - registered.keys()))

    @cached_property
    def _organisations(self) -> dict[str, Link]:
        return {name: Link(name, addresses.organisation(name)) for name in self.organisation_names}

    def organisation(self, name: str | None) -> Link:
        """A link to an organisation's page; only its name when there is no such page."""
        return self._organisations.get(name or "") or Link(name or "")

    def resource(self, code: str) -> Link:
        """A link to the resource of a code; only the code when there is none."""
        return self.by_code.get(code, Link(code))

    @cached_property
    def _entries(self) -> dict[str, Link]:
        return {
            f"{entry.kind.folder}/{entry.number}": Link(
                f"{entry.kind.removesuffix('台账')} {entry.number}", addresses.ledger_entry(entry.kind, entry.number)
            )
            for entry in self.register.entries
        }

    def entry_of(self, record: str) -> Link:
        """A link to a ledger's record, named by folder and number (`triggers/2026-0007`); empty when there is none."""
        return self._entries.get(record, Link(""))

    def provision(self, citation: Citation) -> CitedProvision:
        """A citation with what the register knows of its document."""
        return CitedProvision(citation, self.register.legal_basis_titled.get(citation.document or ""))
