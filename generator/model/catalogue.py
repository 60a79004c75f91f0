"""A catalogue file: one base, theme or department catalogue, 办法第九条."""

from typing import Annotated

from pydantic import Field

from generator.model.legal_basis import Citation
from generator.model.words import ReviewCycle
from generator.model.written import Day, Line, OrganisationName, Paragraph, Written, optional, required


class JointDepartment(Written, title="会同部门"):
    """A department that compiles a base or theme catalogue together with the lead, and its confirmation."""

    unit: OrganisationName | None = required("部门", "会同编制的部门简称")
    confirmed_on: Day | None = optional("确认日期", "该部门确认其所负责部分的日期")


class Catalogue(Written, title="目录"):
    """`catalogue.yml` of one folder; its kind is the folder's."""

    ARTICLE = "办法第八条、第九条"

    name: Line | None = required("目录名称", "目录全称")
    lead: OrganisationName | None = required("牵头部门", "基础、主题目录写牵头部门；部门目录写本部门")
    joint: Annotated[tuple[JointDepartment, ...], Field(max_length=200)] = optional(
        "会同部门", "会同编制的部门及其确认日期", ()
    )
    summary: Paragraph | None = required("目录说明", "目录收录的范围和用途")
    review_cycle: ReviewCycle | None = required("复核周期", "定期更新本目录的周期（办法第十条第一款）")
    bases: Annotated[tuple[Citation, ...], Field(max_length=50)] = optional("编制依据", "编制目录的依据", ())
