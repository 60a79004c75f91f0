"""What a deadline's page and the board say: until when, and why the day is what it is."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from generator.deadlines import Deadline, State, SubjectKind
from generator.pinyin import by_pinyin
from generator.views import addresses
from generator.views.link import Link, Links

TONES = {
    State.OVERDUE: "late",
    State.TODAY: "terms",
    State.SOON: "terms",
    State.IN_TIME: "open",
    State.LATE: "closed",
    State.PROVISIONAL: "open-ended",
    State.NO_LIMIT: "open-ended",
}
"""How a state's badge looks; its words say the same without colour."""

REACHED = (State.OVERDUE, State.TODAY, State.SOON)
"""The states that an open deadline comes to by the passing of days alone."""


class DeadlinePage(Struct, frozen=True):
    """One deadline with everything its page, a row of the board and a badge say of it."""

    address: str
    deadline: Deadline
    title: str
    subject: Link
    record: Link
    organisation: Link
    ended_by: Link
    tone: str

    @property
    def state(self) -> str:
        """The state with its figure."""
        return self.deadline.state_text


def deadline_pages(
    deadlines: Sequence[Deadline], links: Links, catalogues: Mapping[str, Link], filings: Mapping[str, Link]
) -> tuple[DeadlinePage, ...]:
    """Every deadline's page in the order of the board.

    `catalogues` are the catalogues' pages by kind and folder, `filings` the receipts by number.
    """
    return tuple(_page(deadline, links, catalogues, filings) for deadline in deadlines)


def _page(
    deadline: Deadline, links: Links, catalogues: Mapping[str, Link], filings: Mapping[str, Link]
) -> DeadlinePage:
    subject = deadline.subject
    about = Link(subject.name)
    if subject.kind is SubjectKind.RESOURCE:
        about = links.resource(subject.code)
    elif subject.kind is SubjectKind.CATALOGUE:
        about = catalogues.get(subject.code, about)
    return DeadlinePage(
        addresses.deadline(deadline.id),
        deadline,
        f"{subject.name}：{deadline.rule.obligation}",
        about,
        links.entry_of(subject.record),
        links.organisation(deadline.organisation),
        filings.get(deadline.ended_by, Link(deadline.ended_by)),
        TONES.get(deadline.state, "plain"),
    )


class Board(Struct, frozen=True):
    """The deadline board: every open deadline, those ended most lately, and how many stand in each state.

    The counts of what is open hold every state that the passing of days leads to, also when none stands in it.
    """

    open: tuple[DeadlinePage, ...]
    ended: tuple[DeadlinePage, ...]
    open_counts: Mapping[str, int]
    ended_counts: Mapping[str, int]
    organisations: tuple[str, ...]
    duties: tuple[str, ...]

    @property
    def urgent(self) -> tuple[DeadlinePage, ...]:
        """What is overdue or about to be."""
        return tuple(page for page in self.open if page.deadline.state in REACHED)


def board_of(pages: Iterable[DeadlinePage]) -> Board:
    """The board of these deadlines."""
    listed = list(pages)
    ended = [page for page in listed if not page.deadline.is_open]
    ended.sort(key=lambda page: (str(page.deadline.ended_on), page.deadline.id), reverse=True)
    still_open = tuple(page for page in listed if page.deadline.is_open)
    organisations = sorted({page.organisation.text for page in still_open}, key=by_pinyin)
    standing = Counter(page.deadline.state for page in still_open)
    closed = Counter(page.deadline.state for page in ended)
    return Board(
        still_open,
        tuple(ended),
        {state.value: standing[state] for state in State if standing[state] or state in REACHED},
        {state.value: closed[state] for state in State if closed[state]},
        tuple(organisations),
        tuple(dict.fromkeys(str(page.deadline.rule.obligation) for page in still_open)),
    )
