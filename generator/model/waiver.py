"""The waivers file: dated exceptions from rules, approved by the authority and published."""

from datetime import date
from typing import Annotated

from pydantic import Field

from generator.model.written import Day, Line, OrganisationName, Paragraph, ResourceCode, Written, optional, required


class Waiver(Written, title="豁免"):
    """One rule that one resource or file need not follow until a day; the finding stays, as a warning."""

    ARTICLE = "办法第六条"

    rule: Line | None = required("规则", "规则编号，如 O101；只能豁免 N、O、S、D 各类规则")
    code: ResourceCode | None = optional("资源代码", "豁免所及的资源；豁免其他文件的，改填「文件」")
    file: Line | None = optional("文件", "豁免所及的文件，从 catalogues/ 写起；豁免资源的，填「资源代码」即可")
    reason: Paragraph | None = required("理由", "为什么暂时做不到，准备怎样解决")
    unit: OrganisationName | None = required("批准单位", "批准豁免的主管部门简称")
    approved_on: Day | None = required("批准日期", "批准的日期")
    number: Line | None = optional("文号", "批准文书的文号")
    expires_on: Day | None = required("到期日期", "豁免的最后一天")

    def covers(self, rule_id: str, code: str, file: str) -> bool:
        """Whether a finding of a rule about a resource or file is what this waives."""
        aims = (self.code is None or self.code == code) and (self.file is None or self.file == file)
        return self.rule == rule_id and aims and bool(self.code or self.file)

    def is_expired(self, day: date) -> bool:
        """Whether its last day is past; a waiver without one never began."""
        return self.expires_on is None or self.expires_on < day


class WaiversFile(Written, title="豁免文件"):
    """`catalogues/waivers.yml`; there is none while nothing is waived."""

    waivers: Annotated[tuple[Waiver, ...], Field(min_length=1, max_length=10_000)] | None = required(
        "豁免", "逐条列出豁免"
    )
