"""The six quality duties of 办法第十一条: what a catalogue shows of each, and what it cannot prove."""

from collections.abc import Callable, Iterator

from msgspec import Struct

from generator.model.register import FiledResource
from generator.model.words import CorrectionOutcome, ModeClass, SharingClass, UpdateCycle
from generator.scorecard.evidence import Evidence
from generator.scorecard.value import Figure, resource_row
from generator.wording import UNKNOWN


def quality_figures(evidence: Evidence, organisation: str) -> Iterator[Figure]:
    """The six quality duties of 办法第十一条, as far as a catalogue can show them."""
    resources = evidence.provided.get(organisation, [])
    for quality in QUALITIES:
        rows = tuple(resource_row(filed, *quality.judged(evidence, filed)) for filed in resources)
        yield Figure(quality.id, quality.title, "办法第十一条", rows, quality.proves, quality.does_not_prove)


class Quality(Struct, frozen=True):
    """One duty: how a resource is judged, and what that can and cannot prove."""

    id: str
    title: str
    judged: Callable[[Evidence, FiledResource], tuple[str, bool]]
    proves: str
    does_not_prove: str


def _of_families(families: str) -> Callable[[Evidence, FiledResource], tuple[str, bool]]:
    def judged(evidence: Evidence, filed: FiledResource) -> tuple[str, bool]:
        found = {finding.rule.id for finding in evidence.found_in.get(filed.file, ())}
        rules = sorted(rule for rule in found if rule[0] in families and rule != "M101")
        return "、".join(rules) or "没有问题", not rules

    return judged


def _complete_elements(evidence: Evidence, filed: FiledResource) -> tuple[str, bool]:
    missing = sum(finding.rule.id == "M101" for finding in evidence.found_in.get(filed.file, ()))
    return (f"缺 {missing} 个必填要素" if missing else "要素齐全"), not missing


def _accurate(evidence: Evidence, filed: FiledResource) -> tuple[str, bool]:
    corrections = evidence.corrections.get(filed.resource.code or "", [])
    is_open = any(not one.concluded_on or one.concluded_on > evidence.last_on for one in corrections)
    corrected = sum(one.outcome is CorrectionOutcome.CORRECTED for one in corrections)
    if is_open:
        return "有疑义正在校核", False
    return (f"经校核更正 {corrected} 次" if corrected else "没有未办结的疑义"), True


def _consistent(evidence: Evidence, filed: FiledResource) -> tuple[str, bool]:
    if filed.resource.code in evidence.disputed:
        return "有尚未解决的争议", False
    return _of_families("O")(evidence, filed)


def _timely_data(_: Evidence, filed: FiledResource) -> tuple[str, bool]:
    cycle = filed.resource.update_cycle
    return cycle or UNKNOWN, cycle not in (None, UpdateCycle.IRREGULAR)


def _accessible(_: Evidence, filed: FiledResource) -> tuple[str, bool]:
    if filed.resource.sharing_class is SharingClass.DENIED:
        return "不予共享，不要求共享方式", True
    modes = [mode.mode_class for mode in filed.resource.modes if mode.mode_class]
    return "、".join(dict.fromkeys(modes)) or "没有共享方式", ModeClass.PLATFORM in modes


QUALITIES = (
    Quality("standard", "规范性", _of_families("YMN"), "目录的写法、编码和用语符合规定", "数据本身是否符合数据标准"),
    Quality("complete", "完整性", _complete_elements, "目录要素是否填写齐全", "数据是否缺少记录或者字段"),
    Quality("accurate", "准确性", _accurate, "反馈的疑义、错误是否已经校核", "没有人反馈的数据是否准确"),
    Quality(
        "consistent",
        "一致性",
        _consistent,
        "同一信息是否只由一个部门采集，争议是否已经解决",
        "各部门数据的内容是否一致",
    ),
    Quality("current", "时效性", _timely_data, "是否承诺了固定的更新周期", "数据是否确实按周期更新"),
    Quality("accessible", "可访问性", _accessible, "是否写明通过共享平台取得的方式", "接口、文件此刻能否取得"),
)
