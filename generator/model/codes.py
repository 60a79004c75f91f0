"""Codes that are still free: never one that stands in the register, retired resources included."""

from collections import Counter

from generator.model.register import FiledCatalogue, Register

SHORTEST = 6


class FreeCodes:
    """The next free code under each 类项目细目 prefix; every code given is taken from then on."""

    def __init__(self, register: Register) -> None:
        self._last: dict[str, int] = {}
        self._width: dict[str, int] = {}
        for filed in register.resources:
            prefix, _, number = (filed.resource.code or "").partition("/")
            if number.isdecimal() and number.isascii():
                self._last[prefix] = max(self._last.get(prefix, 0), int(number))
                self._width[prefix] = max(self._width.get(prefix, 0), len(number))

    def next(self, prefix: str) -> str:
        """The next free code under a prefix; it stays free until it is taken."""
        width = self._width.get(prefix, SHORTEST)
        return f"{prefix}/{self._last.get(prefix, 0) + 1:0{width}d}"

    def take(self, prefix: str) -> str:
        """The next free code under a prefix, which is free no longer."""
        code = self.next(prefix)
        self._last[prefix] = self._last.get(prefix, 0) + 1
        return code


def usual_prefix(catalogue: FiledCatalogue) -> str:
    """The prefix most of a catalogue's codes have; empty where it has none yet."""
    codes = [filed.resource.code for filed in catalogue.resources if filed.resource.code]
    return next((prefix for prefix, _ in Counter(code.split("/")[0] for code in codes).most_common(1)), "")
