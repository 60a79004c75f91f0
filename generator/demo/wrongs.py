"""Six approvals that are none: what the audit must find, each of another kind, in otherwise harmless requests."""

from collections.abc import Iterator

from generator.demo.cast import DATA_BUREAU
from generator.demo.files import Files
from generator.demo.plot import Edit, Fault, Request, add


def wronged() -> Iterator[Request]:
    """The six requests; what they change is in order, how they came in is not."""
    yield Request(
        135,
        "省农业农村厅",
        "「农村宅基地审批信息」补充摘要",
        _more("307017/000002", "审批结果按月汇总到省级。"),
        fault=Fault.UNSIGNED,
    )
    yield Request(
        215,
        DATA_BUREAU,
        "「政务服务事项实施清单信息」补充摘要",
        _more("201001/000001", "实施清单随权责清单调整同步更新。"),
        fault=Fault.OWN_UNIT,
    )
    yield Request(
        270,
        "省民政厅",
        "「慈善组织公开募捐资格信息」补充摘要",
        _more("307008/000004", "资格变动后由登记机关更新。"),
        fault=Fault.SELF_APPROVED,
    )
    yield Request(
        320,
        "省发展改革委",
        "「投资项目审批核准备案信息」补充摘要",
        _more("307002/000001", "项目代码全程唯一。"),
        fault=Fault.EXPIRED_KEY,
    )
    yield Request(
        375,
        "省水利厅",
        "「取水许可证信息」补充摘要",
        _more("307016/000002", "许可水量以许可证所载为准。"),
        fault=Fault.SMUGGLED,
        smuggled=_wider("307016/000005", "使用用途", "、工程保险核验"),
    )
    yield Request(
        450,
        "省司法厅",
        "「律师执业证信息」补充摘要",
        _more("307009/000001", "年度考核结果按年更新。"),
        fault=Fault.PUSHED,
    )


def reworded(files: Files) -> None:
    """What the reviewer himself adds to the request that he then approves."""
    add("307008/000004", "关联资源代码", "307008/000003")(files)


def _more(code: str, sentence: str) -> Edit:
    def done(files: Files) -> None:
        files.resource(code)["摘要"] += sentence

    return done


def _wider(code: str, key: str, part: str) -> Edit:
    def done(files: Files) -> None:
        files.resource(code)[key] += part

    return done
