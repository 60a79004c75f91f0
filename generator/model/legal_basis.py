"""The legal bases file, and how a record cites one of them."""

from typing import Annotated

from pydantic import Field

from generator.model.words import LegalForce
from generator.model.written import Day, LedgerNumber, Line, WebAddress, Written, optional, required


class Citation(Written, title="依据"):
    """A provision that a record rests on, 办法第十七条第五款."""

    ARTICLE = "办法第十七条"

    document: Line | None = required("文件", "文件名称，与依据文件表中的名称一致")
    provision: Line | None = required("条款", "具体条款，如 第八条第一款")


class ChangeBasis(Written, title="变更依据"):
    """What a narrowing rests on: a trigger of the ledger, or a provision, 办法第三十条第一项."""

    ARTICLE = "办法第三十条第一项"

    trigger: LedgerNumber | None = optional("触发事项", "触发事项台账的编号，如 2026-0007")
    document: Line | None = optional("文件", "文件名称，与依据文件表中的名称一致")
    provision: Line | None = optional("条款", "具体条款，如 第八条第一款")


class LegalBasis(Written, title="依据文件"):
    """One law, regulation or document, by its full title without book-title marks."""

    ARTICLE = "办法第十七条"

    title: Line | None = required("名称", "文件全称，不加书名号")
    number: Line | None = optional("文号", "发文字号或者公布令号，如 国务院令第656号")
    force: LegalForce | None = required("效力", "效力级别")
    in_force_from: Day | None = optional("施行日期", "开始施行的日期")
    in_force_to: Day | None = optional("失效日期", "废止或者失效的日期；仍有效的留空")
    address: WebAddress | None = optional("网址", "公开发布的网址")


class LegalBasesFile(Written, title="依据文件表"):
    """`catalogues/legal-bases.yml`."""

    bases: Annotated[tuple[LegalBasis, ...], Field(max_length=20_000)] | None = required(
        "依据文件", "逐件列出资源所引用的法律、法规和文件"
    )
