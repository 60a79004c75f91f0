"""The rules' pages: documentation, page of the site, `mulu explain` and test in one Markdown text."""

from pathlib import Path

PAGES = Path(__file__).parent / "pages"


def page_of(rule_id: str) -> str:
    """The Markdown page of a rule; raises `FileNotFoundError` when it has none."""
    return (PAGES / f"{rule_id}.md").read_text(encoding="utf-8")
