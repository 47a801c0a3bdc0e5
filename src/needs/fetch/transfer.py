"""One answer over the internet: asked for again where that may help, gone on with where it broke off, whole or not at all.

Proxies are those of the environment (HTTPS_PROXY, NO_PROXY). A server's certificate is trusted if the system trusts it, or
certifi, or the file that REQUESTS_CA_BUNDLE names. No name or password is ever sent.
"""

import ipaddress
import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests import Response
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError
from urllib3.util import Retry

from needs.fetch.partial import Partial, is_packed
from needs.ingest.csvfile import LARGEST_FILE
from needs.mistakes import shortened, visible
from needs.settings import Fetching

BUSY = (429, 500, 502, 503, 504)  # may be otherwise in a moment
MOST_REDIRECTS = 5
LONGEST_WAIT = 60  # seconds between two attempts, whatever a server asks for
_PIECE = 65_536  # bytes
_IN_WORDS = {403: "forbidden", 404: "not found", 410: "gone", 429: "too many requests", 503: "busy"}
AGAIN = "run the same command again later"
BY_HAND = "fetch it by hand if that stays so"
Said = Callable[[int, int], object]  # how many bytes have come, and of how many (0: that is not known)


class NotFetched(ValueError):
    """An answer did not come, or is not taken; the message says what was found and what to do."""


class NotReached(NotFetched):
    """No answer came at all: other files of the same host would not come either."""


class _Trusting(HTTPAdapter):
    """Connections that trust what the system trusts, beside what requests does."""

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, ssl_context=ssl.create_default_context(), **options)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        return super().proxy_manager_for(proxy, ssl_context=ssl.create_default_context(), **options)


