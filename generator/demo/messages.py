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
其余内容均为演示而虚构；签名所用的钥匙随种子公开，不得用于他处。

主分支上每次合并即一次审核、备案。其中有意安排了六处没有经过有效审核的变更，用 `mulu verify` 逐一找出。
"""
