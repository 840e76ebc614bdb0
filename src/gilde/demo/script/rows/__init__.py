"""What the script of the demo consists of; times are relative to the day on which it starts."""

from gilde.demo.script.rows.cases import Case
from gilde.demo.script.rows.communities import Ambition, Behaviour, Community, Invitation, JoinRequest, Parent, Result
from gilde.demo.script.rows.conversations import Answer, Appreciation, Closing, Comment, Compliment, Contribution, Draft
from gilde.demo.script.rows.moment import When
from gilde.demo.script.rows.people import Affiliation, Link, Organisation, Person
from gilde.demo.script.rows.script import Script, ScriptError

__all__ = [
    "Affiliation",
    "Ambition",
    "Answer",
    "Appreciation",
    "Behaviour",
    "Case",
    "Closing",
    "Comment",
    "Community",
    "Compliment",
    "Contribution",
    "Draft",
    "Invitation",
    "JoinRequest",
    "Link",
    "Organisation",
    "Parent",
    "Person",
    "Result",
    "Script",
    "ScriptError",
    "When",
]
