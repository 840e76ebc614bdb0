from gilde.people.models.account import Account
from gilde.people.models.affiliation import Affiliation
from gilde.people.models.arrival import ArrivalStep
from gilde.people.models.block import Block
from gilde.people.models.erasure import Erasure
from gilde.people.models.export import Export
from gilde.people.models.follow import Follow
from gilde.people.models.label import Label, PersonLabel
from gilde.people.models.link import Link
from gilde.people.models.organisation import FormerOrganisationSlug, Organisation
from gilde.people.models.person import FormerHandle, Motivation, Person
from gilde.people.models.policy import Policy, PolicyAgreement
from gilde.people.models.policy_letter import PolicyLetter

__all__ = [
    "Account",
    "Affiliation",
    "ArrivalStep",
    "Block",
    "Erasure",
    "Export",
    "Follow",
    "FormerHandle",
    "FormerOrganisationSlug",
    "Label",
    "Link",
    "Motivation",
    "Organisation",
    "Person",
    "PersonLabel",
    "Policy",
    "PolicyAgreement",
    "PolicyLetter",
]
