"""What can be fetched of the site, and what each is: registers, clocks, feeds, badges, editions, forms of files."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from generator.audience import INTERNAL_LEDGERS
from generator.model.schema import FILES
from generator.model.words import CatalogueKind
from generator.views import addresses
from generator.views.edition import EditionPage
from generator.views.organisation import OrganisationPage


class Download(Struct, frozen=True):
    """One file, or one file beside each of many pages: then its address has 网页地址 where theirs comes.

    `amount` says how much is in it, where that is known.
    """

    title: str
    form: str
    address: str
    told: str
    amount: str = ""

    @property
    def is_beside_pages(self) -> bool:
        """Whether there is one beside each page, rather than one."""
        return self.address.startswith(PAGE)


class DownloadGroup(Struct, frozen=True):
    """Downloads about one thing."""

    anchor: str
    title: str
    files: tuple[Download, ...]


FORMS = tuple(name for name in FILES if name not in {kind.folder for kind in INTERNAL_LEDGERS})
"""The kinds of file whose forms are shown to everybody."""
PAGE = "网页地址/"
"""Stands for the address of the page that a file lies beside."""


def download_groups(
    resources: int,
    filings: int,
    deadlines: int,
    findings: int,
    editions: Sequence[EditionPage],
    organisations: Sequence[OrganisationPage],
) -> tuple[DownloadGroup, ...]:
    """Everything that can be fetched, in the order people ask for it; the numbers are how many the site holds."""
    return (
        DownloadGroup("register", "目录", tuple(_of_register(resources))),
        DownloadGroup("editions", "版次", tuple(_of_editions(editions))),
        DownloadGroup("filings", "备案", tuple(_of_filings(filings))),
        DownloadGroup("deadlines", "时限和台账", tuple(_of_deadlines(deadlines))),
        DownloadGroup("feeds", "订阅", tuple(_feeds(organisations))),
        DownloadGroup("badges", "徽标", tuple(_badges())),
        DownloadGroup("findings", "校验", (_findings(findings),)),
        DownloadGroup("schemas", "填报", (_workbook(), *_schemas())),
    )


def _of_register(resources: int) -> Iterator[Download]:
    amount = f"{resources} 项"
    yield Download("信息资源清单", "CSV", addresses.REGISTER_CSV, "每项资源一行，可以用表格软件打开", amount)
    yield Download("全部信息资源", "JSON", addresses.REGISTER_JSON, "每项资源的全部登记内容，供程序读取", amount)
    yield Download("一项资源的登记文件", "YAML", PAGE + addresses.RESOURCE_YAML, "与登记册中的原文件逐字节相同")
    yield Download("一项资源的机读数据", "JSON", PAGE + addresses.RESOURCE_JSON, "写明所依据的提交")


def _of_editions(editions: Sequence[EditionPage]) -> Iterator[Download]:
    for page in editions:
        if page.edition.figures:
            amount = f"{page.edition.figures.resources} 项有效"
            told = "冻结时的内容，永不改变"
            yield Download(f"版次 {page.name} 清单", "CSV", page.address + addresses.RESOURCES_CSV, told, amount)
            yield Download(f"版次 {page.name} 全部资源", "JSON", page.address + addresses.RESOURCES_JSON, told, amount)


def _of_filings(filings: int) -> Iterator[Download]:
    yield Download("备案登记簿", "CSV", addresses.FILINGS_CSV, "每件备案一行", f"{filings} 件")
    yield Download("备案登记簿", "JSON", addresses.FILINGS_JSON, "同 mulu filings --format json", f"{filings} 件")


def _of_deadlines(deadlines: int) -> Iterator[Download]:
    yield Download("全部时限", "JSON", addresses.DEADLINES_JSON, "同 mulu deadlines --format json", f"{deadlines} 项")
    yield Download("未办结时限的日历", "iCalendar", addresses.CALENDAR_FEED, "用日历软件订阅")
    yield Download("一个单位的时限日历", "iCalendar", addresses.deadline_feed(PAGE), "部门页的地址之后加文件名")
    yield Download("一条台账记录的登记文件", "YAML", PAGE + addresses.RECORD_YAML, "台账记录页的地址之后加文件名")
    yield Download("一条台账记录的机读数据", "JSON", PAGE + addresses.RECORD_JSON, "台账记录页的地址之后加文件名")
    yield Download("工作日历", "JSON", addresses.WORKDAYS, "推算时限所依据的放假和调休")


def _feeds(organisations: Sequence[OrganisationPage]) -> Iterator[Download]:
    yield Download("变更动态", "Atom", addresses.CHANGES_FEED, "最近的资源变更")
    yield Download("备案动态", "Atom", addresses.FILINGS_FEED, "最近的备案")
    for kind in CatalogueKind:
        yield Download(f"{kind}的变更", "Atom", addresses.kind_feed(kind), "这一类目录的资源变更")
    for page in organisations:
        if page.rows:
            feed = addresses.organisation_feed(page.name)
            yield Download(f"{page.name}的变更", "Atom", feed, "这个单位提供的资源的变更")


def _badges() -> Iterator[Download]:
    yield Download("全部时限的徽标", "SVG", addresses.badge_image(addresses.DEADLINES), "可以嵌入其他网站")
    yield Download("全部时限的徽标", "JSON", addresses.badge_data(addresses.DEADLINES), "供其他网站自行绘制")
    yield Download("一个单位或者目录的徽标", "SVG", addresses.badge_image(PAGE), "部门页、目录页的地址之后加文件名")
    yield Download("一个单位或者目录的徽标", "JSON", addresses.badge_data(PAGE), "部门页、目录页的地址之后加文件名")


def _findings(findings: int) -> Download:
    return Download("校验问题", "JSON", addresses.FINDINGS_JSON, "同 mulu check --format json", f"{findings} 处")


def _workbook() -> Download:
    return Download("空白填报表", "Excel", addresses.WORKBOOK, "用表格填报信息资源")


def _schemas() -> Iterator[Download]:
    for name in FORMS:
        title = str(FILES[name].model_config.get("title") or name)
        yield Download(f"{title}的格式", "JSON Schema", addresses.schema(name), "供编辑软件提示和检查")
