"""What stands open about resources, as the ledgers tell it; pure and without a day."""

from collections import defaultdict

from generator.model.ledgers import AccessRequest, Correction
from generator.model.register import Entry, Register
from generator.model.words import SharingClass


def open_corrections(register: Register) -> dict[str, list[Entry]]:
    """Verifications that have not ended, by resource code; meanwhile business goes on as usual, 办法第二十二条."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry, correction in register.entries_of(Correction):
        if correction.code and not correction.closed_on:
            found[correction.code].append(entry)
    return dict(found)


def open_channels(register: Register) -> dict[str, list[Entry]]:
    """Channels off the platform that the authority approved and that have not ended, by resource code, 办法第十四条."""
    found = {
        code: [entry for entry, channel in channels if channel.is_open] for code, channels in register.channels.items()
    }
    return {code: entries for code, entries in found.items() if code and entries}


def class_asked_for(request: AccessRequest, register: Register) -> SharingClass | None:
    """The class the resource had when the request was received: what the request says, else what it has now."""
    filed = register.resource_coded.get(request.code or "")
    return request.sharing_class or (filed.resource.sharing_class if filed else None)
