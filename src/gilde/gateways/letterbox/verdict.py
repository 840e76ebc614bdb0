"""Whether the mail server that took a mail in believes its sender (RFC 8601)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from django.conf import settings

_RESULT: Final = re.compile(r"(?<![\w-])(spf|dkim|dmarc)\s*=\s*(\w+)", re.IGNORECASE)
_COMMENT: Final = re.compile(r"\([^()]*\)")


def is_forged(verdicts: Sequence[str]) -> bool:
    """Whether our own mail server says that this is not from whom it says.

    Only the line under the name in ``GILDE_MAIL_IN_AUTHSERV`` counts, the topmost: anybody can write others. DMARC
    decides where there is a result; else a mail is forged when SPF failed and no signature holds.
    """
    name = settings.MAIL_IN_AUTHSERV.lower()
    if not name:
        return False
    for line in verdicts:
        who, _, rest = _COMMENT.sub(" ", line).partition(";")
        if who.lower().split()[:1] != [name]:
            continue
        results: dict[str, set[str]] = {}
        for method, result in _RESULT.findall(rest):
            results.setdefault(method.lower(), set()).add(result.lower())
        if dmarc := results.get("dmarc", set()) - {"none", "temperror"}:
            return "pass" not in dmarc and "bestguesspass" not in dmarc
        return "fail" in results.get("spf", set()) and "pass" not in results.get("dkim", set())
    return False
