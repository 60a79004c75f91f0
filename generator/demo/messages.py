"""What a merge says: the words of the forge of its time, with the request's number."""

from generator.demo.cast import DOMAINS, Account, Reviewer
from generator.demo.plot import Request

HOME = "https://git.hunan.example/mulu/hunan"
MOVES = (70, 230)
"""Days on which the register moved from the first forge to the second, and from there to the third."""


def merge_message(request: Request, number: int, submitter: Account, reviewer: Reviewer) -> str:
    """The merge's message as GitHub, then GitLab, then Gitea would have written it."""
    branch = branch_name(request, number)
    if request.on < MOVES[0]:
        return f"Merge pull request #{number} from {DOMAINS[request.unit]}/{branch}\n\n{request.title}\n"
    if request.on < MOVES[1]:
        return (
            f"Merge branch '{branch}' into 'main'\n\n{request.title}\n\nSee merge request mulu/hunan!{number}\n\n"
            f"Filing-Request: {HOME}/-/merge_requests/{number}\nSubmitted-by: {submitter.name} <{submitter.email}>\n"
            f"Approved-by: {reviewer.post} <{reviewer.account.email}>\n"
        )
    return (
        f"Merge pull request '{request.title}' (#{number}) from {branch} into main\n\n"
        f"Reviewed-on: {HOME}/pulls/{number}\nReviewed-by: {reviewer.post} <{reviewer.account.email}>\n"
    )


def branch_name(request: Request, number: int) -> str:
    """The branch a request was made on."""
    return f"{DOMAINS[request.unit]}-{number:03}"


def change_message(request: Request) -> str:
    """The message of the submitted commit: title, and what else there is to say."""
    return f"{request.title}\n" + (f"\n{request.body}\n" if request.body else "")


README = """# 演示登记册

本仓库由 `mulu demo` 生成，讲述一个登记册十八个多月的经过，供试用和教学。部门名称以及所引法律、法规为公开事实，
其余内容均为演示而虚构；签名所用的钥匙随种子公开，不得用于他处。主分支上每次合并即一次审核、备案。

| 看什么 | 在哪里 |
| --- | --- |
| 初始导入和基线 | 最早三次提交；`catalogues/authority.yml` 的「基线」 |
| 没有经过有效审核的六次变更 | `mulu verify`：未签名、审核本部门、审核自己、钥匙失效、夹带改动、直接推送各一次 |
| 换钥匙、钥匙到期、新设岗位 | 审核岗02、审核岗04、审核岗05 |
| 机构撤销，资源连同代码移交继任单位 | 省旅游发展局、省文化和旅游厅；触发事项台账第一件 |
| 法规修订后的更新：按期、逾期、延期、无需变更 | `catalogues/ledgers/triggers/`；最后两件尚未办结 |
| 有依据的收窄 | 307038/000001、307012/000003、307010/000004 |
| 没有依据的收窄 | 307014/000003；307018/000005，后经督促恢复 |
| 放宽共享、取消开放条件 | 307019/000004、307005/000003；307038/000002、307013/000001 |
| 注销和承接 | 102001/000004、307015/000006 |
| 更名；移到别的目录又移回 | 307022/000003；201004/000001 |
| 申请、校核、争议、暂停等逐步办理 | `catalogues/ledgers/` |
| 两个版次 | `git tag`、`mulu editions`、`mulu diff` |

一项资源的全部经过：`mulu history 307019/000002`。
"""
