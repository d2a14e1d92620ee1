"""The postman over SMTP, from the standard library."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage

from engine.notify.calls import Refused

OF_THIS_MAIL = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


@dataclass(frozen=True)
class SmtpPostman:
    """`starttls` for servers on the submission port; a user name means the server asks for one."""

    host: str
    port: int = 25
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    starttls: bool = False
    timeout: float = 20.0

    def ask(self) -> None:
        """Go as far as signing in and send nothing; OSError (SMTPException is one) where that fails."""
        with self._signed_in():
            pass

    def send(self, mail: EmailMessage) -> None:
        with self._signed_in() as server:
            try:
                server.send_message(mail)
            except OF_THIS_MAIL as error:
                raise Refused(str(error)) from error

    @contextmanager
    def _signed_in(self) -> Iterator[smtplib.SMTP]:
        with smtplib.SMTP(self.host, self.port, timeout=self.timeout) as server:
            if self.starttls:
                server.starttls()
            if self.username:
                server.login(self.username, self.password or "")
            yield server
