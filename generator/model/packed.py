"""A valid record as a list of what was filled in, and back without asking again: for other processes and the cache.

JSON can say it, so whatever is unpacked, nothing of it is ever run.
"""

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from functools import cache, partial
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel

from generator.model.written import parts_of

R = TypeVar("R", bound=BaseModel)

MOST_SHARED = 65536
"""Small records of a kind that are remembered, for others to be the same."""

Packed = list[Any]
"""The values of the fields filled in, in the order of the model, and after them a number that tells which these are."""


def packed(record: BaseModel) -> Packed:
    """What was filled in; the fields left out are what they are by default."""
    names, plainly, number = _filled(type(record), frozenset(record.__pydantic_fields_set__))
    values = record.__dict__
    data = [values[name] for name in names]
    for place, made_plain in plainly:
        data[place] = made_plain(data[place])
    data.append(number)
    return data


def _all_packed(records: Iterable[BaseModel]) -> list[Packed]:
    return [packed(record) for record in records]


def unpacked(kind: type[R], data: Packed) -> R:
    """The record that was packed, as valid as it was; `data` is used up."""
    names, makers, defaults, filled = _shape(kind, data.pop())
    fields = defaults.copy()
    fields.update(zip(names, data, strict=True))
    for name, make in makers:
        fields[name] = make(fields[name])
    record = kind.__new__(kind)
    _put(record, "__dict__", fields)
    _put(record, "__pydantic_fields_set__", filled)
    _put(record, "__pydantic_extra__", None)
    _put(record, "__pydantic_private__", None)
    return record


_put = object.__setattr__


@cache
def _filled(
    kind: type[BaseModel], filled: frozenset[str]
) -> tuple[tuple[str, ...], tuple[tuple[int, Callable[[Any], Any]], ...], int]:
    """The names of the fields filled in, how those at some places are said in JSON, and the number of them all."""
    numbered = [(name, 1 << bit) for bit, name in enumerate(kind.model_fields) if name in filled]
    names = tuple(name for name, _ in numbered)
    plainly = ((place, _unmaker(kind.model_fields[name].annotation)) for place, name in enumerate(names))
    return names, tuple((place, make) for place, make in plainly if make), sum(bit for _, bit in numbered)


def _unmaker(annotation: Any) -> Callable[[Any], Any] | None:
    """Makes of a field's value what JSON says; `None` where it is that: a text, a number, a list of texts."""
    part = next(part for part in parts_of(annotation) if part is not type(None))
    if issubclass(part, BaseModel):
        return _all_packed if _is_list(annotation) else packed
    if issubclass(part, date):
        return partial(_listed, date.isoformat) if _is_list(annotation) else date.isoformat
    return None


@cache
def _shape(
    kind: type[BaseModel], number: int
) -> tuple[tuple[str, ...], tuple[tuple[str, Callable[[Any], Any]], ...], dict[str, Any], set[str]]:
    """The fields filled in, how those are made that JSON cannot say, every default, and the set shared by records."""
    names = tuple(name for bit, name in enumerate(kind.model_fields) if number >> bit & 1)
    makers = ((name, _maker(kind.model_fields[name].annotation)) for name in names)
    defaults = {name: field.default for name, field in kind.model_fields.items()}
    return names, tuple((name, make) for name, make in makers if make), defaults, set(names)


def _maker(annotation: Any) -> Callable[[Any], Any] | None:
    """Makes a field's value of what JSON says; `None` where it is that."""
    part = next(part for part in parts_of(annotation) if part is not type(None))
    make: Callable[[Any], Any] | None = None
    if issubclass(part, BaseModel):
        if _is_flat(part):
            return partial(_all_shared if _is_list(annotation) else _shared, part, _known(part))
        make = partial(unpacked, part)
    elif issubclass(part, StrEnum):
        make = {str(word): word for word in part}.__getitem__
    elif issubclass(part, date):
        make = date.fromisoformat
    if _is_list(annotation):
        return partial(_listed, make) if make else tuple
    return make


def _shared(kind: type[R], known: dict[tuple[Any, ...], R], data: Packed) -> R:
    """Equal records of texts alone, such as the info items that half of all resources have, are one."""
    return _all_shared(kind, known, [data])[0]


def _all_shared(kind: type[R], known: dict[tuple[Any, ...], R], values: list[Packed]) -> tuple[R, ...]:
    return tuple([known.get(data) or _kept(kind, known, data) for data in map(tuple, values)])


def _kept(kind: type[R], known: dict[tuple[Any, ...], R], data: tuple[Any, ...]) -> R:
    record = unpacked(kind, [*data])
    if len(known) < MOST_SHARED:
        known[data] = record
    return record


@cache
def _known(_kind: type[R]) -> dict[tuple[Any, ...], R]:
    """The records of a kind that others share, by what is packed."""
    return {}


def _is_flat(kind: type[BaseModel]) -> bool:
    annotations = [field.annotation for field in kind.model_fields.values()]
    parts = (part for annotation in annotations for part in parts_of(annotation))
    return not any(map(_is_list, annotations)) and not any(issubclass(part, BaseModel) for part in parts)


def _listed(make: Callable[[Any], Any], values: list[Any]) -> tuple[Any, ...]:
    return tuple(map(make, values))


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) is tuple or any(map(_is_list, get_args(annotation)))
