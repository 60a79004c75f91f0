"""What the passing of days has done to a register that was in order when it was merged.

A check knows no day; these are the facts of a day: keys that run out, documents that lapsed, units that ended.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from generator.calendar import work_calendar
from generator.model.register import AUTHORITY, LEGAL_BASES, ORGANISATIONS, WAIVERS, Register
from generator.model.words import Duty, ResourceStatus
from generator.profiles import PROFILES
from generator.wording import day

RUNS_OUT_SOON = timedelta(days=30)


class Reminder(Struct, frozen=True):
    """One thing to see to: the file it stands in, and what to do, in one sentence."""

    file: str
    message: str


def reminders_of(register: Register, today: date) -> tuple[Reminder, ...]:
    """Everything that needs attention on a day, by file and in the order of the register."""
    parts = (_profiles, _keys, _duties, _documents, _units, _waivers, _holiday_notices)
    return tuple(reminder for part in parts for reminder in part(register, today))


def _profiles(register: Register, today: date) -> Iterator[Reminder]:
    for name in register.authority.profiles or ():
        profile = PROFILES.get(name)
        if profile and profile.in_force_from > today:
            yield Reminder(AUTHORITY, f"规则集 {name} 自{day(profile.in_force_from)}起施行，现尚未施行")


def _keys(register: Register, today: date) -> Iterator[Reminder]:
    held = [(reviewer.post, reviewer.ends_on) for reviewer in register.authority.reviewers]
    held += [(key.forge, key.ends_on) for key in register.authority.forge_keys]
    latest: dict[str, date | None] = {}
    for owner, ends_on in held:
        known = latest.get(owner or "", ends_on)
        latest[owner or ""] = None if known is None or ends_on is None else max(known, ends_on)
    for owner, ends_on in latest.items():
        if ends_on and today <= ends_on <= today + RUNS_OUT_SOON:
            yield Reminder(AUTHORITY, f"「{owner}」的公钥{day(ends_on)}到期，请及时更换")


def _duties(register: Register, today: date) -> Iterator[Reminder]:
    reviewers = register.authority.reviewers
    serving = [reviewer for reviewer in reviewers if _is_valid(reviewer.starts_on, reviewer.ends_on, today)]
    for duty in Duty if reviewers else ():
        if not any(duty in reviewer.duties for reviewer in serving):
            yield Reminder(AUTHORITY, f"现在没有一个岗位有“{duty}”的审核权，有关的变更无人可以合并")


def _is_valid(starts_on: date | None, ends_on: date | None, today: date) -> bool:
    return bool(starts_on and starts_on <= today and (ends_on is None or today <= ends_on))


def _documents(register: Register, today: date) -> Iterator[Reminder]:
    cited: Counter[str] = Counter()
    for filed in register.resources:
        if filed.resource.status is ResourceStatus.ACTIVE:
            cited.update({citation.document for citation in filed.resource.bases if citation.document})
    for title, basis in register.legal_basis_titled.items():
        if not cited[title]:
            continue
        if basis.in_force_to and basis.in_force_to < today:
            told = f"《{title}》已于{day(basis.in_force_to)}失效"
        elif basis.in_force_from and basis.in_force_from > today:
            told = f"《{title}》自{day(basis.in_force_from)}起施行，现尚未施行"
        else:
            continue
        yield Reminder(LEGAL_BASES, f"{told}，仍有 {cited[title]} 项资源以它为依据，请核对")


def _waivers(register: Register, today: date) -> Iterator[Reminder]:
    for waiver in register.waivers:
        if waiver.is_expired(today):
            about = waiver.code or waiver.file or ""
            ended = f"已于{day(waiver.expires_on)}到期" if waiver.expires_on else "没有写明到期日期"
            yield Reminder(WAIVERS, f"规则 {waiver.rule} 对 {about} 的豁免{ended}，请改正问题后删去该条，或者另行批准")


def _units(register: Register, today: date) -> Iterator[Reminder]:
    provided = Counter(
        filed.resource.provider for filed in register.resources if filed.resource.status is ResourceStatus.ACTIVE
    )
    for name, organisation in register.organisation_named.items():
        ends_on = organisation.ends_on
        if ends_on and ends_on < today and provided[name]:
            heir = f"，由「{organisation.successor}」继任" if organisation.successor else ""
            told = f"「{name}」已于{day(ends_on)}撤销或者更名{heir}，名下仍有 {provided[name]} 项有效资源，请变更提供方"
            yield Reminder(ORGANISATIONS, told)


def _holiday_notices(register: Register, today: date) -> Iterator[Reminder]:
    missing = work_calendar(notice for _, notice in register.notices).missing_year(today)
    if missing:
        yield Reminder(f"catalogues/calendar/{missing.year}.yml", missing.text)
