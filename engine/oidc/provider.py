"""The provider: where the browser is sent, and who it says came back. What it answers is proved before it is believed.

OpenID Connect Core 1.0, 3.1; PKCE of RFC 7636 with S256; issuer identification as in OpenID Connect Discovery 1.0, 4.3;
signing out as in OpenID Connect RP-Initiated Logout 1.0.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from engine.domain.errors import DirectoryAway, NotProved
from engine.identity import Identified, OidcSettings, is_secure_address

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures by a key pair only: with a shared key, or none, anybody could write the token."""

KEPT = timedelta(hours=1)
CLOCKS_APART_SECONDS = 60
TIMEOUT_SECONDS = 5
LONGEST_ID_TOKEN = 4000  # what still fits into the address of a page


@dataclass(frozen=True)
class _Known:
    """What the provider says about itself, and the keys it signs with."""

    authorization_endpoint: str
    token_endpoint: str
    end_session_endpoint: str | None
    keys: KeySet
    read_at: datetime


class Provider:
    """One per process; it keeps what it has read for an hour. DirectoryAway where the provider does not answer."""

    def __init__(self, settings: OidcSettings, redirect_uri: str, left_uri: str) -> None:
        self._settings = settings
        self._redirect_uri = redirect_uri
        self._left_uri = left_uri
        self._known: _Known | None = None

    def address(self, state: str, nonce: str, verifier: str, now: datetime) -> str:
        """Where the browser goes to sign in."""
        known = self._describe(now)
        url, _ = self._client().create_authorization_url(
            known.authorization_endpoint, state=state, nonce=nonce, code_verifier=verifier
        )
        return str(url)

    def identify(self, code: str, nonce: str, verifier: str, now: datetime) -> Identified:
        """The username behind a code; NotProved where the answer does not hold."""
        known = self._describe(now)
        try:
            token = self._client().fetch_token(known.token_endpoint, code=code, code_verifier=verifier)
        except requests.RequestException as error:
            raise DirectoryAway from error
        except (OAuthError, ValueError, KeyError) as error:  # it refused, or what it answers is no token
            raise NotProved(f"token: {type(error).__name__}") from error
        claims = self._proved_claims(token, nonce, known, now)
        username = claims.get(self._settings.claim)
        if not isinstance(username, str) or not username.strip():
            raise NotProved(f"claim: {self._settings.claim}")
        id_token = str(token["id_token"])
        is_kept = self._signs_out(known) and len(id_token) <= LONGEST_ID_TOKEN
        return Identified(username.strip(), id_token if is_kept else None)

    def farewell(self, id_token: str | None, now: datetime) -> str | None:
        """The provider's page for signing out, with what it needs to know whom, and where to send the browser then."""
        known = self._describe(now)
        if known.end_session_endpoint is None or not self._signs_out(known):
            return None
        said = {"client_id": self._settings.client_id, "post_logout_redirect_uri": self._left_uri}
        if id_token:
            said["id_token_hint"] = id_token
        joint = "&" if urlsplit(known.end_session_endpoint).query else "?"
        return f"{known.end_session_endpoint}{joint}{urlencode(said)}"

    def _signs_out(self, known: _Known) -> bool:
        return self._settings.sign_out and known.end_session_endpoint is not None

    def _proved_claims(self, token: Any, nonce: str, known: _Known, now: datetime) -> dict[str, Any]:
        """Signature, issuer, audience, times, nonce, authorized party and the hash of the access token."""
        client_id = self._settings.client_id
        try:
            signed = self._verified(str(token["id_token"]), known, now)
            options = {
                "iss": {"essential": True, "value": self._settings.issuer},
                "aud": {"essential": True, "value": client_id},
            }
            params = {"nonce": nonce, "client_id": client_id, "access_token": token.get("access_token")}
            claims: dict[str, Any] = CodeIDToken(signed.claims, signed.header, options, params)
            claims.validate(int(now.timestamp()), CLOCKS_APART_SECONDS)  # type: ignore[attr-defined]
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise NotProved(f"id_token: {type(error).__name__} {error}") from error
        return claims

    def _verified(self, id_token: str, known: _Known, now: datetime) -> jwt.Token:
        """With the keys that are known; with those of this moment where the provider has changed them since."""
        try:
            return jwt.decode(id_token, known.keys, algorithms=ALGORITHMS)
        except (JoseError, ValueError):
            if known.read_at == now:
                raise
            return jwt.decode(id_token, self._read(now).keys, algorithms=ALGORITHMS)

    def _describe(self, now: datetime) -> _Known:
        known = self._known
        return known if known is not None and now - known.read_at < KEPT else self._read(now)

    def _read(self, now: datetime) -> _Known:
        issuer = self._settings.issuer
        with self._client() as client:
            said = self._get(client, f"{issuer.rstrip('/')}/.well-known/openid-configuration")
            if said.get("issuer") != issuer:
                raise NotProved(f"issuer: {said.get('issuer')!r}")
            try:
                keys = KeySet.import_key_set(self._get(client, said["jwks_uri"]))  # type: ignore[arg-type]
                ends = said.get("end_session_endpoint")
                self._known = _Known(
                    said["authorization_endpoint"],
                    said["token_endpoint"],
                    ends if is_secure_address(ends) else None,
                    keys,
                    now,
                )
            except (KeyError, ValueError, JoseError) as error:
                raise NotProved(f"configuration: {type(error).__name__} {error}") from error
        return self._known

    def _get(self, client: OAuth2Session, url: str) -> dict[str, Any]:
        try:
            response = client.get(url, withhold_token=True, allow_redirects=False)
            response.raise_for_status()
            said: dict[str, Any] = response.json()
        except (requests.RequestException, ValueError) as error:
            raise DirectoryAway from error
        return said

    def _client(self) -> OAuth2Session:
        """No proxy and no address but those the provider names; certificates are always checked."""
        secret = self._settings.client_secret
        client = OAuth2Session(
            client_id=self._settings.client_id,
            client_secret=secret.get_secret_value() if secret else None,
            token_endpoint_auth_method="client_secret_basic" if secret else "none",
            scope=self._settings.scopes,
            redirect_uri=self._redirect_uri,
            code_challenge_method="S256",
            default_timeout=TIMEOUT_SECONDS,
        )
        client.trust_env = False
        if self._settings.ca_file:
            client.verify = str(self._settings.ca_file)
        return client
