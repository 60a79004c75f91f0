"""Git notes: texts that people or jobs attach to a commit after it was made, by the commit's id."""

import re
from pathlib import Path

from generator.source.objects import objects, tokens
from generator.source.plumbing import opened

_ENTRY = re.compile(rb"100644 blob ([0-9a-f]+)\t([0-9a-f/]+)")


def notes_of(root: Path, reference: str) -> dict[str, bytes]:
    """Every note below a reference such as `refs/notes/approvals`, by the id of its commit; none when it is absent."""
    git = opened(root)
    tree = git.said("rev-parse", "--verify", "--quiet", "--end-of-options", f"{reference}^{{tree}}")
    if tree is None:
        return {}
    with git.stream("ls-tree", "-r", "-z", tree) as output:
        entries = [match for entry in tokens(output) if (match := _ENTRY.fullmatch(entry))]
    blob_of = {match[2].replace(b"/", b"").decode(): match[1].decode() for match in entries}
    texts = dict(objects(git, dict.fromkeys(blob_of.values()), "blob"))
    return {commit: texts[blob] for commit, blob in blob_of.items()}
