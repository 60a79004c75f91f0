"""The story told: requests in the order of their days, as branches and signed merges in a repository's objects."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct, field

from generator.approval.sshsig import signature_over
from generator.demo import growth, laws, ledger, office, turns, wrongs
from generator.demo.cast import (
    CULTURE,
    DATA_BUREAU,
    EXPIRED,
    FORGED,
    JOINED,
    OFFICE,
    ROTATED,
    Account,
    Cast,
    Reviewer,
    clerk,
)
from generator.demo.days import Days
from generator.demo.files import Data, Files, files_from, text_of
from generator.demo.laws import Numbers
from generator.demo.messages import README, change_message, merge_message
from generator.demo.plot import Fault, Request
from generator.source.folder import SourceFile
from generator.source.history import CHINA
from generator.source.pack import Objects, Signature, commit_payload, signed_commit, tag_payload

MOST_BEHIND = 4
"""How many merges a branch may begin before the tip of main."""
SIGNED_BY_PLATFORM = 9
"""One ordinary merge in so many is made on the platform's pages, once it has a key."""


class State(Struct, frozen=True):
    """One commit of main: its id, when, and the files after it."""

    commit: str
    at: datetime
    files: Files


class Told(Struct, frozen=True):
    """A repository to be written: its objects and references, the baseline, and what happened in it."""

    objects: Objects
    references: dict[str, str]
    baseline: str
    requests: int
    units: int
    faults: dict[str, Fault]


def told(sample: Iterable[SourceFile], last: date, seed: int = 0) -> Told:
    """The whole story from the sample register; the same sample, day and seed give the same ids.

    Raises `OperatorError` when the day is too early for the laws the sample cites, or the sample cannot be read.
    """
    cast = Cast(Days(last), seed)
    files = files_from(sample)
    requests = sorted(_requests(files, cast), key=lambda request: request.on)
    telling = _Telling(cast)
    telling.imported(files)
    first = office.baseline(telling.main[-1].commit)
    for request in (first, *requests):
        telling.tell(request)
    telling.freeze_editions()
    units = {request.unit for request in requests}
    return Told(telling.objects, telling.references, telling.imports, len(requests) + 1, len(units), telling.faults)


def _requests(files: Files, cast: Cast) -> Iterator[Request]:
    """Take the files back to the story's beginning; gives what happens from there on."""
    days = cast.days
    punishments = files.basis(office.PUNISHMENTS)
    growth.in_the_past(files, days)
    laws.before_the_reform(files, days)
    office.before_the_story(files, cast)
    yield from turns.turned(files, days)
    yield from growth.held_back(files, days)
    yield from growth.new_regulation(files)
    yield from growth.grown(files)
    yield from growth.reviewed(files, days)
    numbers = Numbers()
    yield from office.officiated(cast, punishments)
    yield from laws.reformed(days, numbers)
    yield from laws.amended(files, days, numbers)
    yield from ledger.told(days, numbers)
    yield from wrongs.wronged()


