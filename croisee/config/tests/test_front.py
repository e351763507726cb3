"""The front: where requests go, what it takes away, what it refuses, what it says when nobody answers."""

import contextlib
import os
import socket
import socketserver
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest

from croisee.config.serve.programs import programs

HEAD = b"\r\n\r\n"


class Answer(socketserver.StreamRequestHandler):
    """Answers with the head it received, or with a slow stream."""

    def handle(self) -> None:
        head = b""
        while not head.endswith(HEAD) and (line := self.rfile.readline()):
            head += line
        with contextlib.suppress(BrokenPipeError):
            if b"/stream" in head.splitlines()[0]:
                self._stream()
            else:
                self._echo(head)

    def _stream(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
        for number in range(20):
            self.wfile.write(b"data: %d\n\n" % number)
            time.sleep(0.1)

    def _echo(self, head: bytes) -> None:
        body = Path(str(self.server.server_address)).name.encode() + b"\n" + head
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n" % len(body))
        self.wfile.write(b"Server: granian\r\nConnection: close\r\n\r\n" + body)


@contextlib.contextmanager
def backend(path: Path) -> Iterator[None]:
    with socketserver.ThreadingUnixStreamServer(str(path), Answer) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield
        server.shutdown()
        thread.join()
    path.unlink()


@dataclass
class Front:
    port: int
    sockets: Path

    def ask(self, request: bytes, *, until: bytes = b"", timeout: float = 10) -> bytes:
        """Send bytes as they are and read the answer."""
        answer = b""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as connection:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.sendall(request)
            while not until or until not in answer:
                try:
                    chunk = connection.recv(65536)
                except ConnectionResetError:
                    break
                if not chunk:
                    break
                answer += chunk
        return answer

    def get(self, path: str, *headers: str) -> bytes:
        lines = [f"GET {path} HTTP/1.1", "Host: croisee.test", "Connection: close", *headers]
        return self.ask("\r\n".join(lines).encode() + HEAD)


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("front")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program, _behind = programs(folder, folder, "127.0.0.1", port)
    environment = {**os.environ, **program.environment, "CROISEE_FRONT_HEAD_TIMEOUT": "1s"}
    with subprocess.Popen(program.command, env=environment, stderr=subprocess.DEVNULL) as process:
        for _attempt in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
        yield Front(port, folder)
        process.terminate()


@pytest.fixture
def backends(front: Front) -> Iterator[None]:
    with backend(front.sockets / "web.sock"), backend(front.sockets / "live.sock"):
        yield


@pytest.mark.usefixtures("backends")
class TestWithBackends:
    @pytest.mark.parametrize(
        ("path", "goes_to"),
        [
            ("/", b"web.sock"),
            ("/dossiers/", b"web.sock"),
            ("/live/?t=a", b"live.sock"),
            ("/livery", b"web.sock"),
        ],
    )
    def test_requests_go_where_they_belong(self, front: Front, path: str, goes_to: bytes) -> None:
        answer = front.get(path)
        assert answer.startswith(b"HTTP/1.1 200")
        assert goes_to + b"\n" in answer

    def test_only_the_front_says_where_a_request_comes_from(self, front: Front) -> None:
        head = front.get(
            "/",
            "X-Forwarded-For: 6.6.6.6",
            "X-Forwarded-Proto: https",
            "X_Forwarded_For: 6.6.6.6",
            "X_FORWARDED_PROTO: https",
            "Forwarded: for=6.6.6.6;proto=https",
        )
        assert b"6.6.6.6" not in head
        assert b"https" not in head
        assert b"X-Forwarded-For: 127.0.0.1\r\n" in head
        assert b"X-Forwarded-Proto: http\r\n" in head

    def test_the_programs_behind_are_not_named(self, front: Front) -> None:
        answered = front.get("/").partition(HEAD)[0].lower()
        assert b"server:" not in answered
        assert b"via:" not in answered

    def test_stream_arrives_while_it_is_written(self, front: Front) -> None:
        began = time.monotonic()
        request = b"GET /live/stream HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n"
        assert b"data: 1" in front.ask(request, until=b"data: 1")
        assert time.monotonic() - began < 2

    def test_large_body_is_refused(self, front: Front) -> None:
        request = b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 90000000\r\n\r\n"
        answer = front.ask(request + b"x" * 61_000_000, until=b"</html>")
        assert b" 413 " in answer.splitlines()[0]
        assert b"60 Mo" in answer

    def test_large_head_is_refused(self, front: Front) -> None:
        answer = front.get("/", "X-Large: " + "a" * 60_000)
        assert b" 431 " in answer.splitlines()[0]

    @pytest.mark.parametrize(
        "garbage", [b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"GET\r\n\r\n", b"\x00" * 200 + HEAD]
    )
    def test_garbage_is_refused(self, front: Front, garbage: bytes) -> None:
        answer = front.ask(garbage)
        assert not answer or b" 400 " in answer.splitlines()[0]
        assert front.get("/").startswith(b"HTTP/1.1 200")

    def test_slow_heads_are_dropped_and_block_nobody(self, front: Front) -> None:
        slow = [socket.create_connection(("127.0.0.1", front.port), timeout=10) for _ in range(200)]
        for connection in slow:
            connection.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
        assert front.get("/").startswith(b"HTTP/1.1 200")
        for connection in slow:
            connection.recv(1000)
            connection.close()


def test_a_page_says_that_nobody_answers(front: Front) -> None:
    for method in ("GET", "POST"):
        request = f"{method} /dossiers/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        head, _, page = front.ask(request.encode()).partition(HEAD)
        assert b" 503 " in head.splitlines()[0]
        assert b"Content-Security-Policy: default-src 'none'; style-src 'self'" in head
        assert b"Retry-After: 5" in head
        assert b"no-store" in head
        assert b'http-equiv="refresh" content="5"' in page
        assert "Croisée revient".encode() in page
        assert b"<style" not in page
        assert b"<script" not in page
        assert b"//" not in page
    assert front.get("/_indisponible.css").startswith(b"HTTP/1.1 200")
