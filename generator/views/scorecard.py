"""What a department's scorecard says: each figure of a period with the rows it counts, 办法第二十七条."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.evaluation import Period
from generator.scorecard import Figure, Row, Scorecard
from generator.views import addresses
from generator.views.link import Link, Links


class FigureRows(Struct, frozen=True):
    """One figure with its rows, those not in order first, each with its page."""

    figure: Figure
    rows: tuple[tuple[Link, Row], ...]


class ScorecardPage(Struct, frozen=True):
    """The scorecard of one department and one period; `targets` has the pages of its figures' rows, in their order."""

    address: str
    title: str
    period: str
    organisation: Link
    card: Scorecard
    targets: tuple[tuple[Link, ...], ...]

    @property
    def identity(self) -> tuple[object, ...]:
        """All that it says, its rows column by column, which is quickly written down."""
        about = self.address, self.title, self.period, self.organisation, replace(self.card, figures=())
        return (*about, [*map(_columns, self.card.figures, self.targets)])

    @property
    def figures(self) -> tuple[FigureRows, ...]:
        """The figures with what they count."""
        return tuple(map(_figure_rows, self.card.figures, self.targets))


def _columns(figure: Figure, targets: tuple[Link, ...]) -> tuple[object, ...]:
    rows = figure.rows
    told = [row.code for row in rows], [row.name for row in rows], [row.told for row in rows]
    return replace(figure, rows=()), *told, [row.is_good for row in rows], [link.address for link in targets]


def scorecard_pages(
    periods: Sequence[Period], links: Links, catalogues: Mapping[str, Link]
) -> dict[str, tuple[ScorecardPage, ...]]:
    """Every scorecard's page by organisation, in the order of the periods; `catalogues` are pages by file."""
    figures = {id(figure): figure for period in periods for card in period.cards for figure in card.figures}
    targets = {key: tuple(_link(row, links, catalogues) for row in figure.rows) for key, figure in figures.items()}
    found: dict[str, list[ScorecardPage]] = {}
    for period in periods:
        for card in period.cards:
            own = tuple(targets[id(figure)] for figure in card.figures)
            found.setdefault(card.organisation, []).append(_page(period.name, card, links, own))
    return {name: tuple(pages) for name, pages in found.items()}


def _page(period: str, card: Scorecard, links: Links, targets: tuple[tuple[Link, ...], ...]) -> ScorecardPage:
    return ScorecardPage(
        addresses.scorecard(card.organisation, period),
        f"{card.organisation} {_named(period)}评价",
        _named(period),
        links.organisation(card.organisation),
        card,
        targets,
    )


def _named(period: str) -> str:
    year, _, quarter = period.partition("-Q")
    return f"{year}年第{'一二三四'[int(quarter) - 1]}季度" if quarter else f"{year}年"


def _figure_rows(figure: Figure, targets: tuple[Link, ...]) -> FigureRows:
    rows = zip(targets, figure.rows, strict=True)
    return FigureRows(figure, tuple(sorted(rows, key=lambda row: row[1].is_good)))


def _link(row: Row, links: Links, catalogues: Mapping[str, Link]) -> Link:
    known = links.by_code.get(row.code) or catalogues.get(row.code) or links.entry_of(row.code)
    return known if known.text == row.name else Link(row.name, known.address)