class Line:
    """What files are asked for through; `hosts` are those that may answer, with their ports."""

    def __init__(self, chosen: Fetching, hosts: frozenset[str]):
        self._chosen, self._hosts = chosen, hosts
        self._session = requests.Session()
        self._session.auth = lambda request: request  # otherwise what ~/.netrc holds would be sent
        self._session.headers.update({"Accept": "text/csv, */*;q=0.1", "Accept-Encoding": "identity"})
        again = Retry(
            total=chosen.attempts - 1,
            redirect=0,
            status_forcelist=BUSY,
            backoff_factor=chosen.seconds_between,
            backoff_max=LONGEST_WAIT,
            retry_after_max=LONGEST_WAIT,
            raise_on_status=False,
        )
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, _Trusting(max_retries=again))

    def fetched(self, address: str, target: Path, unless: dict[str, str], said: Said) -> tuple[Path, Response] | None:
        """The whole answer, in a hidden file beside the one it is to become, and its headers.

        `unless` are headers that name the version that is there: None where the server says that it has no other. NotFetched
        says what came instead.
        """
        partial = Partial(target, address)
        for attempt in range(self._chosen.attempts):
            if attempt:
                time.sleep(min(LONGEST_WAIT, self._chosen.seconds_between * 2**attempt))
            with self._answer(address, partial.wanted() or unless) as answer:
                if answer.status_code == 304 and unless:
                    return None
                if answer.status_code == 416 or (answer.status_code in (200, 206) and not partial.begin(answer)):
                    partial.remove()
                    continue
                if answer.status_code not in (200, 206):
                    raise NotFetched(_of_status(answer.status_code))
                if self._received(answer, partial, said):
                    return partial.path, answer
        came = f"{partial.bytes:,}" + (f" of {partial.total:,}" if partial.total else "")
        if not partial.can_go_on:
            partial.remove()
            raise NotFetched(f"the answer broke off after {came} bytes; {AGAIN}")
        raise NotFetched(f"the answer broke off after {came} bytes; the same command goes on from there")

    def _received(self, answer: Response, partial: Partial, said: Said) -> bool:
        """Whether the answer came to its end; NotFetched where it is larger than any file that is read."""
        try:
            with partial.path.open("ab") as file:
                for piece in _pieces(answer):
                    if file.tell() + len(piece) > LARGEST_FILE:
                        break
                    file.write(piece)
                    said(file.tell(), partial.total or 0)
                else:
                    return partial.total is None or file.tell() == partial.total
        except requests.exceptions.ContentDecodingError:  # one of urllib3's errors too, so it comes first
            partial.remove()
            raise NotFetched(f"the answer cannot be unpacked; {AGAIN}") from None
        except (HTTPError, requests.exceptions.ChunkedEncodingError, requests.ConnectionError):
            return False
        partial.remove()
        raise NotFetched(f"the answer has more than {LARGEST_FILE:,} bytes, and no such file is read; {BY_HAND}")

    def _answer(self, address: str, headers: dict[str, str]) -> Response:
        """The answer at an address, or where that leads to; NotReached where none comes."""
        for _ in range(MOST_REDIRECTS + 1):
            times = (self._chosen.seconds_to_connect, self._chosen.seconds_of_silence)
            try:
                answer = self._session.get(address, headers=headers, stream=True, allow_redirects=False, timeout=times)
            except requests.RequestException as error:
                raise NotReached(self._why(error, address)) from None
            to = self._session.get_redirect_target(answer)
            if to is None:
                return answer
            answer.close()
            address = self._allowed(urljoin(address, to))
        raise NotFetched(f"one address leads to another more than {MOST_REDIRECTS} times; {BY_HAND}")

    def _allowed(self, address: str) -> str:
        host = host_of(address)
        if host not in self._hosts:
            found = f"the address leads to another host, {shortened(visible(host))}"
            raise NotFetched(
                f'{found}; if you trust it, name it in needs.toml, [fetch], as in mirrors = {{"https://..." = "https://..."}}'
            )
        if not is_safe(address):
            raise NotFetched(f"the address leads to one without https at {host}; {BY_HAND}")
        return address

    def _why(self, error: requests.RequestException, address: str) -> str:
        """Why no answer came, without the words of the library: they may hold the password of a proxy."""
        host = host_of(address)
        cause = type(getattr(error.args[0] if error.args else None, "reason", error)).__name__
        connect, silence = self._chosen.seconds_to_connect, self._chosen.seconds_of_silence
        if isinstance(error, requests.exceptions.ProxyError):
            return f"the proxy on the way to {host} does not let it through; look at HTTPS_PROXY, and {AGAIN}"
        if isinstance(error, requests.exceptions.SSLError):
            return (
                f"the certificate of {host} is not trusted; if your network has certificates of its own, let REQUESTS_CA_BUNDLE "
                "name the file that holds them"
            )
        if cause in ("ConnectTimeoutError", "ConnectTimeout"):
            return f"{host} was not reached in {connect} seconds (seconds_to_connect); look at the network, and {AGAIN}"
        if cause in ("ReadTimeoutError", "ReadTimeout"):
            return f"{host} sent nothing for {silence} seconds; raise seconds_of_silence in needs.toml, [fetch], or {AGAIN}"
        if cause == "NameResolutionError":
            return f"{host} was not reached: no such host is known here; look at the network, and {AGAIN}"
        if isinstance(error, requests.ConnectionError):
            return f"{host} was not reached: no connection; look at the network and at HTTPS_PROXY, and {AGAIN}"
        return f"{host} cannot be asked ({type(error).__name__}); look at the address in needs.toml, [fetch]"


def _pieces(answer: Response) -> Iterator[bytes]:
    """The bytes of an answer as they come, so that none is lost where it breaks off; unpacked where it is packed."""
    if is_packed(answer):
        yield from answer.iter_content(_PIECE)
        return
    while piece := answer.raw.read1(_PIECE, decode_content=False):
        yield piece


def host_of(address: str) -> str:
    """The host of an address, with its port where it has one; never the name and password that may stand before it."""
    return urlsplit(address).netloc.rpartition("@")[2].lower()


def is_safe(address: str) -> bool:
    """Whether nobody on the way can change what comes: https, or a server of this machine."""
    parts = urlsplit(address)
    if parts.scheme == "https":
        return bool(parts.hostname)
    if parts.scheme != "http" or not parts.hostname:
        return False
    try:
        return ipaddress.ip_address(parts.hostname).is_loopback
    except ValueError:
        return parts.hostname == "localhost"


def _of_status(status: int) -> str:
    words = f" ({_IN_WORDS[status]})" if status in _IN_WORDS else ""
    return f"the server answered {status}{words}; {AGAIN if status in BUSY else 'its address may have changed: ' + BY_HAND}"
