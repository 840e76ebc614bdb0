"""People who live in an installation before a journey begins, each with a log-in that is ready.

Signing up has journeys of its own; the others start from somebody who has done so, through the same actions.
"""

from __future__ import annotations

import json
import secrets

from tests.live import Live

_NAMES = (
    "Anna Bo Cas Dirk Eva Finn Gijs Hanna Ilse Jan Kim Lars Mila Noor Otto Pien Quinten Roos Saar Teun Ursula Vera "
    "Wim Xandra Yde Zita Aron Britt Coen Daphne Emil Fleur Guus Hedy Igor Jip Karel Lena Mats Nina Olaf Petra"
).split()

_SETTLE = """
import json
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from gilde.people.actions.person import join
from gilde.people.models import Account
made = []
for first in {names!r}:
    email = f"{{first.lower()}}.{family}@example.org"
    account = Account.objects.create_user(email)
    EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
    person = join(account=account, name=f"{{first}} {family_name}", handle=f"{{first.lower()}}-{family}")
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "gilde.people.backend.Backend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    UserSession.objects.create(user=account, ip="127.0.0.1", user_agent="", session_key=session.session_key)
    made.append({{"name": person.name, "handle": person.handle, "email": email, "session": session.session_key}})
print(json.dumps(made))
"""


def settle(house: Live, family: str) -> list[dict[str, str]]:
    """Give about forty people of one family name an account, a person and a session."""
    mark = secrets.token_hex(2)  # so that they can come to a house that was in use before
    code = _SETTLE.format(names=_NAMES, family=f"{family.lower()}-{mark}", family_name=family)
    return list(json.loads(house.inside(code).splitlines()[-1]))


_DOORS = """
import json
from gilde.demo.views.login import link_for
from gilde.people.models import Person
rows = Person.objects.filter(account__email__endswith="@demo.example")
print(json.dumps({row.handle: [row.name, link_for(row)] for row in rows}))
"""


def doors(demo: Live) -> dict[str, tuple[str, str]]:
    """Everybody who lives in the demo: handle → name and the path that logs in."""
    return {handle: (name, path) for handle, (name, path) in json.loads(demo.inside(_DOORS).splitlines()[-1]).items()}
