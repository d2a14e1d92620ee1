"""Where a call may go: every address behind a name is looked at, and the call goes to one that was looked at.

A name that points into the house would make the product a way to machines that only the house reaches (SSRF); a name
that points there only the second time it is asked (DNS rebinding) gets no second time.
"""

import socket
from collections.abc import Callable, Collection, Sequence
from http.client import HTTPConnection, HTTPSConnection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from ssl import create_default_context

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], Sequence[str]]
NEVER = tuple(  # what tells machines in a cloud who they are; it gives away credentials
    map(ip_network, ("169.254.169.254/32", "169.254.170.2/32", "fd00:ec2::254/128", "100.100.100.200/32"))
)
NAT64 = ip_network("64:ff9b::/96")
LOW_32 = 0xFFFFFFFF


class Forbidden(OSError):
    """The name leads to an address that this receiver may not have."""


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a name, or the address that it is, in the order in which the system would try them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]).partition("%")[0] for one in found))


def allowed_addresses(host: str, port: int, networks: Collection[Network], ask: Resolve) -> Sequence[str]:
    """All addresses of a host; Forbidden where one is not public and in none of the networks."""
    found = ask(host, port)
    if not found:
        raise Forbidden(host)
    for text in found:
        if not is_allowed(ip_address(text), networks):
            raise Forbidden(text)
    return found


def is_allowed(address: Address, networks: Collection[Network]) -> bool:
    """An IPv6 address that only wraps one of IPv4 is that one."""
    address = _unwrapped(address)
    if any(address in network for network in NEVER) or address.is_unspecified or address.is_multicast:
        return False
    return any(address in network for network in networks) or address.is_global


def _unwrapped(address: Address) -> Address:
    if isinstance(address, IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
    if inner is None and (address in NAT64 or int(address) >> 32 == 0):
        inner = IPv4Address(int(address) & LOW_32)
    return address if inner is None or int(address) <= 1 else inner


class PinnedConnection(HTTPConnection):
    """Goes to given addresses, whatever its host's name means by now."""

    addresses: Sequence[str] = ()

    def connect(self) -> None:
        self.sock = _connected(self.addresses, self.port, self.timeout)


class PinnedSecureConnection(HTTPSConnection):
    """The same; the certificate must be that of the name."""

    addresses: Sequence[str] = ()

    def connect(self) -> None:
        plain = _connected(self.addresses, self.port, self.timeout)
        try:
            self.sock = create_default_context().wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def _connected(addresses: Sequence[str], port: int, timeout: float | None) -> socket.socket:
    """To the first that answers."""
    failed: OSError | None = None
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout)
        except OSError as error:
            failed = error
    raise failed or OSError("no address")
