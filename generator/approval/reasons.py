"""Why an approval does not count, or counts for less: every fault that can be named, in the words of an official."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from generator.diagnostics import quoted
from generator.rules.secrets import shown
from generator.wording import day


class Weight(StrEnum):
    """What a reason does to a verdict: nothing, make it unproven, make it a violation."""

    REMARK = "remark"
    UNPROVEN = "unproven"
    VIOLATION = "violation"


class Fault(Struct, frozen=True):
    """One thing that can be wrong; `id` is a contract, `message` a format string over the reason's values."""

    id: str
    message: str
    weight: Weight = Weight.VIOLATION

    def because(self, **values: object) -> "Reason":
        """The fault with its values, quoted so that no control character and no personal number survives.

        Days are as officials write them: 2026年11月23日.
        """
        written = {name: day(value) if isinstance(value, date) else str(value) for name, value in values.items()}
        said = {name: shown(quoted(value)) for name, value in written.items()}
        return Reason(self, self.message.format(**said))


class Reason(Struct, frozen=True):
    """One fault that was found, in one sentence."""

    fault: Fault
    message: str


DIRECT_PUSH = Fault("direct-push", "不是合并提交：直接推送到主线，或者以压缩、变基方式合并，看不出审核了什么")
OCTOPUS = Fault("octopus", "一次合并了 {count} 个分支；应当一个请求一次合并")
SMUGGLED = Fault("smuggled", "合并结果与双方内容不符，夹带或者丢弃了没有经过审核的改动")
CONFLICT = Fault("conflict", "双方内容有冲突，合并时改写的内容没有经过审核；应当先在提交分支上解决冲突，再行合并")
UNSIGNED = Fault("unsigned", "没有签名，无法证明是谁审核的")
BAD_SIGNATURE = Fault("bad-signature", "签名无效：签名不完整，或者签名之后内容被改动")
UNKNOWN_KEY = Fault("unknown-key", "签名的钥匙（{key}）不在当时的审核人之列")
NO_FORGE_KEY = Fault("no-forge-key", "OpenPGP 签名无效，或者不是主管部门文件所列平台的签名")
KEY_ADDED_HERE = Fault("key-added-here", "签名的钥匙（{key}）是本次合并才加入的，自下一次合并起才有效")
KEY_NOT_YET = Fault("key-not-yet", "{post}的钥匙自 {day}起才有效，签名时尚未生效")
KEY_EXPIRED = Fault("key-expired", "{post}的钥匙有效期到 {day}为止，签名时已经失效")
OWN_DEPARTMENT = Fault("own-department", "审核人{post}属于提交部门{unit}，不得审核本部门提交的内容")
SELF_APPROVED = Fault("self-approved", "审核人{post}是所提交内容的作者，不得审核自己提交的内容")
CROSS_DEPARTMENT = Fault("cross-department", "{submitters}改动了不归其编制的内容：{place}")
AUTHORITY_ONLY = Fault("authority-only", "{submitters}改动了只能由主管部门提出改动的文件：{place}")
WITHOUT_AUTHORITY_DUTY = Fault("without-authority-duty", "改动了主管部门文件，而审核人{post}没有“主管部门文件”职责")
WITHOUT_CATALOGUE_DUTY = Fault("without-catalogue-duty", "审核人{post}没有“目录审核”职责")
AUTHORITY_UNREADABLE = Fault("authority-unreadable", "当时的主管部门文件缺失或者有错误，无法知道谁有审核权")
FROM_THE_FUTURE = Fault("from-the-future", "日期 {day}晚于今天，日期不可信")
BASELINE_CHANGED = Fault("baseline-changed", "改动了已经写明的基线")

FORGE_NAMES_NOBODY = Fault(
    "forge-names-nobody", "有平台签名，但没有写明审核人，或者所写的账号不是审核人的账号", Weight.UNPROVEN
)
UNKNOWN_SUBMITTER = Fault(
    "unknown-submitter",
    "提交 {commit} 的作者不在部门文件的提交账号之列，不能排除审核人审核本部门的内容",
    Weight.UNPROVEN,
)
NO_REVIEWERS = Fault("no-reviewers", "当时的主管部门文件没有写明任何审核人的公钥", Weight.UNPROVEN)
ORGANISATIONS_UNREADABLE = Fault(
    "organisations-unreadable", "当时的部门文件缺失或者无法读取，不知道是哪个部门提交的", Weight.UNPROVEN
)
BELOW_NO_BASELINE = Fault("below-no-baseline", "主线上没有所写明的基线，其后的一切都无从证明", Weight.UNPROVEN)
RUNNING_BACK = Fault("running-back", "日期早于此前的提交，审核人的钥匙按此前最晚的日期判断", Weight.REMARK)

BASELINE_MISSING = Fault("baseline-missing", "基线 {baseline} 不在主线上：基线及其以前的历史被改写，或者基线写错")
BASELINE_DIFFERS = Fault("baseline-differs", "仓库内写明的基线 {inside} 与仓库外给出的基线 {outside} 不一致")
BASELINE_ONLY_INSIDE = Fault(
    "baseline-only-inside", "基线只写在仓库之内；改写全部历史的人也能改写它，请另用 --baseline 给出", Weight.REMARK
)
NO_BASELINE = Fault("no-baseline", "没有写明基线，全部提交都视为初始导入", Weight.REMARK)

EDITION_NAME = Fault("edition-name", "版次的标签名不合规定：{name}；应为 edition/2026 或者 edition/2026-Q4")
EDITION_LIGHTWEIGHT = Fault("edition-lightweight", "不是附注标签，没有日期、说明和签名")
EDITION_RENAMED = Fault("edition-renamed", "标签内写的名称是 {written}：另一版次的标签被改名使用")
EDITION_OFF_MAIN = Fault("edition-off-main", "所冻结的提交不在主线上：标签被改打，或者主线被改写")
EDITION_BEFORE_COMMIT = Fault("edition-before-commit", "标签日期 {day}早于所冻结的提交（{commit_day}）")
EDITION_ORDER = Fault("edition-order", "与上一版次 {other} 的先后颠倒，其中之一被重新打过")
EDITION_REPLACED = Fault("edition-replaced", "被重新打过：{other} 写明上一版次的标签是 {named}，现在的标签却是 {now}")
EDITION_UNCHAINED = Fault(
    "edition-unchained", "没有写明上一版次 {other} 的标签编号，{other} 被重新打过也看不出来", Weight.REMARK
)

FAULTS = tuple(value for value in list(globals().values()) if isinstance(value, Fault))
