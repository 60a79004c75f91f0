"""JSON of many records as people read it, written by pydantic's core: the text of `json.dumps`, but quickly."""

from pydantic_core import to_json


def json_text(value: object, indent: int = 1) -> str:
    """The value as JSON, Chinese as it is, with a last line end; texts hold no half of a surrogate pair."""
    return to_json(value, indent=indent).decode("utf-8") + "\n"
