"""A large repository, the same for the same numbers: an import of resources, then signed merges that change some.

Made by one `git fast-import`; then every merge is signed and the line rewritten on top of it through one pack.
About one change in twenty is a rename, a retirement, or a deletion followed by a restoration.
"""

import hashlib
import struct
import subprocess
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random
from zlib import crc32

from generator.approval.sshsig import public_text, signature_over
from tests.conftest import MINIMAL
from tests.stories.story import key_of

BEGAN_AT = 1_767_578_400
BETWEEN = 4 * 3600
CYCLES = ("实时", "每日", "每周", "每月", "每季度", "每半年", "每年")
REVIEWER = "审核岗01"


def _pairs(signs: str) -> list[str]:
    return [signs[place : place + 2] for place in range(0, len(signs), 2)]


FIELDS = _pairs("工程渔业种苗矿产公路水文医师药品校车食盐档案气象房产林权船舶电梯捐赠版权邮政测绘粮食")
MATTERS = _pairs("许可处罚检查登记备案投诉培训补助评审监测鉴定")
THINGS = _pairs("单位项目人员设备场所合同批次")
KINDS = _pairs("名录台账结果公示统计")
ITEM_NAMES = _pairs("名称地址状态类别等级面积数量金额来源用途型号产地批号单价期限结论依据经办备注坐标周期")


@dataclass(slots=True)
class Resource:
    """One made-up resource: its place and what changes about it."""

    department: int
    number: int
    cycle: int = 1
    items: int = 8
    edition: int = 0
    renamed: int = 0
    is_retired: bool = False

    @property
    def path(self) -> str:
        suffix = f"（{self.renamed}）" if self.renamed else ""
        return f"catalogues/department/{unit(self.department)}/{self.name}{self.number:05}{suffix}.yml"

    @property
    def name(self) -> str:
        """A name of its own among the first eight thousand of a department."""
        rest, words = self.number // 100, ""
        for choice in (FIELDS, MATTERS, THINGS, KINDS):
            words += choice[rest % len(choice)]
            rest //= len(choice)
        return f"{words}信息"

    @property
    def item_names(self) -> Iterator[str]:
        """Items come together by chance, but one resource in a hundred has those of the one before."""
        alike = self.number - (self.number % 100 == 0)
        found = dict.fromkeys(_by_chance(b"%d %d" % (alike, place)) for place in range(2 * self.items))
        return islice(found, self.items)

    @property
    def text(self) -> str:
        items = "".join(
            f"  - 名称: {name}\n    数据类型: 字符型C\n    长度: {20 + number}\n"
            for number, name in enumerate(self.item_names)
        )
        end = "状态: 已注销\n注销:\n  理由: 职能调整，不再产生数据\n" if self.is_retired else ""
        return (
            f"资源名称: {self.name}\n"
            f"资源代码: 307{self.department:03}/{self.number:06}\n提供方: {unit(self.department)}\n"
            f"采集方:\n  - {unit(self.department)}\n"
            f"摘要: 由{unit(self.department)}在履行职责中形成，用于登记、监管和查询，第 {self.edition} 次修订。\n"
            f"格式:\n  - 分类: 数据库\n    类型: KingbaseES\n信息项:\n{items}"
            "共享类型: 无条件共享\n使用范围: 各级政务部门\n共享方式:\n  - 分类: 共享平台\n    类型: 接口\n"
            f"开放类型: 无条件开放\n更新周期: {CYCLES[self.cycle]}\n{end}"
        )


def _by_chance(what: bytes) -> str:
    found, words = crc32(what), ""
    for choice in (FIELDS, MATTERS, ITEM_NAMES):
        found, one = divmod(found, len(choice))
        words += choice[one]
    return words


def unit(department: int) -> str:
    """The short name of a made-up department."""
    return f"第{department:03}局"


