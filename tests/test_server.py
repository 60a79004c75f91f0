"""The local server: this machine only, a free port when the wanted one is taken, the site's own 404 page."""

import socket
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from generator.publish.server import serve


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
        with urllib.request.urlopen(address, timeout=10) as answer:
            assert answer.read().decode() == "首页"
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{address}nowhere/", timeout=10)
        with refused.value as answer:
            assert (answer.code, answer.read().decode()) == (404, "没有这个网页")
