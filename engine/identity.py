"""Settings of the systems outside that know who somebody is: a provider (OpenID Connect), a directory (LDAP)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class Identified:
    """Whom the provider has named. `id_token` is its signed word, where signing out will be told to it; else None."""

    username: str
    id_token: str | None


def web_address(url: str) -> str:
    """The address that is called; ValueError where it is none."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.fragment:
        raise ValueError("Expected http(s)://host[:port]/path without a user name and without #")
    if not url.isascii() or any(character.isspace() for character in url):
        raise ValueError("Expected an address in ASCII without spaces")
    _ = parts.port  # ValueError where it is no number
    return url


def is_secure_address(url: object) -> bool:
    """Something that a provider names as an address to go to."""
    try:
        _secure_address(str(url))
    except ValueError:
        return False
    return True


def _secure_address(url: str) -> str:
    parts = urlsplit(web_address(url))
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise ValueError("Expected https:// (http:// only on this machine)")
    return url


class OidcSettings(BaseModel):
    """The provider at which people sign in. Without `client_secret` we are a public client, proved by PKCE alone.

    `claim` holds the username; it must be one that people cannot change for themselves. `sign_out`: whoever came from
    the provider and signs out here signs out there as well, where the provider can do that.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    issuer: Annotated[str, AfterValidator(_secure_address)]
    client_id: str = Field(min_length=1)
    client_secret: SecretStr | None = None
    claim: str = Field(default="preferred_username", min_length=1)
    scopes: str = "openid profile"
    name: str = Field(default="统一身份认证", min_length=1, max_length=20)
    ca_file: Path | None = None
    sign_out: bool = True

    @model_validator(mode="after")
    def _asks_for_an_identity(self) -> "OidcSettings":
        if "openid" not in self.scopes.split():
            raise ValueError("scopes needs openid")
        return self


class LdapSettings(BaseModel):
    """The directory that people are looked up in, below `base`; without `bind_dn` it is searched anonymously.

    `active_filter` is met by those who work here still; without it, all do. Every wait is `timeout_seconds` at most.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    url: str
    starttls: bool = False
    ca_file: Path | None = None
    bind_dn: str | None = None
    bind_password: SecretStr | None = None
    base: str = Field(min_length=1)
    people_filter: str = "(objectClass=inetOrgPerson)"
    active_filter: str | None = None
    username_attribute: str = Field(default="uid", pattern="^[A-Za-z][A-Za-z0-9-]*$")
    name_attribute: str = "cn"
    mail_attribute: str = "mail"
    unit_filter: str = "(objectClass=organizationalUnit)"
    unit_name_attribute: str = "ou"
    timeout_seconds: int = Field(default=5, ge=1, le=60)

    @property
    def bind_password_text(self) -> str:
        return self.bind_password.get_secret_value() if self.bind_password else ""

    @model_validator(mode="after")
    def _is_safe(self) -> "LdapSettings":
        parts = urlsplit(self.url)
        if parts.scheme not in ("ldap", "ldaps") or not parts.hostname or parts.path.strip("/"):
            raise ValueError("Expected url ldap(s)://host[:port]")
        if parts.scheme == "ldap" and not self.starttls and parts.hostname not in LOOPBACK:
            raise ValueError(
                "Passwords are not sent in the clear: ldaps:// or starttls (needed except on this machine)"
            )
        if (self.bind_dn is None) != (not self.bind_password_text):
            raise ValueError("bind_dn and bind_password come together")
        return self
