"""What the quality pages say: findings by rule, by department, and the commonest."""

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from generator.diagnostics import Finding, Rule
from generator.views import addresses
from generator.views.catalogue import CataloguePage
from generator.views.link import Link, Links
from generator.views.organisation import Provided
from generator.views.resource import ResourcePage

MOST_MESSAGES = 30


class RuleProblems(Struct, frozen=True):
    """All findings of one rule, with the page each belongs to."""

    rule: Rule
    address: str
    findings: tuple[tuple[Finding, Link], ...]


def problems_by_rule(
    findings: Sequence[Finding], resources: Sequence[ResourcePage], catalogues: Sequence[CataloguePage]
) -> tuple[RuleProblems, ...]:
    """Findings by rule, in the order of rules, each with the page of its file."""
    page_of = {page.file: page.row.link for page in resources}
    page_of |= {page.file: Link(page.title, page.address) for page in catalogues}
    by_rule: dict[str, list[tuple[Finding, Link]]] = {}
    for finding in findings:
        told = (finding, page_of.get(finding.file, Link(finding.file)))
        by_rule.setdefault(finding.rule.id, []).append(told)
    return tuple(
        RuleProblems(found[0][0].rule, addresses.problems_of_rule(rule_id), tuple(found))
        for rule_id, found in sorted(by_rule.items())
    )


def findings_by_organisation(
    findings: Sequence[Finding], provided: Provided, links: Links
) -> tuple[tuple[Link, int, int], ...]:
    """Per provider how many files have findings and how many findings; last the files of no resource."""
    counts = [
        (
            links.organisation(name) if name else Link("未写明提供方"),
            sum(bool(page.findings) for page in pages),
            sum(len(page.findings) for page in pages),
        )
        for name, pages in provided.items()
    ]
    of_resources = {page.file for pages in provided.values() for page in pages}
    others = [finding.file for finding in findings if finding.file not in of_resources]
    ranked = sorted((count for count in counts if count[2]), key=lambda count: (-count[2], count[0].text))
    return (*ranked, (Link("目录、部门等其他文件"), len(set(others)), len(others))) if others else tuple(ranked)


def commonest(findings: Sequence[Finding]) -> tuple[tuple[Rule, str, int], ...]:
    """The messages said most often, each with its rule and how often."""
    counts = Counter((finding.rule, finding.message) for finding in findings)
    return tuple((rule, message, count) for (rule, message), count in counts.most_common(MOST_MESSAGES))
