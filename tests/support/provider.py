"""A small OpenID Connect provider on loopback: code flow with PKCE, one client; what it signs can be bent."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT_ID, CLIENT_SECRET = "duban", "a-secret-of-the-client"
Claims = dict[str, Any]


def _unbent(claims: Claims) -> Claims:
    return claims


@dataclass
class Provider:
    """`username` is who signs in there; `now` is its time in Unix seconds; `bend` and `sign` change what it answers.

    `end_session` is its address for signing out, where it has one (RP-Initiated Logout 1.0); `left` those who did.
    """

    port: int = 0
    username: str = ""
    now: float = field(default_factory=time.time)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "first", "use": "sig"}))
    bend: Callable[[Claims], Claims] = _unbent
    sign: Callable[["Provider", Claims], str] | None = None
    issuer_said: str = ""
    end_session: str | None = None
    left: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    visits: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def configuration(self) -> dict[str, Any]:
        more = {} if self.end_session is None else {"end_session_endpoint": self.end_session}
        return {
            **more,
            "issuer": self.issuer_said or self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser is sent with a code; AssertionError where the request is not as it must be."""
        assert query["client_id"] == CLIENT_ID
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        assert "openid" in query["scope"].split()
        code = f"code-{len(self.visits)}"
        self.visits[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def leave(self, query: dict[str, str]) -> str:
        """Where the browser is sent once it has signed out here; the hint must be a token of ours for the client."""
        claims = jwt.decode(query["id_token_hint"], self.key).claims
        assert (claims["iss"], claims["aud"], query["client_id"]) == (self.issuer, CLIENT_ID, CLIENT_ID)
        self.left.append(claims["preferred_username"])
        return query["post_logout_redirect_uri"]

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """Each code once, to the client that shows its secret and the verifier of the challenge."""
        visit = self.visits.pop(form["code"], None)
        expected = "Basic " + base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if visit is None or authorization != expected or form["redirect_uri"] != visit["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != visit["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        claims = {
            "iss": self.issuer,
            "sub": f"id-of-{self.username}",
            "aud": CLIENT_ID,
            "exp": int(self.now) + 300,
            "iat": int(self.now),
            "nonce": visit["nonce"],
            "preferred_username": self.username,
        }
        signed = (self.sign or signed_by_key)(self, self.bend(claims))
        return 200, {"access_token": "opaque", "token_type": "Bearer", "id_token": signed}


def signed_by_key(provider: Provider, claims: Claims) -> str:
    return jwt.encode({"alg": "RS256", "kid": provider.key.kid}, claims, provider.key)


def signed_by_a_stranger(_: Provider, claims: Claims) -> str:
    return jwt.encode({"alg": "RS256", "kid": "first"}, claims, RSAKey.generate_key(2048))


def _coded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _unsigned(header: dict[str, str], claims: Claims) -> str:
    return ".".join(_coded(json.dumps(part).encode()) for part in (header, claims))


def not_signed(_: Provider, claims: Claims) -> str:
    return _unsigned({"alg": "none"}, claims) + "."


def _signed_with_a_secret(secret: bytes, claims: Claims) -> str:
    content = _unsigned({"alg": "HS256", "kid": "first"}, claims)
    return f"{content}.{_coded(hmac.digest(secret, content.encode(), 'sha256'))}"


def signed_with_the_clients_secret(_: Provider, claims: Claims) -> str:
    return _signed_with_a_secret(CLIENT_SECRET.encode(), claims)


def signed_with_the_public_key_as_secret(provider: Provider, claims: Claims) -> str:
    """The old trick: the verifier's own public key, taken as the secret of an HMAC."""
    return _signed_with_a_secret(provider.key.as_pem(private=False), claims)


def changed_after_signing(provider: Provider, claims: Claims) -> str:
    header, _, signature = signed_by_key(provider, claims).split(".")
    other = json.dumps({**claims, "preferred_username": "pengfei"}).encode()
    return f"{header}.{_coded(other)}.{signature}"


@contextmanager
def openid_provider() -> Iterator[Provider]:
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            provider.asked.append(parts.path)
            steps = {"/authorize": provider.authorize, "/leave": provider.leave}
            if parts.path in steps:
                self.send_response(302)
                self.send_header("Location", steps[parts.path](dict(parse_qsl(parts.query))))
                self.end_headers()
            elif parts.path == "/keys":
                self._say(200, KeySet([provider.key]).as_dict(private=False))
            elif parts.path == "/.well-known/openid-configuration":
                self._say(200, provider.configuration())
            else:
                self._say(404, {})

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            given = {name: values[0] for name, values in form.items()}
            self._say(*provider.token(given, self.headers.get("Authorization", "")))

        def _say(self, status: int, body: Any) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
