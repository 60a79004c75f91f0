"""Who acts in the story: departments with their accounts, review posts and the platform with their throwaway keys."""

import hashlib
from datetime import date

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct

from generator.approval.sshsig import public_text
from generator.demo.days import Days
from generator.demo.files import Data

OFFICE, DATA_BUREAU = "省政府办公厅", "省数据局"
TOURISM, CULTURE = "省旅游发展局", "省文化和旅游厅"
"""The first is made up and ends in the story; the second takes over."""

DOMAINS = {
    OFFICE: "bgt",
    "省发展改革委": "fgw",
    "省教育厅": "jyt",
    "省科技厅": "kjt",
    "省工业和信息化厅": "gxt",
    "省公安厅": "gat",
    "省民政厅": "mzt",
    "省司法厅": "sft",
    "省财政厅": "czt",
    "省人力资源社会保障厅": "rst",
    "省自然资源厅": "zrzyt",
    "省生态环境厅": "sthjt",
    "省住房城乡建设厅": "zjt",
    "省交通运输厅": "jtt",
    "省水利厅": "slt",
    "省农业农村厅": "nynct",
    "省商务厅": "swt",
    CULTURE: "wlt",
    "省卫生健康委": "wjw",
    "省退役军人事务厅": "tyjrt",
    "省应急管理厅": "yjt",
    "省市场监管局": "scjgj",
    "省林业局": "lyj",
    "省统计局": "tjj",
    "省医保局": "ybj",
    "省药监局": "yjj",
    "省残联": "cl",
    DATA_BUREAU: "sjj",
    "省税务局": "swj",
    "省气象局": "qxj",
    "国网湖南电力": "gwdl",
    TOURISM: "lyfzj",
}
"""The mail domain of every organisation that submits."""
ZONE = "hunan.example"
PLATFORM = "目录管理平台"


class Account(Struct, frozen=True):
    """A name and a mail address on the platform."""

    name: str
    email: str


class Reviewer(Struct, frozen=True):
    """A review post with one key; days are those of the story, `ends` is the last on which the key counts."""

    post: str
    unit: str
    key: Ed25519PrivateKey
    starts_on: date
    ends_on: date | None = None
    duties: tuple[str, ...] = ("目录审核",)

    @property
    def account(self) -> Account:
        """Its account: one per post, whatever the key."""
        return Account(self.post, f"sh{self.post[-2:]}@shenhe.{ZONE}")

    @property
    def entry(self) -> Data:
        """Its entry in the authority file."""
        entry: Data = {"岗位": self.post, "单位": self.unit, "公钥": public_text(self.key), "起": f"{self.starts_on}"}
        entry |= {"止": f"{self.ends_on}"} if self.ends_on else {}
        return entry | {"职责": list(self.duties), "账号": [self.account.email]}


class Cast(Struct, frozen=True):
    """Everyone of one telling."""

    days: Days
    seed: int

    def key(self, name: str) -> Ed25519PrivateKey:
        """A throwaway key: known to whoever knows the seed, worth nothing outside the demonstration."""
        return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"mulu demo {self.seed} {name}".encode()).digest())

    @property
    def before(self) -> date:
        """The day from which the first keys count."""
        return self.days.after(self.days.first, -20)

    @property
    def first_post(self) -> Reviewer:
        """The post that also reviews the authority's own files."""
        return Reviewer("审核岗01", OFFICE, self.key("01"), self.before, duties=("目录审核", "主管部门文件"))

    def second_post(self, changed: bool = False) -> Reviewer:
        """The post whose key is rotated: with its old key, or its new one."""
        day = self.days.on(ROTATED)
        if changed:
            return Reviewer("审核岗02", OFFICE, self.key("02 new"), day)
        return Reviewer("审核岗02", OFFICE, self.key("02"), self.before)

    @property
    def third_post(self) -> Reviewer:
        """The post of the confirming unit: it reviews what the authority itself submits."""
        return Reviewer("审核岗03", DATA_BUREAU, self.key("03"), self.before, duties=("目录审核", "主管部门文件"))

    @property
    def fourth_post(self) -> Reviewer:
        """The post whose key has a last day from the beginning."""
        return Reviewer("审核岗04", OFFICE, self.key("04"), self.before, self.days.on(EXPIRED))

    @property
    def fifth_post(self) -> Reviewer:
        """The post that joins later."""
        return Reviewer("审核岗05", OFFICE, self.key("05"), self.days.on(JOINED))

    @property
    def platform(self) -> Reviewer:
        """The platform, which signs the merges made on its pages; listed as a forge, not as a reviewer."""
        return Reviewer(PLATFORM, "", self.key("platform"), self.days.on(FORGED))


def clerk(unit: str, number: int = 1) -> Account:
    """A clerk's account of a department."""
    return Account(f"{unit}编目员{number:02}", f"bianmu{number:02}@{DOMAINS[unit]}.{ZONE}")


FORGED, ROTATED, JOINED, EXPIRED = 150, 200, 280, 300
"""Days into the story on which the platform's key, a new key, a new post come, and on which a key ends."""
