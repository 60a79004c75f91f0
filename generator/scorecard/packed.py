"""Scorecards as bytes and back, for the cache: JSON in which every text of a row stands once, rows being numbers."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from generator.scorecard.value import Figure, Row, Scorecard, Weights


def packed(cards: Sequence[Scorecard]) -> bytes:
    """What is kept of the cards of one period."""
    rows = [row for card in cards for figure in card.figures for row in figure.rows]
    texts = list(dict.fromkeys(text for row in rows for text in (row.code, row.name, row.told)))
    number_of = {text: number for number, text in enumerate(texts)}
    listed = [
        [card.organisation, _weights(card.weights), [_figure(one, number_of) for one in card.figures]] for card in cards
    ]
    return json.dumps([texts, listed], ensure_ascii=False, separators=(",", ":")).encode()


def _weights(weights: Weights | None) -> list[Any] | None:
    return [weights.source, dict(weights.by_figure)] if weights else None


def _figure(figure: Figure, number_of: Mapping[str, int]) -> list[Any]:
    rows = [(number_of[row.code], number_of[row.name], number_of[row.told], row.is_good) for row in figure.rows]
    words = [figure.id, figure.title, figure.article, figure.proves, figure.does_not_prove, *figure.words]
    return [words, list(zip(*rows, strict=True)) or [()] * 4]


def unpacked(raw: bytes, first_on: date, last_on: date) -> Iterator[Scorecard]:
    """The cards that were packed, of the period from one day to another."""
    texts, cards = json.loads(raw)
    for organisation, weights, figures in cards:
        counted = tuple(_counted(words, columns, texts) for words, columns in figures)
        yield Scorecard(organisation, first_on, last_on, counted, Weights(*weights) if weights else None)


def _counted(words: Sequence[str], columns: Sequence[Any], texts: Sequence[str]) -> Figure:
    figure_id, title, article, proves, does_not_prove, *called = words
    *numbers, goods = columns
    rows = map(Row, *(map(texts.__getitem__, column) for column in numbers), goods)
    return Figure(figure_id, title, article, tuple(rows), proves, does_not_prove, (called[0], called[1]))
