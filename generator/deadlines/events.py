"""The events of a register that start clocks: triggers, requests, corrections, catalogues, and what has no figure."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from generator.deadlines.clock import Event, Law, speaking_rule
from generator.deadlines.value import Answer, Subject, SubjectKind
from generator.model.ledgers import (
    AccessRequest,
    AffectedResource,
    Correction,
    Dispute,
    Incident,
    Suspension,
    Trigger,
)
from generator.model.register import Entry, FiledCatalogue, Register
from generator.model.standing import class_asked_for
from generator.model.words import CorrectionOutcome, ReplyOutcome, SharingClass, SuspensionGround
from generator.profiles.clocks import Obligation
from generator.wording import UNKNOWN, day

Answered = Mapping[tuple[str, str], Answer]
"""By number of the trigger and code of the resource: the merge that answered it."""


class World(Struct, frozen=True, eq=False, dict=True):
    """What events are read from: the register, the law chosen, the merges that answered triggers."""

    register: Register
    law: Law
    answered: Answered

    @cached_property
    def catalogues(self) -> dict[tuple[str, str], FiledCatalogue]:
        """Catalogues by folder of their kind and own folder."""
        return {(entry.kind.folder, entry.folder): entry for entry in self.register.catalogues}

    def subject(self, code: str, entry: Entry) -> Subject:
        """A resource as it stands in a ledger's record."""
        filed = self.register.resource_coded.get(code)
        name = (filed.resource.name if filed else None) or UNKNOWN
        return Subject(SubjectKind.RESOURCE, code, name, _record(entry))

    def provider(self, code: str) -> str:
        """The department that provides the resource."""
        filed = self.register.resource_coded.get(code)
        return (filed.resource.provider if filed else None) or UNKNOWN

    def compiler(self, code: str) -> str:
        """The department that compiles the catalogue the resource stands in, 办法第十条第二款."""
        filed = self.register.resource_coded.get(code)
        catalogue = self.catalogues.get((filed.kind.folder, filed.folder)) if filed else None
        return (catalogue.catalogue.lead if catalogue else None) or self.provider(code)

    @property
    def authority(self) -> str:
        """The authority's short name."""
        return self.register.authority.unit or UNKNOWN


def _record(entry: Entry) -> str:
    return f"{entry.kind.folder}/{entry.number}"


def _id(entry: Entry, *parts: str) -> str:
    return "/".join((_record(entry), *(part.replace("/", "-") for part in parts)))


def ledger_events(world: World) -> Iterator[Event]:
    """Every event that a ledger's record starts."""
    for entry, trigger in world.register.entries_of(Trigger):
        for affected in trigger.affected or ():
            yield from trigger_events(world, entry, trigger, affected)
    for entry, request in world.register.entries_of(AccessRequest):
        yield from _request_events(world, entry, request)
    for entry, correction in world.register.entries_of(Correction):
        yield from _correction_events(world, entry, correction)
    for entry, dispute in world.register.entries_of(Dispute):
        yield from _dispute_events(world, entry, dispute)
    for entry, suspension in world.register.entries_of(Suspension):
        yield _suspension_event(world, entry, suspension)
    for entry, incident in world.register.entries_of(Incident):
        yield _incident_event(entry, incident)


