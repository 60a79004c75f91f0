"""Commands that exchange a register with the tables that people keep: workbooks, published tables, JSON, DCAT."""

import argparse
import sys
from typing import TYPE_CHECKING

from generator.commands import FAULTS_FOUND, IN_ORDER
from generator.diagnostics import OperatorError

if TYPE_CHECKING:
    from generator.load import Loaded


def export(options: argparse.Namespace) -> int:
    """The register's resources as a workbook to fill in, or as a file for programs, in a new file or on stdout."""
    from generator.load import load_register
    from generator.publish.tree import write_one

    content = _exported(options, load_register(options.root))
    if options.out is None:
        sys.stdout.write(content.decode())
    else:
        write_one(options.out, content)
        sys.stderr.write(f"已写出 {options.out}\n")
    return IN_ORDER


def _exported(options: argparse.Namespace, loaded: "Loaded") -> bytes:
    if options.format == "xlsx":
        from generator.authoring.sheets import empty_sheets, workbook_sheets
        from generator.source.workbook import workbook_bytes

        if options.out is None:
            raise OperatorError("工作簿不能直接显示，请用 --out 写明文件，如 --out 目录填报.xlsx")
        is_empty, provider = options.empty, options.provider or ""
        return workbook_bytes(empty_sheets(loaded.register) if is_empty else workbook_sheets(loaded, provider))
    if options.empty:
        raise OperatorError("--empty 只用于工作簿（--format xlsx）")
    from generator.views.exports import resources_as

    found = [one for one in loaded.register.resources if options.provider in (None, one.resource.provider)]
    if not found:
        raise OperatorError(f"登记册中没有{f'「{options.provider}」提供的' if options.provider else ''}信息资源")
    return resources_as(options.format, found, loaded.register)


def import_(options: argparse.Namespace) -> int:
    """A workbook into the register it was made from, or a published table into a new register, with its account."""
    if options.file.suffix.lower().startswith((".xls", ".et")):
        return _import_workbook(options)
    missing = [name for name in ("mapping", "out") if getattr(options, name) is None]
    if missing:
        raise OperatorError(f"还需要写明 {', '.join(f'--{name}' for name in missing)}")
    from generator.exchange.importing import import_table
    from generator.publish.tree import write_new

    imported = import_table(options.file, options.mapping)
    write_new(imported.files, options.out)
    sys.stdout.write(imported.account.as_text())
    return IN_ORDER


def _import_workbook(options: argparse.Namespace) -> int:
    """The files that a workbook changes and adds; 1 when it has a fault, and then nothing is written."""
    from generator.authoring.filling import filling_of
    from generator.load import load_register
    from generator.publish.tree import write_changes
    from generator.report.text import as_text
    from generator.source.workbook_reading import read_workbook

    if options.mapping or options.out:
        raise OperatorError("填报工作簿直接写入 --root 所指的登记册，不用 --mapping 和 --out")
    loaded = load_register(options.root)
    filling = filling_of(loaded, read_workbook(options.file))
    if filling.faults:
        sys.stdout.writelines(f"{fault}\n" for fault in filling.faults)
        sys.stderr.write(f"有 {len(filling.faults)} 处问题，没有改动任何文件；改正后请重新导入\n")
        return FAULTS_FOUND
    write_changes(options.root, filling.texts)
    sys.stdout.writelines(f"{'改动' if path in loaded.files else '新建'} {path}\n" for path in filling.texts)
    sys.stdout.writelines(f"{asked} 编号为 {code}\n" for asked, code in filling.given)
    sys.stdout.write(as_text(filling.warnings, {}))
    if filling.absent:
        sys.stderr.write(
            f"以下 {len(filling.absent)} 项资源不在表中，登记文件没有删除；要注销的，请填写「状态」和「注销·理由」：\n"
        )
        sys.stderr.writelines(f"  {one}\n" for one in filling.absent)
    added = sum(path not in loaded.files for path in filling.texts)
    sys.stderr.write(f"新建 {added} 个文件，改动 {len(filling.texts) - added} 个文件\n")
    return IN_ORDER
