"""What the authority's own office does: the baseline, keys, posts, profiles and legal bases."""

from collections.abc import Callable, Iterator

from generator.demo.cast import DOMAINS, FORGED, JOINED, OFFICE, PLATFORM, ROTATED, ZONE, Cast
from generator.demo.files import Data, Files
from generator.demo.plot import Request
from generator.model.register import AUTHORITY, LEGAL_BASES

DEMONSTRATION = (
    "本登记册由程序生成，供演示用：部门名称以及所引法律、法规为公开事实，其余内容（合并请求、审核岗位、资源属性、"
    "台账记录及其所引条款、法规修订、机构调整和各项日期等）均为演示而虚构，不代表任何部门的实际情况；所用钥匙随种子公开，不得用于他处。"
)
ORDER_809 = {
    "名称": "政务数据共享条例",
    "文号": "国务院令第809号",
    "效力": "行政法规",
    "施行日期": "2025-08-01",
}
PUNISHMENTS = "中华人民共和国治安管理处罚法"


AMENDED = (
    {"名称": "中华人民共和国道路交通安全法", "效力": "法律"},
    {"名称": "殡葬管理条例", "文号": "国务院令第225号", "效力": "行政法规"},
    {"名称": "湖南省安全生产条例", "效力": "地方性法规"},
)
"""Laws that the story amends and the sample does not cite."""


def before_the_story(files: Files, cast: Cast) -> None:
    """The register as it is imported: first posts, one profile, no baseline yet, empty ledgers."""
    for path in [path for path in files if path.startswith("catalogues/ledgers/")]:
        del files[path]
    posts = (cast.first_post, cast.second_post(), cast.third_post, cast.fourth_post)
    old = files[AUTHORITY]
    files[AUTHORITY] = {
        "主管部门": old["主管部门"],
        "指定审核部门": old["指定审核部门"],
        "行政区划": old["行政区划"],
        "目录名称": old["目录名称"],
        "规则集": ["hunan-2021"],
        "示例数据": DEMONSTRATION,
        "审核人": [post.entry for post in posts],
    }
    bases = files.opened(LEGAL_BASES)
    kept = [entry for entry in bases["依据文件"] if entry["名称"] not in (ORDER_809["名称"], PUNISHMENTS)]
    bases["依据文件"] = [*kept, *(dict(entry) for entry in AMENDED)]
    for unit, domain in DOMAINS.items():
        files.organisation(unit)["提交账号"] = [f"@{domain}.{ZONE}"]


def _authority(change: Callable[[Data], object]) -> Callable[[Files], None]:
    def done(files: Files) -> None:
        change(files.authority())

    return done


def _basis(entry: Data) -> Callable[[Files], None]:
    def done(files: Files) -> None:
        files.opened(LEGAL_BASES)["依据文件"].append(entry)

    return done


def baseline(commit: str) -> Request:
    """Declare the last commit of the import, from which on every merge must be reviewed."""
    title = "声明基线：初始导入到此为止"
    body = f"初始导入的最后一次提交是 {commit}，其后的每次合并都须经审核。"
    return Request(1, OFFICE, title, _authority(lambda data: data.update(基线=commit)), body)


def officiated(cast: Cast, punishments: Data) -> Iterator[Request]:
    """The office's requests, in the order of their days."""
    days = cast.days
    title = "依据文件表登记政务数据共享条例"
    yield Request(85, OFFICE, title, _basis(dict(ORDER_809)), "条例已经施行，有关资源可以引用。")
    title = "适用规则集增加 state-council-809"
    yield Request(87, OFFICE, title, _authority(lambda data: data["规则集"].append("state-council-809")))

    forge = {"平台": PLATFORM, "公钥": cast.platform.entry["公钥"], "起": f"{days.on(FORGED)}"}
    title = "登记目录管理平台的签名公钥"
    body = "此后在平台网页上合并的，由平台签名并记载审核人。"
    yield Request(FORGED, OFFICE, title, _authority(lambda data: data.update(平台签名=[forge])), body)

    def rotate(data: Data) -> None:
        data["审核人"][1]["止"] = f"{days.on(ROTATED)}"
        data["审核人"][1] = _in_order(data["审核人"][1])
        data["审核人"].append(cast.second_post(changed=True).entry)

    title = "审核岗02更换钥匙"
    yield Request(ROTATED, OFFICE, title, _authority(rotate), "原钥匙当日停用，新钥匙当日启用。")
    reading = {"校核期限": "办法", "校核延期": "延长的期限"}
    title = "明确校核时限的口径"
    yield Request(212, OFFICE, title, _authority(lambda data: data.update(时限口径=reading)))
    title = "依据文件表登记新修订的治安管理处罚法"
    yield Request(246, OFFICE, title, _basis(punishments))
    title = "新设审核岗05"
    yield Request(JOINED, OFFICE, title, _authority(lambda data: data["审核人"].append(cast.fifth_post.entry)))


def _in_order(entry: Data) -> Data:
    """A reviewer's entry with its keys in the order of the model."""
    return {key: entry[key] for key in ("岗位", "单位", "公钥", "起", "止", "职责", "账号") if key in entry}
