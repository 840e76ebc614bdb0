"""Mail for installations without a mail server: every message becomes a file in a folder, and codes are printed."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from gilde.core.clock import now

# A line that is a code and nothing else: "BCDF-GHJK", "123-456-789".
_CODE_LINE = re.compile(r"^\s*((?=[A-Z0-9-]{6,})[A-Z0-9]{2,6}(?:-[A-Z0-9]{2,6}){1,3}|\d{6,9})\s*$", re.MULTILINE)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


class FolderBackend(BaseEmailBackend):
    """Writes each message to ``settings.EMAIL_FILE_PATH`` as ``TIME-RANDOM.eml``, readable by this user only.

    File names sort by time. A message appears whole or not at all. For each receiver one line is printed, with the
    code in the message if there is one, so that signing up works on a machine where nobody set up mail.
    """

    def __init__(self, *args: Any, file_path: str | os.PathLike[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.folder = Path(file_path or settings.EMAIL_FILE_PATH)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write and announce the messages; returns how many were written.

        Raises:
            OSError: when the folder cannot be written, unless ``fail_silently``.
        """
        sent = 0
        for message in email_messages:
            if not message.recipients():
                continue
            try:
                self._write(message)
            except OSError:
                if not self.fail_silently:
                    raise
                continue
            sent += 1
            _announce(message)
        return sent

    def _write(self, message: EmailMessage) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = f"{now():%Y%m%dT%H%M%S.%fZ}-{secrets.token_hex(4)}"
        draft = self.folder / f".{name}.draft"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(message.message().as_bytes())
                stream.flush()
                os.fsync(stream.fileno())
            draft.rename(self.folder / f"{name}.eml")
        except BaseException:
            draft.unlink(missing_ok=True)
            raise


def _announce(message: EmailMessage) -> None:
    code = _CODE_LINE.search(str(message.body))
    with contextlib.suppress(OSError):  # whoever read what is printed has left; the mail is written all the same
        for receiver in message.recipients():
            sys.stdout.write(_UNPRINTABLE.sub(" ", f"mail to {receiver}: {message.subject}") + "\n")
        if code:
            sys.stdout.write(f"    code: {code.group(1)}\n")
        sys.stdout.flush()
