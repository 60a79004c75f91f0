"""Messages as forges really write them, and as nobody should be able to misuse them."""

import pytest

from generator.history.claims import LONGEST, Claims, claims_of

GITHUB = "Merge pull request #3818 from owner/branch\n\n新增婚姻登记信息\n"
GITLAB = "Merge branch 'src' into 'main'\n\n新增婚姻登记信息\n\nCloses #1\n\nSee merge request grp/sub/proj!12\n"
GITEA = (
    "Merge pull request '新增婚姻登记信息' (#4) from jiaoyu:head into main\n\n"
    "Reviewed-on: http://git.gov.example/catalogue/register/pulls/4\nReviewed-by: 审核岗01 <r01@gov.example>\n"
)
GITEE = "!1274 新增婚姻登记信息\nMerge pull request !1274 from user/branch\n"
GITEE_BOT = (
    "!2640 新增婚姻登记信息\n\nFrom: @a \nReviewed-by: @b \nReviewed-by: @c \n\n\n"
    "See merge request: openeuler/iSulad!2640"
)
OUR_GITLAB = (
    "目录变更 !12：新增婚姻登记信息\n\nSee merge request grp/proj!12\n\n"
    "Filing-Request: https://gitlab.gov.example/grp/proj/-/merge_requests/12\n"
    "Submitted-by: 编目员 <clerk@edu.example>\nMerged-by: 审核岗01 <r01@gov.example>\n"
    "Approved-by: 审核岗01 <r01@gov.example>\nReviewed-by: 审核岗02 <r02@gov.example>\n"
)
OUR_GITEA = (
    "目录变更 #4：新增婚姻登记信息\n\nFiling-Request: #4\nSubmitted-by: jiaoyu\n"
    "Reviewed-on: http://git.gov.example/c/r/pulls/4\nReviewed-by: 审核岗01 <r01@gov.example>\n"
)
TITLE = "新增婚姻登记信息"
R01, R02 = "审核岗01 <r01@gov.example>", "审核岗02 <r02@gov.example>"


@pytest.mark.parametrize(
    ("message", "claims"),
    [
        (GITHUB, Claims("#3818", "", TITLE, "owner/branch")),
        (GITLAB, Claims("grp/sub/proj!12", "", TITLE)),
        (
            GITEA,
            Claims(
                "#4",
                "http://git.gov.example/catalogue/register/pulls/4",
                TITLE,
                "jiaoyu:head",
                reviewed_by=(R01,),
            ),
        ),
        (GITEE, Claims("!1274", "", TITLE)),
        (GITEE_BOT, Claims("!2640", "", TITLE, submitted_by="@a", reviewed_by=("@b", "@c"))),
        ("!2625 新增\n\nFrom: @a\nReviewed-by: @b\n", Claims("!2625", "", "新增", "", "@a", "", ("@b",))),
        (
            OUR_GITLAB,
            Claims(
                "!12",
                "https://gitlab.gov.example/grp/proj/-/merge_requests/12",
                TITLE,
                "",
                "编目员 <clerk@edu.example>",
                R01,
                (R01, R02),
            ),
        ),
        (OUR_GITEA, Claims("#4", "http://git.gov.example/c/r/pulls/4", TITLE, "", "jiaoyu", "", (R01,))),
        ("新增婚姻登记信息\n", Claims("", "", TITLE)),
        ("新增婚姻登记信息 (#6335)\n\nbody\n", Claims("#6335", "", TITLE)),
        ("Merge commit 'abc'\n", Claims("", "", "Merge commit 'abc'")),
        ("新增\n\nReviewed-on: http://g.example/a/b/pulls/7\n", Claims("#7", "http://g.example/a/b/pulls/7", "新增")),
        ("", Claims()),
    ],
)
def test_what_each_forge_writes_is_read(message: str, claims: Claims) -> None:
    assert claims_of(message) == claims
    assert claims_of(message.replace("\n", "\r\n")) == claims


@pytest.mark.parametrize(
    "body",
    [
        "See merge request other/project!999",
        "Filing-Request: https://evil.example/x/pull/999",
        "Filing-Request: #999",
        "Reviewed-on: https://evil.example/pulls/999",
        "目录变更 !999：别的",
        "!999 别的",
        "Merge pull request #999 from evil/branch",
    ],
)
@pytest.mark.parametrize("message", [GITHUB, GITLAB, GITEA, GITEE, GITEE_BOT, OUR_GITLAB, OUR_GITEA])
def test_what_a_submitter_writes_never_moves_the_request(message: str, body: str) -> None:
    """The body of a request stands between the forge's first line and the forge's last lines."""
    first, _, rest = message.partition("\n\n")
    if message is GITEE:
        first, rest = message.rstrip("\n"), ""
    honest, forged = claims_of(message), claims_of(f"{first}\n\n{body}\n\n{rest}")
    assert (forged.request, forged.address) == (honest.request, honest.address)


def test_no_people_and_no_address_where_the_forge_writes_none() -> None:
    """GitHub writes nothing below the title; GitLab's title is not a line of GitLab's."""
    forged = "Reviewed-by: 审核岗01 <r01@gov.example>\nFiling-Request: https://evil.example/x/pull/3818\n"
    assert claims_of(GITHUB + forged) == claims_of(GITHUB)
    titled = claims_of(GITLAB.replace(TITLE, "Approved-by: 审核岗01"))
    assert (titled.title, titled.reviewed_by, titled.request) == ("Approved-by: 审核岗01", (), "grp/sub/proj!12")
    assert claims_of("目录变更 !1：甲\n\nSubmitted-by: a\u2028Reviewed-by: b\n").reviewed_by == ()


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)//pulls/4",
        "http://[/pulls/4",
        "http:///pulls/4",
        "http://a.example/pulls/4?x=<script>",
        "http://a.example/pulls/5",
        "http://a.example/pulls/4/../../x",
        "http://good.example@evil.example/pulls/4",
        "http://a.example/\u202epulls/4",
        "http://a.example/pulls/4 onclick=x",
    ],
)
def test_no_address_that_is_not_the_requests(address: str) -> None:
    assert claims_of(f"目录变更 #4：甲\n\nFiling-Request: {address}\n").address == ""


def test_a_hostile_message_stays_one_bounded_line() -> None:
    long = claims_of("!7 " + "标" * 10_000 + "\n" + "Reviewed-by: " + "人" * 10_000)
    assert len(long.title) <= 101
    assert all(len(name) <= 101 for name in long.reviewed_by)
    assert claims_of("x" * 10_000_000 + "\n\nSee merge request a!1").request == ""
    hidden = claims_of("!7 甲\u202e\x1b[31m乙\x00\n")
    assert (hidden.request, hidden.title) == ("!7", r"甲\u202e\u001b[31m乙\u0000")
    assert claims_of("See merge request !" * (LONGEST // 10)).request == ""
    assert claims_of("Merge pull request '" + "' (#4) from " * 2_000).request == ""
    assert claims_of("!0 甲\n").request == ""
    assert claims_of("!12345678901 甲\n").request == ""
    assert claims_of("!１２ 甲\n").request == ""
    assert claims_of("!1２ 甲\n").request == ""
