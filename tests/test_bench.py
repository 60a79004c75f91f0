"""The harness measures what it says, and its page says what was measured. How long anything takes is never asserted."""

import json
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest

from generator import check
from generator.form import canonical
from tests.bench import __main__ as main_module
from tests.bench import rows as rows_module
from tests.bench.__main__ import figures_of, run
from tests.bench.machine import _said
from tests.bench.measure import CommandError, cost_of, seen
from tests.bench.page import PAGE, with_tables
from tests.bench.peers import hugo_site, mkdocs_site
from tests.bench.profile import room_of, rooms
from tests.bench.registers import Measured, register_of
from tests.bench.rows import MULU, NO_HUGO, ROWS, Bench, BenchError, left_out, room
from tests.bench.search import QUERIES, queries, report
from tests.bench.tables import page_tables, plain_table
from tests.conftest import REPOSITORY

RESOURCES = 20


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    """A register of twenty resources, made once."""
    return register_of(tmp_path_factory.mktemp("registers"), RESOURCES, 6, 4)


@pytest.fixture(scope="module")
def bench(small: Measured, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A folder with a built site of the register."""
    bench = Bench(small, tmp_path_factory.mktemp("bench"))
    bench.have_site()
    return bench


def python(*lines: str) -> list[str]:
    return [sys.executable, "-c", "\n".join(lines)]


def _files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file() and not file.is_symlink()]


def _bytes(files: list[Path]) -> int:
    return sum(file.stat().st_size for file in files)


def _digests(site: Path) -> dict[str, str]:
    folder = site.resolve()
    return {str(file.relative_to(folder)): sha256(file.read_bytes()).hexdigest() for file in _files(folder)}


# What a command costs.


def test_what_was_written_is_counted_and_what_was_only_linked_is_not(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    for name in ("left", "again"):
        (tree / name).write_text("before")
    cost = cost_of(
        python(
            "import os, pathlib",
            "pathlib.Path('tree/new/deep').mkdir(parents=True)",
            "pathlib.Path('tree/new/deep/one').write_text('12345')",
            "pathlib.Path('tree/again').write_text('123')",
            "os.link('tree/left', 'tree/new/left')",
        ),
        tmp_path,
        writes=tree,
    )
    assert (cost.files, cost.bytes) == (2, 8)


def test_memory_and_processor_time_are_those_of_all_processes(tmp_path: Path) -> None:
    busy = (
        "import time; held = bytearray(60_000_000); end = time.process_time() + .3\nwhile time.process_time() < end: 1"
    )
    cost = cost_of(
        python(
            "import subprocess, sys",
            f"two = [subprocess.Popen([sys.executable, '-c', {busy!r}]) for _ in range(2)]",
            "[one.wait() for one in two]",
        ),
        tmp_path,
    )
    assert cost.memory > 120_000_000
    assert cost.cpu >= 0.6 > cost_of(python("'no work at all'"), tmp_path).cpu


def test_a_command_that_ends_otherwise_is_no_figure(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="ended with 3:\nwhat was wrong"):
        cost_of(python("print('what was wrong')", "raise SystemExit(3)"), tmp_path)


# The register and what is done to it.


def test_a_register_is_made_once_and_begins_as_it_was_made(small: Measured) -> None:
    made = small.git("rev-parse", "main")
    code = small.change(1)
    assert small.git("rev-list", "--count", "--first-parent", f"{made}..main") == "1"
    verify = [MULU, "verify", "--root", str(small.root), "--baseline", small.baseline, "--today", str(small.day)]
    said = subprocess.run(verify, capture_output=True, text=True, check=True)
    assert "共 8 次提交：初始导入 1 次，签名证明 7 次" in said.stdout + said.stderr
    assert small.git("status", "--porcelain") == ""
    (changed,) = small.git("diff", "--name-only", made, "main").splitlines()
    assert f"资源代码: {code}\n" in small.git("show", f"main:{changed}")
    again = register_of(small.root.parent, RESOURCES, 6, 4)
    assert again == small
    assert again.git("rev-parse", "main") == made
    assert len(list(small.root.parent.iterdir())) == 1


def test_a_request_stands_beside_the_main_line(small: Measured) -> None:
    main = small.git("rev-parse", "main")
    code, request = small.request(2)
    assert small.git("rev-parse", "main", f"{request}^").split() == [main, main]
    assert small.git("status", "--porcelain") == ""
    assert f"资源代码: {code}" in small.git("grep", "-h", "资源代码", request)


# The rows.


def test_our_rows_measure_what_they_say(bench: Bench) -> None:
    found = figures_of(bench.register, bench.folder, 1, ["full", "cp", "check", "review", "help"])
    assert (found["resources"], found["merges"], found["left out"]) == (RESOURCES, 6, {})
    costs = {name: cost for name, (cost,) in found["rows"].items()}
    site = _files(bench.out.resolve())
    assert (costs["cp"]["files"], costs["cp"]["bytes"]) == (len(site), _bytes(site))
    built = _files(bench.trees)
    assert (costs["full"]["files"], costs["full"]["bytes"]) == (len(built), _bytes(built))
    assert found["pages"] == sum(file.suffix == ".html" for file in site) > RESOURCES
    assert [name for name, cost in costs.items() if cost["files"] == 0] == ["check", "review", "help"]
    assert all(cost[key] > 0 for cost in costs.values() for key in ("wall", "cpu"))
    del costs["cp"]  # of so few files it may end before it is looked at
    assert all(cost["memory"] > 0 for cost in costs.values())


def test_each_change_that_is_built_is_another_one(bench: Bench) -> None:
    bench.changes = 2
    before = _digests(bench.out)
    found = ROWS["one"].measure(bench)
    after = _digests(bench.out)
    changed = {path for path in after if before.get(path) != after[path]}
    assert bench.changes == 3
    (file,) = bench.register.git("diff", "--name-only", "main~1", "main").splitlines()
    code = bench.register.git("grep", "-h", "^资源代码", "main", "--", file).split()[-1]
    assert f"resources/{code}/index.html" in changed
    assert found.files >= len(changed)


def test_nothing_that_was_built_is_deleted_while_rows_are_measured(
    small: Measured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_module, "hugo_site", lambda *_, **__: 0)
    monkeypatch.setattr(rows_module, "HUGO", "true")
    bench = Bench(small, tmp_path)
    before = seen(tmp_path)
    for name in ("full", "cp", "hugo") * 2:
        ROWS[name].measure(bench)
        assert before <= seen(tmp_path)
        before = seen(tmp_path)
    sites = [seen(site.resolve()) for site in tmp_path.glob("ours-*/site")]
    copies = [seen(copy) for copy in tmp_path.glob("copy-*")]
    assert [len(site) for site in sites] == [len(copy) for copy in copies] == [len(sites[0])] * 2
    assert len(list(tmp_path.glob("hugo-*"))) == 2


def test_where_there_is_no_room_nothing_is_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert room(10_000, 3, ["cp", "mkdocs"]) == 10_000_000 * (10 + 3 * (120 + 120 + 20))  # and our site, to be copied
    assert room(100_000, 1, ["cp", "mkdocs"]) == 100_000_000 * (120 + 120)
    usage = SimpleNamespace(free=1_000_000 * 3 * 240 - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    monkeypatch.setattr(main_module, "register_of", lambda *_: pytest.fail("begun"))
    with pytest.raises(BenchError, match=r"has 0\.7 GB free, and about 0\.7 GB are needed"):
        run([1_000], 3, ["cp"], tmp_path, tmp_path / "figures.json")
    usage.free += 1
    with pytest.raises(pytest.fail.Exception, match="begun"):
        run([1_000], 3, ["cp"], tmp_path, tmp_path / "figures.json")


@pytest.mark.parametrize("keep", [False, True])
def test_what_was_built_is_deleted_at_the_end_unless_it_is_to_be_kept(
    small: Measured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], keep: bool
) -> None:
    monkeypatch.setattr(main_module, "register_of", lambda *_: small)
    places = ["--folder", str(tmp_path / "built"), "--figures", str(tmp_path / "figures.json")]
    command = ["bench", "--sizes", "20", "--repeat", "1", "--only", "help", *places, *["--keep"] * keep]
    monkeypatch.setattr(sys, "argv", command)
    assert main_module.main() == 0
    assert bool(_files(tmp_path / "built")) == keep
    found = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    assert [list(size["rows"]) for size in found["sizes"]] == [["help"]]
    kind = _said("df", "--output=fstype", str(tmp_path)).split()[-1]
    assert found["machine"]["files on"] in (kind, f"{kind} with a journal", f"{kind} without a journal")
    assert "20 resources, 6 merges" in capsys.readouterr().out


def test_a_page_that_did_not_change_is_no_figure(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.have_site()
    monkeypatch.setattr(Bench, "building", lambda _: python("'the site stays as it is'"))
    with pytest.raises(BenchError, match="did not change"):
        ROWS["one"].measure(bench)


def test_a_builder_that_leaves_pages_out_is_no_figure(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_module, "HUGO", "true")
    with pytest.raises(BenchError, match=r"hugo-resources wrote 0 pages of \d+"):
        ROWS["hugo-resources"].measure(bench)
    found = figures_of(bench.register, tmp_path, 2, ["hugo-resources", "help"])
    assert found["left out"] == {"hugo-resources": "Hugo, resource pages only failed"}
    assert [(name, len(costs)) for name, costs in found["rows"].items()] == [("help", 2)]


def test_what_is_missing_is_said_and_left_out(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(rows_module, "HUGO", "no-such-builder")
    found = figures_of(bench.register, bench.folder, 1, ["help", "hugo"])
    assert list(found["rows"]) == ["help"]
    assert found["left out"] == {"hugo": NO_HUGO}
    assert "sudo apt-get install hugo" in capsys.readouterr().err
    assert list(dict(left_out(100_000))) == ["hugo", "hugo-resources", "mkdocs"]


def test_hugo_gets_every_page_as_it_stands(bench: Bench, tmp_path: Path) -> None:
    bench.have_site()
    pages = list(bench.out.resolve().rglob("*.html"))
    assert hugo_site(bench.out.resolve(), tmp_path / "hugo") == len(pages)
    contents = list((tmp_path / "hugo/content").rglob("*.html"))
    assert len(contents) == len(pages)
    assert not (tmp_path / "hugo/content/index.html").exists()  # Hugo would take all pages for its attachments
    page = next(bench.out.resolve().glob("resources/*/*/index.html"))
    code = page.parent.relative_to(bench.out.resolve() / "resources")
    content = (tmp_path / f"hugo/content/resources/{code}.html").read_text(encoding="utf-8")
    front, _, article = content.partition("\n")
    text = page.read_text(encoding="utf-8")
    assert article.rstrip("\n") in text
    assert f"<title>{json.loads(front)['title']} - 大登记册</title>" in text
    frame = (tmp_path / "hugo/layouts/_default/single.html").read_text(encoding="utf-8")
    assert frame.count("{{ .Content }}") == 1
    assert len(frame) + len(article) > 0.9 * len(text)


def test_mkdocs_gets_every_resource(bench: Bench, tmp_path: Path) -> None:
    count = mkdocs_site(bench.register.root, tmp_path / "mkdocs")
    pages = list((tmp_path / "mkdocs/docs/resources").rglob("*.md"))
    assert len(pages) == count
    texts = [page.read_text(encoding="utf-8") for page in pages]
    assert all("## 信息项" in text for text in texts)


# The page.


def cost(wall: float, memory: int = 2**28, files: int = 0) -> dict[str, float]:
    return {"wall": wall, "cpu": 2 * wall, "memory": memory, "files": files, "bytes": 1_500_000 if files else 0}


FIGURES = {
    "machine": {"date": "2026-11-25", "processor": "a processor", "cores": "2"},
    "repeat": 3,
    "sizes": [
        {
            "resources": 10_000,
            "merges": 3_000,
            "pages": 31_234,
            "page bytes": 812_300_000,
            "rows": {
                "full": [cost(9, files=70_000), cost(13, files=70_000), cost(10, 2**30, files=70_000)],
                "nothing": [cost(0.5)],
                "hugo": [cost(8), cost(8), cost(7)],
            },
            "left out": {"mkdocs": "it was not there"},
        }
    ],
}


def test_the_page_says_what_was_reached_and_what_was_missed_by_how_much() -> None:
    tables = page_tables([FIGURES])
    assert "| full build against Hugo, all our pages | 10,000 | ≤ 1.30 | 1.25 | reached |" in tables
    assert "| nothing changed | 10,000 | ≤ 1.00 s | 0.50 s | reached |" in tables
    assert "| one file changed | 10,000 | ≤ 1.50 s |  | not measured |" in tables
    assert "| memory of the full build | 10,000 | ≤ 0.70 GiB | 0.25 GiB | reached |" in tables
    assert "| our build from nothing | 10.00 | 20.00 | 256 | 70,000 | 1.5 |" in tables
    assert "Our site has 31,234 HTML pages, 812.3 MB together." in tables
    assert "Left out: it was not there." in tables
    said = "10,000 resources: measured on 2026-11-25, medians of 3, ratios within one run. processor: a processor"
    assert tables.startswith(f"{said}; cores: 2.\n\n### Against the targets")
    assert page_tables([json.loads(json.dumps(FIGURES))]) == tables
    slower = json.loads(json.dumps(FIGURES))
    slower["sizes"][0]["rows"]["hugo"] = [cost(5)]
    assert "| ≤ 1.30 | 2.00 | **missed by 0.70** (54%) |" in page_tables([slower])
    larger = {**slower, "repeat": 1, "sizes": [{**slower["sizes"][0], "resources": 100_000}]}
    both = page_tables([FIGURES, larger])
    assert both.startswith(said)
    assert "\n\n100,000 resources: measured on 2026-11-25, once, ratios" in both
    assert "| nothing changed | 10,000 | ≤ 1.00 s | 0.50 s | reached |\n| nothing changed | 100,000 |" in both
    assert "our build from nothing" in plain_table(slower["sizes"][0])


def test_the_page_names_the_queries_that_cost_too_much() -> None:
    asked = [
        {"query": "工程", "files": 7, "bytes": 90_000, "seconds": 0.03},
        {"query": "登记", "files": 9, "bytes": 130_000, "seconds": 0.01},
    ]
    tables = page_tables([FIGURES], [{"resources": 10_000, "queries": asked}])
    assert "| 10,000 | first query, files | 8.0 | 9.0 |  |  |" in tables
    assert "| 10,000 | first query, KB | 110.0 | 130.0 | ≤ 120 | 1 of 2: 登记 |" in tables
    assert "| 10,000 | next query, ms | 20.0 | 30.0 | ≤ 50 | 0 of 2 |" in tables


def test_the_tables_take_the_place_between_the_markers() -> None:
    page = PAGE.read_text(encoding="utf-8")
    written = with_tables(page, "the tables\n")
    assert written == with_tables(written, "the tables\n")
    assert written.startswith(page[: page.index("<!-- figures")])
    assert written.endswith(page[page.index("<!-- end of figures") :])
    with pytest.raises(ValueError, match="no markers"):
        with_tables("a page without", "the tables\n")


# The profile.


def test_a_profile_puts_every_function_into_its_room() -> None:
    assert room_of((check.__file__, 1, "checked")) == "check"
    assert room_of((canonical.__file__, 1, "canonical")) == "form"
    assert room_of((str(REPOSITORY / "site_templates/bodies/resource.html"), 1, "root")) == "site_templates"
    assert room_of((json.__file__, 1, "dumps")) == "(json)"
    assert room_of((pytest.__file__, 1, "raises")) == "(pytest)"
    assert room_of(("~", 0, "<built-in method builtins.len>")) == ""


def test_what_is_built_in_counts_for_its_caller() -> None:
    ours, built_in = (check.__file__, 1, "checked"), ("~", 0, "len")
    stats = {ours: (1, 1, 0.5, 2.0, {}), built_in: (1, 1, 0.25, 0.25, {ours: (1, 1, 0.25, 0.25)})}
    assert rooms(stats) == {"check": 0.75}


# The search.


def test_queries_are_many_and_of_all_sorts() -> None:
    asked = queries()
    assert len(asked) == len({query for _, query in asked}) == 89
    assert {sort for sort, _ in asked} == set(QUERIES)
    assert ("several words", "粮食 备案 第010局") in asked


def test_the_search_reports_what_cost_too_much() -> None:
    cheap = {"sort": "name", "query": "工程", "files": 7, "bytes": 9_000, "kinds": {"grams": 9_000}, "seconds": 0.01}
    dear = {**cheap, "query": "登记", "files": 9, "bytes": 130_000, "kinds": {"grams": 130_000}}
    said = report(10_000, [cheap, dear])
    assert "over 120 KB or 50 ms: 1\n  登记: 130.0 KB in 9 files (grams 130.0), 10.0 ms\n" in said
    assert "over 200 KB or 50 ms: 0\n" in report(100_000, [cheap, dear])
