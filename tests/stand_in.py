"""A server on this machine that answers like the publishers of open files, and fails like them too."""

import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from national import OF_ONS

HEADER = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
    "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,Denominator,"
    "Value note,Recent Trend,Compared to England value or percentiles,Column not used,Time period Sortable,New data,"
    "Compared to goal,Time period range"
)
ENGLAND, LEEDS, BARNET = ("E92000001", "England"), ("E08000035", "Leeds"), ("E09000003", "Barnet")
FINGERTIPS = "/api/all_data/csv/by_indicator_id"
ONS = "/ONSdigital/sdg-data/4d535f989dbcddfb1e5070e4de5934ed9073fea5/data/indicator_3-5-1.csv"


def fingertips(*rows: tuple[str, tuple[str, str], str, float], header: str = HEADER) -> bytes:
    """An answer of Fingertips with invented rows: indicator, area, financial year and value; England's without a parent."""
    lines = [
        f"{indicator},Invented,{',' if area == ENGLAND else 'E92000001,England'},{area[0]},{area[1]},UA,Persons,18+ yrs,,,{year},{value},{value - 1},{value + 1}"
        f",,,{value:.0f},100,,,Not compared,Not compared,{year[:4]}0000,,,1y"
        for indicator, area, year, value in rows
    ]
    return "\n".join([header, *lines, ""]).encode()


def ons(*rows: tuple[str, str, int]) -> bytes:
    """A file of ONS indicator 3.5.1 with invented rows: year, local authority and people in treatment."""
    lines = [
        f'"{year}","People in treatment","","{name}","","","","Number","Normal value",{value}'
        for year, name, value in rows
    ]
    return "\n".join([",".join(f'"{name}"' for name in OF_ONS), *lines, ""]).encode()


@dataclass
class Answer:
    """How an address answers: `sent` bytes of the body and then the end; None sends all."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    sent: int | None = None
    waits: float = 0
    is_announced: bool = True
    etag: str = ""
    has_ranges: bool = True


class StandIn:
    """The server: what each path answers (the last answer again when none is left), and what it was asked."""

    def __init__(self, certificate: ssl.SSLContext | None = None) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                stand_in.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                answers = next((found for path, found in stand_in.answers.items() if self.path.startswith(path)), None)
                answer = (answers.pop(0) if len(answers) > 1 else answers[0]) if answers else Answer(status=404)
                with suppress(ConnectionError):  # whoever asks may hang up on an answer that it will not have
                    self._send(answer)

            def _send(self, answer: Answer) -> None:
                time.sleep(answer.waits)
                status, body, headers = answer.status, answer.body, dict(answer.headers)
                if answer.etag:
                    headers["ETag"] = answer.etag
                if answer.etag and self.headers.get("If-None-Match") == answer.etag:
                    status, body = 304, b""
                span = self.headers.get("Range", "")
                if span and answer.has_ranges and self.headers.get("If-Range") == answer.etag:
                    start = int(span.removeprefix("bytes=").removesuffix("-"))
                    headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
                    status, body = 206, body[start:]
                if answer.is_announced and status != 304:
                    headers["Content-Length"] = str(len(body))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body if answer.sent is None else body[: answer.sent])

            def log_message(self, *words: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if certificate:
            self._server.socket = certificate.wrap_socket(self._server.socket, server_side=True)
        self.address = f"http{'s' if certificate else ''}://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def end(self) -> None:
        """Answer no more; whoever asks now finds nobody."""
        self._server.shutdown()
        self._server.server_close()

    def settings(self, **other: int) -> str:
        """The section of needs.toml that asks here in the place of the publishers, without waiting."""
        mirrors = ", ".join(
            f'"https://{host}" = "{self.address}"' for host in ("fingertips.phe.org.uk", "raw.githubusercontent.com")
        )
        values = {"seconds_between": 0, "attempts": 2, "seconds_of_silence": 5} | other
        return "\n".join(
            ["", "[fetch]", f"mirrors = {{{mirrors}}}", *(f"{name} = {value}" for name, value in values.items()), ""]
        )