class _Telling(Struct, dict=True):
    """The repository as far as it has been told."""

    cast: Cast
    objects: Objects = field(default_factory=Objects)
    main: list[State] = field(default_factory=list)
    references: dict[str, str] = field(default_factory=dict)
    faults: dict[str, Fault] = field(default_factory=dict)
    imports: str = ""
    number: int = 0
    _blobs: dict[int, tuple[Data, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = Random(f"mulu demo {self.cast.seed}")
        self.readme = self.objects.add("blob", README.encode())

    def imported(self, files: Files) -> None:
        """The first import, in three commits that nobody reviewed."""
        author = clerk(OFFICE)
        parts = (
            ("初始导入：主管部门文件、部门、依据文件和分类表", lambda path: path.count("/") == 1),
            ("初始导入：基础目录和主题目录", lambda path: not path.startswith("catalogues/department/")),
            ("初始导入：部门目录", lambda path: True),
        )
        for title, is_there in parts:
            part = Files({path: data for path, data in files.items() if is_there(path)})
            at = self._later(self.cast.days.on(0))
            parents = tuple(state.commit for state in self.main[-1:])
            self._moved(self._commit(part, parents, author, author, at, f"{title}\n"), at, part)
        self.imports = self.main[-1].commit

    def tell(self, request: Request) -> None:
        """One change request: its branch, its merge, or what came instead."""
        at = self._later(self.cast.days.on(request.on))
        submitter = clerk(request.unit, self.chance.randint(1, 2))
        base, files, merged = self._branched(request)
        if request.fault is Fault.PUSHED:
            pushed = self._commit(merged, (self.main[-1].commit,), submitter, submitter, at, change_message(request))
            self._moved(pushed, at, merged, request.fault)
            return
        self.number += 1
        made_at = self._made_at(base, at)
        head = self._commit(files, (base.commit,), submitter, submitter, made_at, change_message(request))
        reviewer = self._reviewer(request)
        if request.fault is Fault.SELF_APPROVED:
            for state in (files, merged):
                wrongs.reworded(state)
            account = reviewer.account
            made_at += timedelta(minutes=1)
            head = self._commit(files, (head,), submitter, account, made_at, "补充关联资源代码\n")
        if request.smuggled:
            request.smuggled(merged)
        message = merge_message(request, self.number, submitter, reviewer)
        committer, key = reviewer.account, reviewer.key
        if self._is_on_platform(request):
            committer, key = Account(self.cast.platform.post, "noreply@git.hunan.example"), self.cast.platform.key
        parents = (self.main[-1].commit, head)
        signing = None if request.fault is Fault.UNSIGNED else key
        merge = self._commit(merged, parents, reviewer.account, committer, at, message, signing)
        self._moved(merge, at, merged, request.fault)

    def freeze_editions(self) -> None:
        """Two editions: signed tags of what main was at the end of a quarter, the second naming the first."""
        quarters = self.cast.days.quarters()
        earlier = ""
        for name, day in (quarters[0], quarters[-1]):
            state = [state for state in self.main if state.at.date() < day][-1]
            count = sum(1 for _ in state.files.resources())
            message = f"湖南省政务信息资源目录 {name}\n\n冻结本版次，共 {count} 项资源。\n"
            message += f"\nPrevious-Edition: {earlier}\n" if earlier else ""
            earlier = self._tag(f"edition/{name}", state.commit, self.cast.days.after(day - timedelta(1), 1), message)

    def _tag(self, name: str, commit: str, on: date, message: str) -> str:
        post = self.cast.first_post
        tagger = Signature(post.account.name, post.account.email, datetime.combine(on, time(17, 30), CHINA))
        payload = tag_payload(commit, name, tagger, message)
        made = self.objects.add("tag", payload + f"{signature_over(payload, post.key)}\n".encode())
        self.references[f"refs/tags/{name}"] = made
        return made

    def _branched(self, request: Request) -> tuple[State, Files, Files]:
        """Where a request's branch begins, the files on it, and main's files with the same change.

        A branch begins behind main only where nothing it touches has changed since and no file goes away, so that
        merging it is what git itself would do.
        """
        tip = self.main[-1]
        merged = tip.files.copy()
        request.edit(merged)
        touched = [path for path in merged.keys() | tip.files.keys() if merged.get(path) is not tip.files.get(path)]
        behind = self.main[-1 - self.chance.randint(0, MOST_BEHIND) :][0]
        alike = all(path in merged and behind.files.get(path) is tip.files.get(path) for path in touched)
        if not alike or len(self.main) < 2 * MOST_BEHIND:
            return tip, merged.copy(), merged
        files = behind.files.copy()
        request.edit(files)
        return behind, files, merged

    def _reviewer(self, request: Request) -> Reviewer:
        """Who reviews: of another unit than the submitter, with a key that counts that day, except where at fault."""
        cast, on = self.cast, request.on
        match request.fault:
            case Fault.OWN_UNIT:
                return cast.third_post
            case Fault.EXPIRED_KEY:
                return cast.fourth_post
            case Fault.SELF_APPROVED | Fault.UNSIGNED | Fault.SMUGGLED:
                return cast.first_post
        if request.unit == OFFICE:
            return cast.third_post
        posts = [cast.first_post]
        posts += [cast.second_post(changed=on > ROTATED)] if abs(on - ROTATED) > 5 else []
        posts += [cast.fourth_post] if on < EXPIRED - 5 else []
        posts += [cast.fifth_post] if on > JOINED + 5 else []
        posts += [cast.third_post] if request.unit != DATA_BUREAU else []
        return self.chance.choice(posts)

    def _is_on_platform(self, request: Request) -> bool:
        ordinary = request.on > FORGED + 5 and not request.fault and request.unit not in (OFFICE, DATA_BUREAU, CULTURE)
        return ordinary and not self.chance.randrange(SIGNED_BY_PLATFORM)

    def _later(self, day: date) -> datetime:
        """A time of that day's office hours, after everything told so far."""
        at = datetime.combine(day, time(9), CHINA) + timedelta(minutes=self.chance.randint(5, 480))
        return max(at, self.main[-1].at + timedelta(minutes=3)) if self.main else at.replace(hour=9)

    def _made_at(self, base: State, at: datetime) -> datetime:
        """When the request was written: in office hours of that day or one shortly before, and after its base."""
        day = self.cast.days.after(at.date(), -self.chance.randint(0, 3))
        made_at = datetime.combine(day, time(8, 40), CHINA) + timedelta(minutes=self.chance.randint(0, 500))
        return min(max(made_at, base.at + timedelta(minutes=1)), at - timedelta(minutes=2))

    def _moved(self, commit: str, at: datetime, files: Files, fault: Fault | None = None) -> None:
        self.main.append(State(commit, at, files))
        self.references["refs/heads/main"] = commit
        if fault:
            self.faults[commit] = fault

    def _commit(
        self,
        files: Files,
        parents: tuple[str, ...],
        author: Account,
        committer: Account,
        at: datetime,
        message: str,
        key: Ed25519PrivateKey | None = None,
    ) -> str:
        tree = self.objects.tree({"README.md": self.readme, **{path: self._blob(path, files) for path in files}})
        by = Signature(author.name, author.email, at), Signature(committer.name, committer.email, at)
        payload = commit_payload(tree, parents, *by, message)
        return self.objects.add("commit", signed_commit(payload, signature_over(payload, key)) if key else payload)

    def _blob(self, path: str, files: Files) -> str:
        data = files[path]
        known = self._blobs.get(id(data))
        if known is None or known[0] is not data:
            known = self._blobs[id(data)] = data, self.objects.add("blob", text_of(data, path).encode())
        return known[1]
