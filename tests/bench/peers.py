"""The same content in the hands of others: Hugo with the pages we built, plain mkdocs + Material with the resources."""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

from generator.load import load_register
from generator.model.register import FiledResource

_TITLE = re.compile(r"<title>(.*?)(?: - [^<]*)?</title>", re.DOTALL)
_ARTICLE = re.compile(r"(<article[^>]*>).*(?=</article>)", re.DOTALL)
_RESOURCE_PAGE = re.compile(r"resources/\d+/\d+/index\.html")
_NO_OTHER_KINDS = ["home", "section", "taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404"]

MKDOCS = """\
site_name: 大登记册
theme:
  name: material
  language: zh
  font: false
plugins:
  - search:
      lang: zh
nav:
  - 首页: index.md
  - 关于: about.md
validation:
  omitted_files: ignore
"""


def hugo_site(site: Path, target: Path, *, resources_only: bool = False) -> int:
    """Write a Hugo site with one content file for every page of ours; gives back how many.

    The content of a page is its article as it stands; the template is the frame of one of our resource pages.
    """
    pages = [page for page in _pages(site) if not resources_only or _RESOURCE_PAGE.fullmatch(page)]
    for page in pages:
        text = (site / page).read_text(encoding="utf-8")
        file = target / "content" / _content_file(page)
        file.parent.mkdir(parents=True, exist_ok=True)
        front = json.dumps({"title": _title(text)}, ensure_ascii=False)
        file.write_text(f"{front}\n{_article(text).replace('{{', '&#123;&#123;')}\n", encoding="utf-8")
    model = next(page for page in pages if _RESOURCE_PAGE.fullmatch(page))
    layout = target / "layouts/_default/single.html"
    layout.parent.mkdir(parents=True)
    layout.write_text(_frame((site / model).read_text(encoding="utf-8")), encoding="utf-8")
    settings = {"baseURL": "/", "disableKinds": _NO_OTHER_KINDS, "disableHugoGeneratorInject": True}
    (target / "config.json").write_text(json.dumps(settings), encoding="utf-8")
    return len(pages)


def _pages(site: Path) -> Iterator[str]:
    return (str(page.relative_to(site)) for page in sorted(site.rglob("*.html")))


def _content_file(page: str) -> str:
    """Where the content of a page stands: `a/b.html`, which Hugo writes to `a/b/index.html`."""
    return "home.html" if page == "index.html" else f"{page.removesuffix('/index.html').removesuffix('.html')}.html"


def _title(page: str) -> str:
    found = _TITLE.search(page)
    assert found
    return html.unescape(found[1]).strip()


def _article(page: str) -> str:
    found = _ARTICLE.search(page)
    assert found
    return found[0].removeprefix(found[1])


def _frame(page: str) -> str:
    """The page with places for title and content; nothing else in it is a template."""
    title = html.escape(_title(page), quote=False)
    frame = _ARTICLE.sub("\\1\x00", page, count=1).replace(title, "\x01")
    return frame.replace("{{", '{{ "{{" }}').replace("\x00", "{{ .Content }}").replace("\x01", "{{ .Title }}")


def mkdocs_site(root: Path, target: Path) -> int:
    """Write a site for plain mkdocs with one Markdown page for every resource of a register; gives back how many."""
    (target / "docs").mkdir(parents=True)
    (target / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    for name, title in (("index", "大登记册"), ("about", "关于")):
        (target / f"docs/{name}.md").write_text(f"# {title}\n", encoding="utf-8")
    resources = list(load_register(root).register.resources)
    for filed in resources:
        file = target / f"docs/resources/{filed.resource.code}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_markdown(filed), encoding="utf-8")
    return len(resources)


def _markdown(filed: FiledResource) -> str:
    resource = filed.resource
    facts = {
        "信息资源代码": resource.code,
        "提供方": resource.provider,
        "采集方": "、".join(resource.collectors),
        "格式": "、".join(f"{form.format_class}（{form.format_type}）" for form in resource.formats or ()),
        "状态": resource.status,
        "共享类型": resource.sharing_class,
        "使用范围": resource.scope,
        "共享方式": "、".join(f"{mode.mode_class}（{mode.mode_type}）" for mode in resource.modes),
        "开放类型": resource.opening_class,
        "更新周期": resource.update_cycle,
    }
    rows = "".join(f"| {key} | {value or '未填写'} |\n" for key, value in facts.items())
    items = "".join(
        f"| {number} | {item.name} | {item.data_type} | {item.length or ''} |\n"
        for number, item in enumerate(resource.items or (), 1)
    )
    return (
        f"# {resource.name}\n\n{resource.summary}\n\n## 基本信息\n\n| 要素 | 内容 |\n| --- | --- |\n{rows}\n"
        f"## 信息项\n\n| 序号 | 名称 | 数据类型 | 长度 |\n| --- | --- | --- | --- |\n{items}"
    )
