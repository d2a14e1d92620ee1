"""Connections to the directory: certificates checked, every wait bounded, referrals not followed."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from ldap3 import NONE, SYNC, Connection, Server, Tls
from ldap3.core.exceptions import LDAPException

from engine.domain.errors import DirectoryAway
from engine.identity import LdapSettings


def connection_of(settings: LdapSettings, dn: str | None, password: str) -> Connection:
    """Not bound yet. Every result but success raises; nothing can be written through it."""
    tls = Tls(
        validate=ssl.CERT_REQUIRED,
        version=ssl.PROTOCOL_TLS_CLIENT,
        ca_certs_file=str(settings.ca_file) if settings.ca_file else None,
    )
    server = Server(settings.url, tls=tls, connect_timeout=settings.timeout_seconds, get_info=NONE)
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


@contextmanager
def searching(settings: LdapSettings) -> Iterator[Connection]:
    """A connection as the account that may search; DirectoryAway where the directory does not answer or let us in."""
    connection = connection_of(settings, settings.bind_dn, settings.bind_password_text)
    try:
        bind(settings, connection)
        yield connection
    except (LDAPException, OSError) as error:
        raise DirectoryAway from error
    finally:
        connection.unbind()