def trigger_events(world: World, entry: Entry, trigger: Trigger, affected: AffectedResource) -> Iterator[Event]:
    """The department's clock for one resource, and the authority's own once the update was handed in."""
    code = affected.code or ""
    if not code:
        return
    subject = world.subject(code, entry)
    answer = world.answered.get((entry.number, code))
    handed_in = affected.submitted_on
    ended_on, ended_by, judged_on = None, "", None
    if answer:
        ended_on, ended_by = answer.on, answer.filing or answer.commit
        judged_on = min(handed_in, answer.on) if handed_in else None
    elif affected.unchanged_reason and affected.concluded_on:
        ended_on, ended_by = affected.concluded_on, "认定无需变更"
    notes: tuple[str, ...] = (f"以报送之日{day(judged_on)}认定是否按期",) if judged_on else ()
    if handed_in and ended_on is None:
        notes = (f"{day(handed_in)}已报送主管部门，待审核合并；合并后以报送之日认定是否按期",)
    yield Event(
        id=_id(entry, code, Obligation.UPDATE.name.lower()),
        obligation=Obligation.UPDATE,
        subject=subject,
        organisation=world.compiler(code),
        start_event=f"{trigger.title or UNKNOWN}（{trigger.kind or UNKNOWN}）",
        started_on=trigger.happened_on,
        ended_on=ended_on,
        ended_by=ended_by,
        judged_on=judged_on,
        handed_in=handed_in if ended_on is None else None,
        extension=affected.extension,
        kind=trigger.kind,
        notes=notes,
    )
    if handed_in:
        yield Event(
            id=_id(entry, code, Obligation.REVIEW.name.lower()),
            obligation=Obligation.REVIEW,
            subject=subject,
            organisation=world.authority,
            start_event=f"{world.compiler(code)}报送更新后的目录",
            started_on=handed_in,
            ended_on=answer.on if answer else None,
            ended_by=(answer.filing or answer.commit) if answer else "",
        )


def _request_events(world: World, entry: Entry, request: AccessRequest) -> Iterator[Event]:
    code = request.code or ""
    sharing = class_asked_for(request, world.register)
    subject, provider, reply = world.subject(code, entry), world.provider(code), request.reply
    granted_on = reply.on if reply and reply.outcome is ReplyOutcome.GRANTED else None
    asked = f"收到{request.user or UNKNOWN}的共享申请"
    told = request.supplement.told_on if request.supplement else None
    if sharing in (SharingClass.UNCONDITIONAL, SharingClass.CONDITIONAL):
        obligation = Obligation.DIRECT if sharing is SharingClass.UNCONDITIONAL else Obligation.REPLY
        replied_on = reply.on if reply else None
        yield Event(
            id=_id(entry, Obligation.REPLY.name.lower()),
            obligation=obligation,
            subject=subject,
            organisation=provider,
            start_event=asked,
            started_on=request.received_on,
            ended_on=replied_on or request.withdrawn_on,
            ended_by="答复" if replied_on else "使用部门撤回",
            extension=request.extension,
            notes=(f"{day(told)}已告知补正；条例没有规定补正期间不计时，时限仍自收到申请起算",) if told else (),
        )
    if granted_on:
        yield Event(
            id=_id(entry, Obligation.DELIVERY.name.lower()),
            obligation=Obligation.DELIVERY,
            subject=subject,
            organisation=provider,
            start_event=f"答复同意向{request.user or UNKNOWN}共享",
            started_on=granted_on,
            ended_on=request.delivered_on or request.withdrawn_on,
            ended_by="提供" if request.delivered_on else "使用部门撤回",
        )
    provided_on = granted_on or request.delivered_on
    if sharing is SharingClass.DENIED and provided_on:
        yield Event(
            id=_id(entry, Obligation.DENIED_FILING.name.lower()),
            obligation=Obligation.DENIED_FILING,
            subject=subject,
            organisation=provider,
            start_event=f"同意向{request.user or UNKNOWN}提供不予共享的资源",
            started_on=provided_on,
            ended_on=request.filed.on if request.filed else None,
            ended_by="备案",
        )


def _correction_events(world: World, entry: Entry, correction: Correction) -> Iterator[Event]:
    """The verification; by the measures it ends when concluded, by the order when its result was told."""
    code = correction.code or ""
    verification = Event(
        id=_id(entry, Obligation.VERIFICATION.name.lower()),
        obligation=Obligation.VERIFICATION,
        subject=world.subject(code, entry),
        organisation=world.provider(code),
        start_event=f"收到{correction.reporter or UNKNOWN}的反馈",
        started_on=correction.received_on,
        ended_on=correction.concluded_on,
        ended_by="校核办结",
        extension=correction.extension,
        notes=() if correction.concluded_on else ("校核期间照常办理业务（办法第二十二条第三款）",),
    )
    rule, _ = speaking_rule(verification, world.law)
    if rule and rule.id == "order-verification":
        told_on = correction.told_on if correction.concluded_on else None
        yield replace(verification, ended_on=told_on, ended_by="反馈校核处理结果")
        return
    yield verification
    if correction.concluded_on and correction.outcome is CorrectionOutcome.CORRECTED:
        yield Event(
            id=_id(entry, Obligation.RESULT.name.lower()),
            obligation=Obligation.RESULT,
            subject=verification.subject,
            organisation=verification.organisation,
            start_event="修正疑义、错误信息",
            started_on=correction.concluded_on,
            ended_on=correction.told_on,
            ended_by="告知",
        )


