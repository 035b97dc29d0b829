"""A proxy before a real server that breaks the connection at one import of tasks, or at another request."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

_OWN = ("host", "accept-encoding")


@contextmanager
def cutting_proxy(
    target: str, *, cut_at_import: int, arrives: bool, method: str = "POST", path: str = "/import"
) -> Iterator[str]:
    """Its address. ``arrives``: the import that is cut reaches the server, only its answer is lost.

    ``method`` and ``path`` name other requests to count than imports.
    """
    imports: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def forward(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            cut = False
            if self.command == method and path in self.path:
                imports.append(self.path)
                cut = len(imports) == cut_at_import
            if cut and not arrives:
                self.connection.close()
                return
            status, kind, answer = _ask(target, self, body)
            if cut:
                self.connection.close()
                return
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = do_PATCH = forward  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def _ask(target: str, request: BaseHTTPRequestHandler, body: bytes) -> tuple[int, str, bytes]:
    to = urlsplit(target)
    connection = http.client.HTTPConnection(to.hostname or "", to.port, timeout=120)
    headers = {
        name: value
        for name, value in request.headers.items()
        if name.lower() not in ("host", "accept-encoding")
    }
    connection.request(request.command, request.path, body or None, headers)
    answer = connection.getresponse()
    return answer.status, answer.headers.get("Content-Type", ""), answer.read()
