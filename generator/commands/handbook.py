"""Commands that tell what can be asked of the rules and of the files: explain, rules, schema."""

import argparse
import sys

from generator.commands import IN_ORDER
from generator.diagnostics import OperatorError, quoted


def explain(options: argparse.Namespace) -> int:
    """One rule's page."""
    from generator.check import all_rules
    from generator.rules.handbook import page_of

    rule_id = options.rule.upper()
    if rule_id not in {rule.id for rule in all_rules()}:
        raise OperatorError(f"没有规则 {quoted(options.rule, 60)}；用 mulu rules 查看全部规则")
    sys.stdout.write(page_of(rule_id))
    return IN_ORDER


def rules(options: argparse.Namespace) -> int:
    """The list of rules."""
    from generator.check import all_rules
    from generator.report.json import rules_as_json
    from generator.report.text import rule_lines

    sys.stdout.write(rules_as_json(all_rules()) if options.format == "json" else rule_lines(all_rules()))
    return IN_ORDER


def schema(options: argparse.Namespace) -> int:
    """The JSON Schema of one kind of file."""
    from generator.model.schema import schema_text

    sys.stdout.write(schema_text(options.file))
    return IN_ORDER