@dataclass
class Made:
    """The stream for `git fast-import`, being written."""

    random: Random
    resources: list[Resource]
    departments: int
    gone: dict[int, Resource] = field(default_factory=dict)

    def stream(self, merges: int) -> Iterator[bytes]:
        yield _commit("main", 1, None, BEGAN_AT, REVIEWER, "reviewer01@authority.example", "初始导入\n")
        for path, text in _frame(self.departments):
            yield _file(path, text)
        for resource in self.resources:
            yield _file(resource.path, resource.text)
        tip = 1
        for number in range(1, merges + 1):
            at = BEGAN_AT + number * BETWEEN
            department = self.random.randrange(1, self.departments + 1)
            changes = b"".join(self.changes(department))
            clerk = (f"{unit(department)}编目员", f"clerk@d{department:03}.example")
            yield _commit("change", tip + 1, tip, at - 3600, *clerk, "修改目录\n") + changes
            message = f"Merge branch 'x' into 'main'\n\n修改目录\n\nSee merge request catalogue/register!{number}\n"
            who = (REVIEWER, "reviewer01@authority.example")
            yield _commit("main", tip + 2, tip, at, *who, message, merged=tip + 1) + changes
            tip += 2

    def changes(self, department: int) -> Iterator[bytes]:
        mine = self.resources[department - 1 :: self.departments]
        for resource in self.random.sample(mine, min(len(mine), self.random.randrange(2, 9))):
            if resource.number in self.gone:
                del self.gone[resource.number]
                yield _file(resource.path, resource.text)
                continue
            match self.random.randrange(60):
                case 0:
                    yield f"D {_quoted(resource.path)}\n".encode()
                    resource.renamed += 1
                case 1:
                    resource.is_retired = not resource.is_retired
                case 2:
                    self.gone[resource.number] = resource
                    yield f"D {_quoted(resource.path)}\n".encode()
                    continue
                case _:
                    resource.cycle = self.random.randrange(len(CYCLES))
                    resource.items = max(3, resource.items + self.random.choice((-1, 0, 1)))
            resource.edition += 1
            yield _file(resource.path, resource.text)


def make(root: Path, resources: int = 10_000, merges: int = 3_000, departments: int = 100) -> str:
    """Write the repository to `root`; gives back its baseline."""
    root.mkdir(parents=True)
    _git(root, "init", "--quiet", "--initial-branch", "main")
    listed = [Resource(number % departments + 1, number + 1, items=5 + number % 13) for number in range(resources)]
    made = Made(Random(809), listed, departments)
    importing = subprocess.Popen(["git", "-C", str(root), "fast-import", "--quiet"], stdin=subprocess.PIPE)
    assert importing.stdin
    for part in made.stream(merges):
        importing.stdin.write(part)
    importing.stdin.close()
    assert importing.wait() == 0
    _sign(root)
    _git(root, "reset", "--quiet", "--hard")
    return _git(root, "rev-list", "--max-parents=0", "main").decode().strip()


def _sign(root: Path) -> None:
    """Every merge of main signed, everything above it rewritten, as one pack."""
    ids = _git(root, "rev-list", "--topo-order", "--reverse", "main").split()
    raw = _git(root, "cat-file", "--batch", text=b"\n".join(ids) + b"\n")
    key, place = key_of(REVIEWER), 0
    new_of: dict[bytes, bytes] = {}
    objects: list[bytes] = []
    for old in ids:
        end = raw.index(b"\n", place)
        size = int(raw[place:end].split()[2])
        body = raw[end + 1 : end + 1 + size]
        place = end + 2 + size
        head, gap, message = body.partition(b"\n\n")
        lines = [b"parent " + new_of[line[7:]] if line.startswith(b"parent ") else line for line in head.split(b"\n")]
        body = b"\n".join(lines) + gap + message
        if sum(line.startswith(b"parent ") for line in lines) > 1:
            signature = signature_over(body, key).replace("\n", "\n ").encode()
            body = b"\n".join([*lines, b"gpgsig " + signature]) + gap + message
        new_of[old] = hashlib.sha1(b"commit %d\0" % len(body) + body).hexdigest().encode()
        objects.append(body)
    pack = b"PACK" + struct.pack(">II", 2, len(objects)) + b"".join(map(_packed, objects))
    _git(root, "unpack-objects", "-q", text=pack + hashlib.sha1(pack).digest())
    _git(root, "update-ref", "refs/heads/main", new_of[ids[-1]].decode())
    _git(root, "update-ref", "-d", "refs/heads/change")
    _git(root, "repack", "-q", "-a", "-d")


