"""A real slapd on loopback, with certificates of its own; nothing of the machine's own directory is touched."""

import datetime
import ipaddress
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from ldap3 import Connection, Server

from engine.identity import LdapSettings

BASE = "dc=office,dc=example"
OWNER, OWNERS_PASSWORD = f"cn=owner,{BASE}", "the-owner's"
SEARCHER, SEARCHERS_PASSWORD = f"cn=duban,{BASE}", "the-searcher's"
PASSWORD = "violet-kettle-9"
MANY = 1200  # more than two pages
CONFIGURATION = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {folder}/slapd.pid
TLSCACertificateFile {folder}/authority.pem
TLSCertificateFile {folder}/server.pem
TLSCertificateKeyFile {folder}/server.key
database mdb
suffix "{base}"
rootdn "{owner}"
rootpw "{owners_password}"
directory {folder}/data
maxsize 67108864
dbnosync
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="{searcher}" read by * none
limits dn.exact="{searcher}" size=unlimited
"""


def slapd_program() -> str:
    """The machine's slapd; tests are skipped where there is none."""
    found = shutil.which("slapd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None or not Path("/etc/ldap/schema/inetorgperson.schema").is_file():
        pytest.skip("no slapd on this machine (Debian: apt-get install slapd)")
    return found


@dataclass(frozen=True)
class Directory:
    folder: Path
    port: int
    tls_port: int

    def settings(self, **more: object) -> LdapSettings:
        plain = {
            "url": f"ldap://127.0.0.1:{self.port}",
            "base": BASE,
            "bind_dn": SEARCHER,
            "bind_password": SEARCHERS_PASSWORD,
            "active_filter": "(!(employeeType=left))",
            "ca_file": self.folder / "authority.pem",
        }
        return LdapSettings.model_validate({**plain, **more})

    @contextmanager
    def as_owner(self) -> Iterator[Connection]:
        """For tests that change the directory."""
        server = Server("127.0.0.1", self.port)
        with Connection(server, OWNER, OWNERS_PASSWORD, raise_exceptions=True) as connection:
            yield connection


@contextmanager
def slapd(folder: Path, ldif: str) -> Iterator[Directory]:
    program = slapd_program()
    directory = Directory(folder, _free_port(), _free_port())
    (folder / "data").mkdir()
    _write_certificates(folder)
    configuration, entries = folder / "slapd.conf", folder / "entries.ldif"
    names = {"owner": OWNER, "owners_password": OWNERS_PASSWORD, "searcher": SEARCHER, "base": BASE}
    configuration.write_text(CONFIGURATION.format(folder=folder, **names))
    entries.write_text(ldif, encoding="utf-8")
    loaded = subprocess.run(
        [program, "-T", "add", "-q", "-f", str(configuration), "-l", str(entries)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert loaded.returncode == 0, loaded.stderr
    urls = f"ldap://127.0.0.1:{directory.port} ldaps://127.0.0.1:{directory.tls_port}"
    process = subprocess.Popen(
        [program, "-f", str(configuration), "-h", urls, "-d", "0"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(directory.port, process)
        yield directory
    finally:
        process.terminate()
        process.wait(15)


def entry(dn: str, **attributes: str) -> str:
    """One entry of an LDIF; several classes are separated by spaces."""
    lines = [f"dn: {dn}"]
    for name, value in attributes.items():
        lines += [f"{name}: {one}" for one in (value.split() if name == "objectClass" else [value])]
    return "\n".join(lines) + "\n\n"


def unit(dn: str, name: str) -> str:
    return entry(dn, objectClass="organizationalUnit", ou=name)


def someone(username: str, name: str, below: str, **more: str) -> str:
    attributes = {"uid": username, "cn": name, "sn": name, "userPassword": PASSWORD, **more}
    return entry(f"uid={username},{below}", objectClass="inetOrgPerson", **attributes)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = monotonic() + 30
    while monotonic() < until:
        assert process.poll() is None, "slapd ended"
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise TimeoutError("slapd does not answer")


def _write_certificates(folder: Path) -> None:
    """An authority, the server's certificate for 127.0.0.1 alone, and an authority that has signed nothing."""
    authority, authority_key = _authority("Office")
    stranger, _ = _authority("Stranger")
    key = ec.generate_private_key(ec.SECP256R1())
    server = (
        _certificate("127.0.0.1", "Office", key.public_key())
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    for name, certificate in (("authority", authority), ("stranger", stranger), ("server", server)):
        (folder / f"{name}.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "server.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def _authority(name: str) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _certificate(name, name, key.public_key()).add_extension(
        x509.BasicConstraints(ca=True, path_length=None), critical=True
    )
    return builder.sign(key, hashes.SHA256()), key


def _certificate(subject: str, issuer: str, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    named = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in (subject, issuer)]
    return (
        x509.CertificateBuilder()
        .subject_name(named[0])
        .issuer_name(named[1])
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
    )
