"""What figures are counted from, sorted once for every department."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from msgspec import Struct

from generator.deadlines.value import Deadline
from generator.diagnostics import Finding
from generator.history.revision import Revision
from generator.model.ledgers import Correction, Dispute
from generator.model.register import FiledCatalogue, FiledResource, Register
from generator.model.words import ResourceStatus


class Evidence(Struct, frozen=True, eq=False, dict=True):
    """What the figures of every department are counted from, as it stood on the period's last day."""

    register: Register
    findings: Sequence[Finding]
    deadlines: Sequence[Deadline]
    revisions: Sequence[Revision]
    first_on: date
    last_on: date

    def within(self, on: date | None) -> bool:
        """Whether a day lies in the period."""
        return on is not None and self.first_on <= on <= self.last_on

    @cached_property
    def found_in(self) -> dict[str, list[Finding]]:
        """Findings by file."""
        by_file: dict[str, list[Finding]] = {}
        for finding in self.findings:
            by_file.setdefault(finding.file, []).append(finding)
        return by_file

    @cached_property
    def clocks(self) -> dict[str, list[Deadline]]:
        """Deadlines by organisation."""
        by_organisation: dict[str, list[Deadline]] = {}
        for one in self.deadlines:
            by_organisation.setdefault(one.organisation, []).append(one)
        return by_organisation

    @cached_property
    def revised(self) -> dict[str, list[Revision]]:
        """Revisions of the period by provider."""
        by_provider: dict[str, list[Revision]] = {}
        for revision in self.revisions:
            if self.within(revision.on):
                by_provider.setdefault(revision.provider, []).append(revision)
        return by_provider

    @cached_property
    def corrections(self) -> dict[str, list[Correction]]:
        """Verifications received until the period's end, by code of the resource."""
        by_code: dict[str, list[Correction]] = {}
        for _, correction in self.register.entries_of(Correction):
            if correction.code and correction.received_on and correction.received_on <= self.last_on:
                by_code.setdefault(correction.code, []).append(correction)
        return by_code

    @cached_property
    def disputed(self) -> frozenset[str]:
        """Codes of resources with a dispute that was open at the period's end."""
        return frozenset(
            code
            for _, dispute in self.register.entries_of(Dispute)
            if not (dispute.closed_on and dispute.closed_on <= self.last_on)
            for code in dispute.codes or ()
        )

    @cached_property
    def provided(self) -> dict[str, list[FiledResource]]:
        """Resources in force by provider."""
        by_provider: dict[str, list[FiledResource]] = {}
        for filed in self.register.resources:
            if filed.resource.status is ResourceStatus.ACTIVE and filed.resource.provider:
                by_provider.setdefault(filed.resource.provider, []).append(filed)
        return by_provider

    @cached_property
    def compiled(self) -> dict[str, list[FiledCatalogue]]:
        """Catalogues by lead department."""
        by_lead: dict[str, list[FiledCatalogue]] = {}
        for filed in self.register.catalogues:
            if filed.catalogue.lead:
                by_lead.setdefault(filed.catalogue.lead, []).append(filed)
        return by_lead