def _dispute_events(world: World, entry: Entry, dispute: Dispute) -> Iterator[Event]:
    subject = Subject(SubjectKind.RECORD, entry.number, "、".join(dispute.codes or ()) or UNKNOWN, _record(entry))
    left = [on for on in (dispute.agreed_on, dispute.submitted_on) if on]
    for party in dispute.parties or ():
        yield Event(
            id=_id(entry, party, Obligation.NEGOTIATION.name.lower()),
            obligation=Obligation.NEGOTIATION,
            subject=subject,
            organisation=party,
            start_event="发生争议",
            started_on=dispute.arose_on,
            ended_on=min(left) if left else None,
            ended_by="协商一致" if left and min(left) == dispute.agreed_on else "提请协调",
        )
    if dispute.submitted_on:
        escalated = "报请本级人民政府决定" if dispute.escalated_on else "协商一致"
        yield Event(
            id=_id(entry, Obligation.COORDINATION.name.lower()),
            obligation=Obligation.COORDINATION,
            subject=subject,
            organisation=world.authority,
            start_event="提请主管部门协调",
            started_on=dispute.submitted_on,
            ended_on=dispute.settled_on or dispute.escalated_on or dispute.agreed_on,
            ended_by="协调办结" if dispute.settled_on else escalated,
        )


def _suspension_event(world: World, entry: Entry, suspension: Suspension) -> Event:
    code = suspension.code or ""
    profile = "hunan" if suspension.ground is SuspensionGround.MISUSE else "order"
    return Event(
        id=_id(entry, Obligation.SUSPENSION_REPORT.name.lower()),
        obligation=Obligation.SUSPENSION_REPORT,
        subject=world.subject(code, entry),
        organisation=world.provider(code),
        start_event=f"{suspension.kind or '停止'}向{suspension.user or UNKNOWN}提供",
        started_on=suspension.began_on,
        ended_on=suspension.reported.on if suspension.reported else None,
        ended_by="报告主管部门",
        prefer=f"{profile}-suspension-report",
    )


def _incident_event(entry: Entry, incident: Incident) -> Event:
    told = (incident.told_network_office_on, incident.told_authority_on)
    return Event(
        id=_id(entry, Obligation.INCIDENT_REPORT.name.lower()),
        obligation=Obligation.INCIDENT_REPORT,
        subject=Subject(SubjectKind.RECORD, entry.number, "安全事件", _record(entry)),
        organisation=incident.unit or UNKNOWN,
        start_event="发现安全事件",
        started_on=incident.found_on,
        ended_on=max(on for on in told if on) if all(told) else None,
        ended_by="报告网信部门和主管部门",
        internal=True,
    )


def review_events(world: World, last_changed: Mapping[str, date], today: date) -> Iterator[Event]:
    """The next review of each catalogue whose folder's last change is known, by its own cycle."""
    for filed in world.register.catalogues:
        catalogue = filed.catalogue
        yield Event(
            id=f"catalogues/{filed.kind.folder}/{filed.folder}/{Obligation.PERIODIC.name.lower()}",
            obligation=Obligation.PERIODIC,
            subject=Subject(
                SubjectKind.CATALOGUE, f"{filed.kind.folder}/{filed.folder}", catalogue.name or filed.folder
            ),
            organisation=catalogue.lead or UNKNOWN,
            start_event=f"目录上次变更（复核周期{catalogue.review_cycle or UNKNOWN}）",
            started_on=last_changed.get(filed.file),
            cycle=catalogue.review_cycle,
            ruled_on=today,
            notes=() if filed.file in last_changed else ("目录上次变更的日期未知",),
        )
