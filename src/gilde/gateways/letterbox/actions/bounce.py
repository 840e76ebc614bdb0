"""What a mail server says of a letter that did not arrive (RFC 3464)."""

from __future__ import annotations

import re
from typing import Final

from gilde.attention.notifications.actions.paused_address import pause_address
from gilde.attention.notifications.models import Letter
from gilde.attention.notifications.reply_address import ReplyAddress
from gilde.people.models import Account

_LOOK: Final = 200_000  # bytes of a report
_ACTION: Final = re.compile(rb"^Action:\s*failed\b", re.IGNORECASE | re.MULTILINE)
# Bad mailbox, bad system, moved without a trace, disabled: RFC 3463, 3.2 and 3.3. A full box (X.2.2) may be emptied.
_STATUS: Final = re.compile(rb"^Status:\s*(5\.(?:1\.[12360]|1\.10|2\.1))\b", re.IGNORECASE | re.MULTILINE)
_CODE: Final = re.compile(rb"^Diagnostic-Code:\s*([^\r\n]{1,160})", re.IGNORECASE | re.MULTILINE)


def note_bounce(address: ReplyAddress, raw: bytes) -> str:
    """Pause the address of the letter that bounced, when it does so for good; the note for the operator."""
    letter = Letter.objects.filter(pk=address.number, person=address.person, sent_at__isnull=False).first()
    report = raw[:_LOOK]
    status = _STATUS.search(report)
    if letter is None or address.is_expired or not _ACTION.search(report) or status is None:
        return "not for good"
    account = Account.objects.filter(person=letter.person_id).first()
    if account is None or account.email.lower().encode() not in report.lower():  # it was changed since
        return "another address now"
    code = _CODE.search(report)
    pause_address(account=account, reason=(code[1] if code else status[1]).decode("ascii", "replace"))
    return f"paused: {status[1].decode()}"
