"""Regions are those of the library's table, those in force alone."""

import re

import pytest
from stdnum import numdb

from generator.model import regions
from generator.model.regions import region_name


def test_every_region_is_found_as_in_the_whole_table(monkeypatch: pytest.MonkeyPatch) -> None:
    provinces = re.split(r"^(?=\d\d )", regions._listed(), flags=re.MULTILINE)[1:]
    codes = [part[:2] + code for part in provinces for code in re.findall(r"^  (\d{4}) ", part, re.MULTILINE)]
    assert len(codes) > 6000
    found = {code: region_name.__wrapped__(code) for code in codes}
    monkeypatch.setattr(regions, "_province", lambda _: numdb.get("cn/loc"))
    assert found == {code: region_name.__wrapped__(code) for code in codes}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("430000", "湖南省"),
        ("430100", "长沙市"),
        ("430112", "望城区"),
        ("110103", ""),
        ("439999", ""),
        ("990000", ""),
        ("4301", ""),
        ("43010０", ""),
    ],
)
def test_a_code_has_the_name_in_force(code: str, name: str) -> None:
    """崇文区 was given up in 2010; nobody has 439999 or 99; full-width digits are no code."""
    assert region_name(code) == name
