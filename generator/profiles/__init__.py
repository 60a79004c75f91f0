"""Profiles: the regulations a register can be put under, each with its day of effect."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct


class Profile(Struct, frozen=True):
    """A regulation as a set of rules: the name `authority.yml` uses, its title, how findings cite it."""

    name: str
    title: str
    cited_as: str
    in_force_from: date


HUNAN_2021 = Profile("hunan-2021", "湖南省政务信息资源共享管理办法", "办法", date(2021, 3, 1))
ORDER_809 = Profile("state-council-809", "政务数据共享条例", "条例", date(2025, 8, 1))

PROFILES = {profile.name: profile for profile in (HUNAN_2021, ORDER_809)}


def profiles_named(names: Iterable[str]) -> list[Profile]:
    """The profiles of these names; all of them while none of the names is known."""
    return [PROFILES[name] for name in names if name in PROFILES] or list(PROFILES.values())


def profiles_on(names: Iterable[str], day: date | None) -> list[Profile]:
    """Those of the named profiles that are in force on a day; all of them while the day is unknown."""
    return [profile for profile in profiles_named(names) if day is None or profile.in_force_from <= day]
