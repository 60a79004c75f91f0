"""Commands that build: the site, the site served, the demonstration repository."""

import argparse
import sys
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

from generator.commands import FAULTS_FOUND, IN_ORDER, pinned_baseline
from generator.diagnostics import OperatorError

if TYPE_CHECKING:
    from generator.edition import Edition
    from generator.views.pages import Pages


def build(options: argparse.Namespace) -> int:
    """The site, whole or not at all; 1 when the register must not be published."""
    from generator.publish.builds import is_current
    from generator.publish.inputs import inputs_of

    _refuse_place(options)
    began, baseline = time.monotonic(), pinned_baseline(options.baseline)
    asked = _asked(options, baseline)
    inputs = inputs_of(options.root, asked)
    if options.shard and not inputs:
        raise OperatorError(
            "分部分生成，各台机器所见必须相同：请在 Git 仓库的工作区（不能是裸仓库）中提交全部修改，再用 --shard"
        )
    if inputs and not options.shard and is_current(options.out, inputs):
        sys.stderr.write(f"登记册、历史、日期和程序都与上次生成时相同，网站没有变化：{options.out}\n")
        return IN_ORDER
    from generator.edition import Audience, edition_begun, edition_of, read_register
    from generator.publish.frames import framing
    from generator.publish.once import theme_of
    from generator.publish.share import Share
    from generator.publish.site import build_share, build_site, is_framed

    with ExitStack() as meanwhile:
        with edition_begun(options.root, options.today, options.main, baseline, options.at) as begun:
            loaded = read_register(options.root, options.at)
            theme = theme_of(loaded.register.authority, Audience(options.audience))
            framed = meanwhile.enter_context(framing(theme, pays=not is_framed(options.out)))
            edition = [edition_of(options.root, loaded, options.today, begun, options.at)]
        del loaded, begun
        if _is_refused(edition[0], options.with_errors):
            return FAULTS_FOUND
        if inputs != inputs_of(options.root, asked):
            inputs = ""  # somebody committed meanwhile: what was read is not known by name
        if options.shard and not inputs:
            raise OperatorError("分部分生成，各台机器所见必须相同：仓库在生成期间有变动，请重新生成")
        pages = [_pages(options, edition.pop())]  # what a large register is not needed for any more is not held
        if options.shard:
            built = build_share(pages.pop(), options.out, inputs, Share(*options.shard), framed)
        else:
            built = build_site(pages.pop(), options.out, inputs, framed)
    seconds = time.monotonic() - began
    sys.stderr.write(f"已生成 {built.resources} 项资源、{built.pages} 个网页，用时 {seconds:.1f} 秒：{options.out}\n")
    return IN_ORDER


def _refuse_place(options: argparse.Namespace) -> None:
    """Raise where no site may be: without a name, or in the register, as by `mulu build` from one of its folders."""
    from generator.publish.tree import refuse_nameless
    from generator.source.folder import FOLDER

    refuse_nameless(options.out)
    place = options.out.parent.resolve() / options.out.name
    if place.is_relative_to((options.root / FOLDER).resolve()):
        raise OperatorError(f"网站不能放在登记册的 {FOLDER} 目录里面；请用 --out 换一个目录：{options.out}")


def _pages(options: argparse.Namespace, edition: "Edition") -> "Pages":
    """What the site says of an edition to whom it is for."""
    from generator.audience import for_audience
    from generator.edition import Audience
    from generator.evaluation import evaluation_begun
    from generator.views.pages import pages_of

    shown = for_audience(edition, Audience(options.audience))
    if shown.past is None:
        return pages_of(shown)
    with evaluation_begun(options.root, shown, edition.loaded) as periods:
        return pages_of(shown, periods)


def _is_refused(edition: "Edition", with_errors: bool) -> bool:
    """Say what was read, and whether it must not be published and why."""
    from generator.report.text import as_text, summary

    sys.stderr.write(summary(edition.findings, edition.files, edition.resources) + "\n")
    sys.stderr.writelines(f"请注意：{reminder.message}（{reminder.file}）\n" for reminder in edition.reminders)
    if edition.errors and not with_errors:
        sys.stdout.write(as_text(edition.findings, edition.texts))
        sys.stderr.write(
            "登记册有错误，没有生成网站，原有网站未改动。请先按上面所列逐条改正；"
            "确需带错误公布的，加 --with-errors，有错误的资源将标明“未通过校验”。\n"
        )
        return True
    if edition.unpublishable:
        sys.stderr.write("登记册含有涉密标志或者个人数据，不得公布，没有生成网站。请立即删去。\n")
        return True
    return False


def assemble(options: argparse.Namespace) -> int:
    """The site, joined from the parts that several machines made."""
    from generator.publish.site import assemble as join

    _refuse_place(options)
    built = join(options.parts, options.out)
    sys.stderr.write(f"已合并 {built.resources} 项资源、{built.pages} 个网页：{options.out}\n")
    return IN_ORDER


def _asked(options: argparse.Namespace, baseline: str | None) -> dict[str, str | None]:
    """What the command line asks of the site beside the register."""
    return {
        "today": options.today.isoformat(),
        "audience": options.audience,
        "main": options.main,
        "at": options.at,
        "baseline": baseline,
        "with_errors": str(options.with_errors),
    }


def serve(options: argparse.Namespace) -> int:
    """The site, and a server for looking at it on this machine."""
    from generator.publish.server import serve as serve_folder

    code = build(options)
    if code == IN_ORDER:
        serve_folder(options.out, options.port, _announce)
    return code


def _announce(address: str) -> None:
    sys.stdout.write(f"请用浏览器打开 {address} （按 Ctrl+C 结束）\n")
    sys.stdout.flush()


def demo(options: argparse.Namespace) -> int:
    """The demonstration repository; its baseline on stdout."""
    from generator.demo.telling import told
    from generator.publish.tree import new_folder
    from generator.source.folder import read_files
    from generator.source.pack import write_repository

    sample, _ = read_files(options.root)
    with new_folder(options.dir) as folder:
        story = told(sample, options.today, options.seed)
        write_repository(folder, story.objects, story.references, "main")
    sys.stderr.write(
        f"已写出演示仓库 {options.dir}：{story.units} 个部门的 {story.requests} 次变更，"
        f"其中 {len(story.faults)} 次没有经过有效审核\n"
    )
    sys.stdout.write(f"基线 {story.baseline}\n")
    return IN_ORDER
