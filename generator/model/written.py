"""What every written record shares: frozen, Chinese keys, text typed by the field, required or not.

A field that must be filled in is still `None` when nobody filled it in: what is missing is unknown, is
reported as M101, and never stops the rest of the file from being read.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, ClassVar, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from generator.diagnostics import Rule
from generator.model import faults, regions

REQUIRED = "x-required"


class Written(BaseModel):
    """A record that people write: unknown keys are refused, values never change after reading."""

    ARTICLE: ClassVar[str] = ""
    """The article or standard that demands such a record's required fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False, defer_build=True)


def required(key: str, meaning: str, **constraints: Any) -> Any:
    """A field people must fill in; `key` is its Chinese name, `meaning` what to write there."""
    return Field(
        default=None, alias=key, title=key, description=meaning, json_schema_extra={REQUIRED: True}, **constraints
    )


def optional(key: str, meaning: str, default: object = None, **constraints: Any) -> Any:
    """A field people may leave out."""
    return Field(default=default, alias=key, title=key, description=meaning, **constraints)


def is_required(record: type[BaseModel], field: str) -> bool:
    """Whether a record without this field is incomplete."""
    extra = record.model_fields[field].json_schema_extra
    return isinstance(extra, dict) and bool(extra.get(REQUIRED))


def parts_of(annotation: Any) -> Iterator[type]:
    """The classes an annotation is made of, such as `Item` of `tuple[Item, ...] | None`."""
    if isinstance(annotation, type) and not get_args(annotation):
        yield annotation
    for part in get_args(annotation):
        yield from parts_of(part)


def title_of(record: type[BaseModel]) -> str:
    """What people call such a record, in Chinese."""
    return record.model_config.get("title") or record.__name__


def refusal(rule: Rule, **values: object) -> PydanticCustomError:
    """The error a validator raises: its type is the rule's id, its context the rule's values."""
    return PydanticCustomError(rule.id, "refused", dict(values))


def _date_of(text: object) -> object:
    if not isinstance(text, str):
        return text
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise refusal(faults.NOT_A_DATE, value=text)


def _whole_number(low: int, high: int) -> Callable[[object], object]:
    digits = re.compile(r"\d{1,9}", re.ASCII)

    @lru_cache(maxsize=1024)
    def known(text: str) -> int | None:
        return int(text) if digits.fullmatch(text) and low <= int(text) <= high else None

    def number_of(text: object) -> object:
        if not isinstance(text, str):
            return text
        if (number := known(text)) is not None:
            return number
        raise refusal(faults.NOT_A_NUMBER, value=text, low=low, high=high)

    return number_of


def _matching(pattern: str, rule: Rule, **values: object) -> Callable[[str], str]:
    compiled = re.compile(pattern)

    def matched(text: str) -> str:
        if compiled.fullmatch(text):
            return text
        raise refusal(rule, value=text, **values)

    return matched


def _region(text: str) -> str:
    if regions.region_name(text):
        return text
    raise refusal(faults.BAD_REGION, value=text)


def _credit_code(text: str) -> str:
    from stdnum.cn import uscc  # slow to import, and few records hold such a code
    from stdnum.exceptions import ValidationError as NumberError

    try:
        valid = uscc.validate(text) == text
    except NumberError:
        valid = False
    if valid:
        return text
    raise refusal(faults.BAD_CREDIT_CODE, value=text)


def _web_address(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        raise refusal(faults.BAD_ADDRESS, value=text) from None
    if parts.scheme in ("http", "https") and parts.hostname and not re.search(r"[\s\"'<>`\\]", text):
        return text
    raise refusal(faults.BAD_ADDRESS, value=text)


ONE_LINE = r"^[^\n]*$"
RESOURCE_CODE = r"[1-3][0-9]{2}[0-9]{3}[0-9A-Za-z]{0,20}/[0-9A-Za-z]{1,20}"
SHORT_NAME = r"[0-9A-Za-z\u3400-\u9fff·（）-]{1,50}"

Line = Annotated[str, StringConstraints(max_length=200, pattern=ONE_LINE)]
Title = Annotated[str, StringConstraints(max_length=100, pattern=ONE_LINE)]
Paragraph = Annotated[str, StringConstraints(max_length=2000)]
Day = Annotated[date, BeforeValidator(_date_of), WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"})]
Year = Annotated[int, BeforeValidator(_whole_number(2000, 2100))]
ItemLength = Annotated[int, BeforeValidator(_whole_number(1, 1_000_000))]
ResourceCode = Annotated[
    str,
    AfterValidator(_matching(RESOURCE_CODE, faults.BAD_RESOURCE_CODE)),
    WithJsonSchema({"type": "string", "pattern": f"^{RESOURCE_CODE}$"}),
]
RegionCode = Annotated[str, AfterValidator(_region)]
CreditCode = Annotated[str, AfterValidator(_credit_code)]
WebAddress = Annotated[str, StringConstraints(max_length=500), AfterValidator(_web_address)]
OrganisationName = Annotated[str, AfterValidator(_matching(SHORT_NAME, faults.BAD_FOLDER_NAME, field="简称", limit=50))]
"""An organisation's short name (简称): also the name of its folder and part of its page's address."""


LEDGER_NUMBER = r"[0-9]{4}-[0-9]{4}"
LedgerNumber = Annotated[str, AfterValidator(_matching(LEDGER_NUMBER, faults.BAD_LEDGER_NUMBER))]
"""The number of a ledger's record: its year and its place in the year, the name of its file."""
Weight = Annotated[int, BeforeValidator(_whole_number(1, 1000))]
WorkingDays = Annotated[int, BeforeValidator(_whole_number(1, 1000))]
CommitId = Annotated[str, AfterValidator(_matching(r"[0-9a-f]{40}", faults.BAD_COMMIT_ID))]
Account = Annotated[str, AfterValidator(_matching(r"(?:[^\s@<>]{0,100}@)?[^\s@<>]{1,100}", faults.BAD_ACCOUNT))]
"""Who submits: an e-mail address, its `@domain` for a whole department, or an account on a forge (no `@`)."""


def code_part(width: int, level: str) -> AfterValidator:
    """A validator for one level of a classification code: that many digits, no more, no fewer."""
    return AfterValidator(_matching(rf"[0-9]{{{width}}}", faults.BAD_CODE_PART, level=level, width=width))
