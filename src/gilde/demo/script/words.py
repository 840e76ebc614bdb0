"""The words a writer may use in the content, and how mentions and links look in it."""

from __future__ import annotations

import re

COMMUNITY_KINDS = frozenset(
    [
        "association",
        "federation",
        "business_club",
        "working_group",
        "steering_group",
        "community_of_practice",
        "team",
        "network",
        "interim_pool",
        "circle",
    ]
)
CONTRIBUTION_KINDS = frozenset(["discussion", "question", "practice", "story", "idea", "resource", "announcement"])
COMMUNITY_AUDIENCES = frozenset({"public", "members", "community"})
SECTION_AUDIENCES = frozenset({"public", "members", "community", "me"})
SECTIONS = frozenset(
    [
        "headline",
        "story",
        "motivation",
        "specialisms",
        "interests",
        "hobbies",
        "languages",
        "region",
        "work",
        "affiliations",
        "links",
    ]
)
JOININGS = frozenset({"open", "request", "invitation"})
LANGUAGES = frozenset({"nl", "en"})
WORK_SITUATIONS = frozenset({"employee", "freelance", "both", "between", "student", "retired"})
MOTIVATION_KEYS = frozenset({"who_am_i", "where_is_my_heart", "what_do_i_want", "what_will_i_give_up", "how_i_work"})
LOGINS = frozenset({"member", "host", "newcomer"})
COMPLIMENT_STATUSES = frozenset({"shown", "hidden", "waiting"})
TELLER_STATUSES = frozenset({"approved", "waiting"})
OLDEST_DAY = 92

MENTION = re.compile(r"(?<![\w/.@])@([a-z][a-z0-9-]*)")
REFERENCE = re.compile(r"\[\[([a-z0-9-]+)\]\]")
