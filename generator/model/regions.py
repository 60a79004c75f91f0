"""Administrative regions by GB/T 2260 code; the table is python-stdnum's."""

import re
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stdnum.numdb import NumDB

_NAMED = re.compile(r"(?:\[(\d*)-(\d*)\])?([^,\[\]]+)")


class Level(StrEnum):
    """Level of government, 办法第六条、第十五条."""

    PROVINCE = "省级"
    CITY = "市州级"
    COUNTY = "县级"


@cache
def region_name(code: str) -> str:
    """Name in force of a region, such as 长沙市; empty when the code is not in force."""
    if not re.fullmatch(r"[0-9]{6}", code):
        return ""
    parts = _province(code[:2]).info(code)
    if len(parts) != 2:
        return ""
    names = _NAMED.findall(parts[1][1].get("county", ""))
    return next((name for _, until, name in names if not until), "")


@cache
def _province(prefix: str) -> "NumDB":
    """The regions of one province: a register lies within one, and all of them take a fiftieth of a second to read."""
    from stdnum import numdb  # slow to import

    listed = re.search(rf"^{prefix} .*\n(?: .*\n)*", _listed(), re.MULTILINE)
    return numdb.read(listed[0].splitlines() if listed else ())


@cache
def _listed() -> str:
    from importlib.resources import files  # slow to import

    return files("stdnum.cn").joinpath("loc.dat").read_text(encoding="utf-8")


def region_level(code: str) -> Level:
    """Level of government a region's code belongs to."""
    if code.endswith("0000"):
        return Level.PROVINCE
    return Level.CITY if code.endswith("00") else Level.COUNTY


def parent_region(code: str) -> str:
    """Code of the region above: the city of a county, the province of a city; empty above a province."""
    match region_level(code):
        case Level.PROVINCE:
            return ""
        case Level.CITY:
            return code[:2] + "0000"
        case Level.COUNTY:
            return code[:4] + "00"
