"""Scorecards on the terminal and as JSON."""

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.scorecard import Figure, Scorecard


def scorecards_as_json(cards: Iterable["Scorecard"]) -> str:
    """A list of `{organisation, first_on, last_on, total, figures}`; each figure with its rows."""
    document = [
        {
            "organisation": card.organisation,
            "first_on": card.first_on.isoformat(),
            "last_on": card.last_on.isoformat(),
            "total": card.total,
            "figures": [_figure(figure) for figure in card.figures],
        }
        for card in cards
    ]
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _figure(figure: "Figure") -> dict[str, object]:
    return {
        "id": figure.id,
        "title": figure.title,
        "article": figure.article,
        "good": figure.good,
        "total": figure.total,
        "share": figure.share,
        "rows": [{"code": row.code, "name": row.name, "told": row.told, "is_good": row.is_good} for row in figure.rows],
    }


def scorecard_lines(cards: Iterable["Scorecard"]) -> str:
    """One paragraph per department: each figure with how many of how many are in order."""
    return "\n".join("".join(_paragraph(card)) for card in cards)


def _paragraph(card: "Scorecard") -> Iterator[str]:
    yield f"{card.organisation}（{card.first_on.isoformat()} 至 {card.last_on.isoformat()}）\n"
    for figure in card.figures:
        share = "—" if figure.share is None else f"{100 * figure.share:.1f}%"
        yield f"  {figure.title}：{figure.good} / {figure.total}（{share}，{figure.article}）\n"
        for row in figure.rows:
            if not row.is_good:
                yield f"    {figure.words[1]}：{row.name}（{row.code}）：{row.told}\n"
