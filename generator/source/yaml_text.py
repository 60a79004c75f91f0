"""Data as YAML, for files that people go on writing."""

import yaml


class _Indented(yaml.SafeDumper):
    """Lists stand two columns in from their key, as in the register's samples."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def yaml_text(data: object) -> str:
    """Data as a file of the register: block style, keys in their order, texts that look like something else quoted."""
    return yaml.dump(data, Dumper=_Indented, allow_unicode=True, sort_keys=False, width=10**6)
