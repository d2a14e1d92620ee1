"""Whom the product talks to: broker, mail server, provider and directory are asked, and nothing is sent."""

from cli.doctor.findings import Findings, advice, ok, wrong
from engine.domain.errors import DubanError
from engine.jobs.app import ask_broker
from engine.notify.smtp import SmtpPostman
from engine.settings import Settings
from engine.site import Site


def broker(settings: Settings) -> Findings:
    if settings.is_embedded:
        yield ok("broker_embedded")
    elif (reason := ask_broker(settings)) is not None:
        yield wrong("broker_away", reason=reason)
    else:
        yield ok("broker")


def mail(site: Site) -> Findings:
    settings, postman = site.settings, site.postman
    if not isinstance(postman, SmtpPostman):
        yield advice("mail_local")
        return
    where = f"{settings.smtp_host}:{settings.smtp_port}"
    try:
        postman.ask()
    except OSError as error:  # smtplib's errors among them
        yield wrong("mail_away", server=where, reason=str(error))
    else:
        yield ok("mail", server=where)


def directory(site: Site) -> Findings:
    if site.settings.ldap is None:
        return
    try:
        entries = site.read_directory()
    except DubanError as error:
        yield wrong("directory_away", reason=str(error.__cause__ or error))
    else:
        yield ok("directory", people=len(entries.people))


def provider(site: Site) -> Findings:
    if site.settings.oidc is None or site.provider is None:
        return
    try:
        site.provider.address("doctor", "doctor", "doctor" * 8, site.machine_clock.now())
    except DubanError as error:
        yield wrong("provider_away", issuer=site.settings.oidc.issuer, reason=str(error.__cause__ or error))
    else:
        yield ok("provider", issuer=site.settings.oidc.issuer)
