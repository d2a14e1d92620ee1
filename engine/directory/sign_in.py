"""A password is right where the directory lets its owner in with it: search for the entry, then bind as it."""

from dataclasses import dataclass

from ldap3 import SUBTREE
from ldap3.core.exceptions import LDAPException, LDAPOperationResult, LDAPSizeLimitExceededResult
from ldap3.utils.conv import escape_filter_chars

from engine.directory.connection import bind, close, connection_of, searching
from engine.domain.errors import DirectoryAway
from engine.identity import LdapSettings


@dataclass(frozen=True)
class LdapDirectory:
    settings: LdapSettings

    def is_right(self, username: str, password: str) -> bool:
        """Exactly one active entry has this username, and this is its password. DirectoryAway without an answer.

        An empty password is refused before it is sent: to many servers that is a sign-in as nobody (RFC 4513, 5.1.2).
        For a name that is not there a bind is tried as well, so that the answer takes as long.
        """
        if not password or not username:
            return False
        dn, nobody = self._find(username), f"{self.settings.username_attribute}=nobody,{self.settings.base}"
        return self._lets_in(dn or nobody, password) and dn is not None

    def _find(self, username: str) -> str | None:
        asked = f"({self.settings.username_attribute}={escape_filter_chars(username)})"
        everything = f"(&{self.settings.people_filter}{self.settings.active_filter or ''}{asked})"
        with searching(self.settings) as connection:
            try:
                connection.search(self.settings.base, everything, SUBTREE, attributes=["1.1"], size_limit=2)
            except LDAPSizeLimitExceededResult:
                return None
            found = [entry["dn"] for entry in connection.response or () if entry["type"] == "searchResEntry"]
        return found[0] if len(found) == 1 else None

    def _lets_in(self, dn: str, password: str) -> bool:
        connection = connection_of(self.settings, dn, password)
        try:
            bind(self.settings, connection)
        except LDAPOperationResult:  # wrong, locked, expired: it says no
            return False
        except (LDAPException, OSError) as error:
            raise DirectoryAway from error
        else:
            return True
        finally:
            close(connection)
