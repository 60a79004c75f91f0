"""A local server for looking at a built site as a web server shows it; it listens on this machine only."""

import gzip
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".csv", ".atom", ".ics", ".yml", ".xml", ".txt"}
"""Files of text, which go over the line compressed where the browser takes that."""


class _QuietHandler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # a head and a body sent apart would each wait 40 ms for the browser's word

    def do_GET(self) -> None:
        """A file of text compressed, anything else as it is."""
        file = Path(self.translate_path(self.path))
        if self.path.partition("?")[0].endswith("/"):
            file /= "index.html"
        if file.suffix in COMPRESSED and file.is_file() and "gzip" in self.headers.get("Accept-Encoding", ""):
            self._send(HTTPStatus.OK, gzip.compress(file.read_bytes(), 6, mtime=0), self.guess_type(file), "gzip")
        else:
            super().do_GET()

    def translate_path(self, path: str) -> str:
        """The file of an address; one that is not there where no file can be named so, as by what is too long."""
        file = super().translate_path(path)
        try:
            Path(file).lstat()
        except (OSError, ValueError):
            return str(Path(self.directory, "404.html", "nowhere"))
        return file

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's own page for an address that is not there, as a web host would show it."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        self._send(code, page.read_bytes(), "text/html")

    def _send(self, code: int, content: bytes, content_type: str, encoding: str = "") -> None:
        self.send_response(code)
        self.send_header("Content-Type", f"{content_type}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.end_headers()
        if self.command != "HEAD":
            with suppress(BrokenPipeError, ConnectionResetError):  # the browser has gone elsewhere
                self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Say nothing per request."""


def local_server(site: Path, port: int) -> ThreadingHTTPServer:
    """A server of a folder on 127.0.0.1, not yet running; on another port when `port` is in use."""
    handler = partial(_QuietHandler, directory=str(site))
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError:
        return ThreadingHTTPServer(("127.0.0.1", 0), handler)


def serve(site: Path, port: int, announce: Callable[[str], None]) -> None:
    """Serve a folder on this machine until interrupted."""
    with local_server(site, port) as server:
        announce(f"http://127.0.0.1:{server.server_port}/")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return
