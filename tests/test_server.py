"""The local server: this machine only, on a free port, the site's own page for what is not there, text compressed."""

import gzip
import socket
import threading
import urllib.error
import urllib.request
from pathlib import Path
from queue import Queue

import pytest

from generator.cli import run
from generator.publish.server import local_server, serve


def test_it_serves_the_site_on_this_machine_on_a_free_port(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("首页", encoding="utf-8")
    (tmp_path / "404.html").write_text("没有这个网页", encoding="utf-8")
    told = threading.Event()
    addresses: list[str] = []

    def announce(address: str) -> None:
        addresses.append(address)
        told.set()

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        threading.Thread(target=serve, args=(tmp_path, port, announce), daemon=True).start()
        assert told.wait(10)
        (address,) = addresses
        assert address.startswith("http://127.0.0.1:")
        assert address != f"http://127.0.0.1:{port}/"
        with urllib.request.urlopen(address, timeout=60) as answer:
            assert answer.read().decode() == "首页"
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{address}nowhere/", timeout=60)
        with refused.value as answer:
            assert (answer.code, answer.read().decode()) == (404, "没有这个网页")


@pytest.mark.parametrize(
    ("name", "accepted", "encoding"),
    [("", "gzip, br", "gzip"), ("a.svg", "gzip", "gzip"), ("a.png", "gzip", None), ("", "identity", None)],
)
def test_text_goes_over_the_line_compressed_where_the_browser_takes_it(
    tmp_path: Path, name: str, accepted: str, encoding: str | None
) -> None:
    for file in ("index.html", "a.svg", "a.png"):
        (tmp_path / file).write_text("目录" * 500, encoding="utf-8")
    with local_server(tmp_path, 0) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        wanted = f"http://127.0.0.1:{server.server_port}/{name}?q=1"
        request = urllib.request.Request(wanted, headers={"Accept-Encoding": accepted})
        with urllib.request.urlopen(request, timeout=60) as answer:
            content = answer.read()
            assert (answer.headers["Content-Encoding"], int(answer.headers["Content-Length"])) == (
                encoding,
                len(content),
            )
        assert (gzip.decompress(content) if encoding else content).decode() == "目录" * 500
        server.shutdown()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "address", ["%00", "a%00/?q", "%ED%A0%80", "a" * 300, "a" * 300 + "/", "a/" * 3_000, "index.html/", "index.html/a"]
)
def test_what_no_file_can_be_named_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], method: str, address: str
) -> None:
    """The site's own page, and nothing is said of it."""
    (tmp_path / "index.html").write_text("首页", encoding="utf-8")
    (tmp_path / "404.html").write_text("没有这个网页", encoding="utf-8")
    with local_server(tmp_path, 0) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        wanted = urllib.request.Request(
            f"http://127.0.0.1:{server.server_port}/{address}", headers={"Accept-Encoding": "gzip"}, method=method
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(wanted, timeout=60)
        with refused.value as answer:
            assert (answer.code, answer.read().decode()) == (404, "没有这个网页" if method == "GET" else "")
        server.shutdown()
    assert capsys.readouterr() == ("", "")


def test_an_answer_does_not_wait_for_the_browsers_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is no text goes out in two pieces, head and body; the second must not be held back."""
    (tmp_path / "a.png").write_bytes(b"picture")
    found: Queue[int] = Queue()
    with local_server(tmp_path, 0) as server:
        finish = server.finish_request

        def finished(request: socket.socket, client: object) -> None:
            finish(request, client)
            found.put(request.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

        monkeypatch.setattr(server, "finish_request", finished)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/a.png", timeout=60) as answer:
            assert answer.read() == b"picture"
        assert found.get(timeout=60) != 0
        server.shutdown()


def test_the_command_builds_the_site_and_serves_it(
    register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[tuple[Path, int]] = []
    monkeypatch.setattr("generator.publish.server.serve", lambda site, port, announce: served.append((site, port)))
    site = tmp_path / "site"
    assert run(["serve", "--root", str(register), "--out", str(site), "--today", "2026-11-23", "--port", "0"]) == 0
    assert served == [(site, 0)]
    assert (site / "index.html").is_file()


@pytest.mark.parametrize("port", ["65536", "-1", "8000.0", "八千", "9" * 5000])
def test_what_is_no_port_is_refused_before_anything_is_built(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", f"--port={port}"]) == 2
    assert f"「{port}」不是端口" in capsys.readouterr().err