def _packed(body: bytes) -> bytes:
    """A commit as a pack holds it: type and size, seven bits a byte, then the deflated content."""
    size, first = len(body) >> 4, (1 << 4) | (len(body) & 15)
    header = bytearray([first | (128 if size else 0)])
    while size:
        header.append((size & 127) | (128 if size >> 7 else 0))
        size >>= 7
    return bytes(header) + zlib.compress(body, 1)


def _frame(departments: int) -> Iterator[tuple[str, str]]:
    """The register's own files."""
    path = "catalogues/legal-bases.yml"
    yield path, (MINIMAL / path).read_text(encoding="utf-8")
    details = "".join(
        f"          - 代码: {number:03}\n            名称: {unit(number)}\n" for number in range(1, departments + 1)
    )
    yield (
        "catalogues/classification.yml",
        "类:\n  - 代码: 3\n    名称: 部门信息资源\n    项:\n"
        "      - 代码: 07\n        名称: 省（自治区、直辖市）及其下各级\n"
        f"        目:\n{details}格式:\n  - 分类: 数据库\n    类型:\n      - KingbaseES\n",
    )
    yield (
        "catalogues/authority.yml",
        "主管部门: 省政府办公厅\n行政区划: 430000\n目录名称: 大登记册\n规则集:\n  - hunan-2021\n审核人:\n"
        f"  - 岗位: {REVIEWER}\n    单位: 省政府办公厅\n"
        f"    公钥: {public_text(key_of(REVIEWER))}\n    起: 2026-01-01\n",
    )
    listed = "".join(
        f"  - 简称: {unit(number)}\n    全称: 湖南省{unit(number)}\n    行政区划: 430000\n    类型: 行政机关\n"
        f'    提交账号:\n      - "@d{number:03}.example"\n'
        for number in range(1, departments + 1)
    )
    office = "  - 简称: 省政府办公厅\n    全称: 湖南省人民政府办公厅\n    行政区划: 430000\n    类型: 行政机关\n"
    yield "catalogues/organisations.yml", "部门:\n" + office + listed
    for number in range(1, departments + 1):
        yield (
            f"catalogues/department/{unit(number)}/catalogue.yml",
            f"目录名称: {unit(number)}目录\n牵头部门: {unit(number)}\n目录说明: 收录本局信息资源。\n复核周期: 每半年\n",
        )


def _commit(
    branch: str, mark: int, parent: int | None, at: int, name: str, email: str, message: str, merged: int | None = None
) -> bytes:
    said = message.encode()
    lines = [
        f"commit refs/heads/{branch}",
        f"mark :{mark}",
        f"author {name} <{email}> {at} +0800",
        f"committer {name} <{email}> {at} +0800",
        f"data {len(said)}",
    ]
    parents = (f"from :{parent}\n" if parent else "") + (f"merge :{merged}\n" if merged else "")
    return "\n".join(lines).encode() + b"\n" + said + parents.encode()


def _file(path: str, text: str) -> bytes:
    raw = text.encode()
    return f"M 100644 inline {_quoted(path)}\ndata {len(raw)}\n".encode() + raw + b"\n"


def _quoted(path: str) -> str:
    return f'"{path}"'


def _git(root: Path, *arguments: str, text: bytes = b"") -> bytes:
    return subprocess.run(["git", "-C", str(root), *arguments], input=text, capture_output=True, check=True).stdout
