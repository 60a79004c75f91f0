"""What the main line proves for deadlines: which merges answered triggers, when folders and files last changed."""

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from generator.deadlines.events import Answered
from generator.deadlines.value import Answer, Deadline, State
from generator.filing.reading import Past
from generator.profiles.clocks import Obligation


class Happened(Struct, frozen=True):
    """The answers by trigger and resource; per catalogue file the last change of its folder; per file its last."""

    answered: Answered
    last_changed: Mapping[str, date]
    filed_on: Mapping[str, date]


def happened(past: Past, last: str | None = None) -> Happened:
    """What the main line says, up to the commit `last` where one is given.

    A commit that reached it otherwise than by a merge answers no trigger.
    """
    filed = past.filings.by_commit()
    unfiled = set(past.filings.unfiled)
    answered: dict[tuple[str, str], Answer] = {}
    last_changed: dict[str, date] = {}
    filed_on: dict[str, date] = {}
    for commit in past.history.commits:
        on = commit.on
        for revision in past.found.by_commit.get(commit.id, ()) if commit.id not in unfiled else ():
            number = filed[commit.id].number if commit.id in filed else ""
            for trigger in revision.triggers:
                answered.setdefault((trigger, revision.code), Answer(on, commit.id, number))
        for change in commit.changes:
            filed_on[change.path] = on
            match change.path.split("/"):
                case ["catalogues", "base" | "theme" | "department" as kind, folder, _]:
                    last_changed[f"catalogues/{kind}/{folder}/catalogue.yml"] = on
        if commit.id == last:
            break
    return Happened(answered, last_changed, filed_on)


def on_time(deadlines: Iterable[Deadline], answered: Answered) -> dict[str, bool]:
    """By merge, whether every update it made for a trigger was in time; no entry for a merge that answered none."""
    told: dict[str, bool] = {}
    for one in deadlines:
        answer = answered.get((one.subject.record.rpartition("/")[2], one.subject.code))
        if one.rule.obligation is Obligation.UPDATE and answer and one.state in (State.IN_TIME, State.LATE):
            told[answer.commit] = told.get(answer.commit, True) and one.state is State.IN_TIME
    return told
