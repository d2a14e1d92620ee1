"""Connections to the directory: certificates checked, every wait bounded, referrals not followed."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ldap3 import NONE, SYNC, Connection, Server, Tls
from ldap3.core.exceptions import (
    LDAPBindError,
    LDAPException,
    LDAPInvalidDNSyntaxResult,
    LDAPNoSuchObjectResult,
    LDAPOperationResult,
)

from engine.domain.errors import DirectoryAway
from engine.identity import LdapSettings


class CheckedTls(Tls):
    """Certificate and name are checked by the standard library: ldap3 2.9 has a matching of its own, which is old."""

    def __init__(self, ca_file: Path | None) -> None:
        super().__init__(validate=ssl.CERT_REQUIRED)
        self._context = ssl.create_default_context(cafile=ca_file)

    def wrap_socket(self, connection: Connection, do_handshake: bool = False) -> None:
        """The handshake is made at once, whatever ldap3 asks for, so that a socket that fails it is closed."""
        connection.socket = self._context.wrap_socket(connection.socket, server_hostname=connection.server.host)


def connection_of(settings: LdapSettings, dn: str | None, password: str) -> Connection:
    """Not bound yet. Every result but success raises; nothing can be written through it."""
    server = Server(
        settings.url, tls=CheckedTls(settings.ca_file), connect_timeout=settings.timeout_seconds, get_info=NONE
    )
    return Connection(
        server,
        user=dn,
        password=password if dn else None,
        client_strategy=SYNC,
        raise_exceptions=True,
        auto_referrals=False,
        check_names=False,
        read_only=True,
        receive_timeout=settings.timeout_seconds,
    )


def bind(settings: LdapSettings, connection: Connection) -> None:
    """Encrypt before anything is said, where that is asked for; then say who we are. LDAPException otherwise."""
    connection.open()
    if settings.starttls:
        connection.start_tls()
    connection.bind()


def close(connection: Connection) -> None:
    """Whatever became of it: of one that was never opened, ldap3 keeps the socket."""
    with suppress(LDAPException, OSError):
        connection.unbind()
    if connection.socket is not None:
        connection.socket.close()


@contextmanager
def searching(settings: LdapSettings) -> Iterator[Connection]:
    """A connection as the account that may search; DirectoryAway where the directory does not answer or let us in."""
    connection = connection_of(settings, settings.bind_dn, settings.bind_password_text)
    try:
        bind(settings, connection)
        yield connection
    except (LDAPException, OSError) as error:
        raise DirectoryAway(_reason(error)) from error
    finally:
        close(connection)


def _reason(error: Exception) -> str:
    """ldap3 wraps what the standard library says of a certificate, and keeps its words."""
    if isinstance(error, LDAPNoSuchObjectResult | LDAPInvalidDNSyntaxResult):
        return "base"
    if isinstance(error, LDAPOperationResult | LDAPBindError):
        return "bind"
    return "certificate" if "certificate" in str(error).casefold() else "connect"
