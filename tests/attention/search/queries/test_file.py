"""What stands in a document is found, by whoever may open the document."""

from __future__ import annotations

from django.core.files.base import ContentFile
from tests.core.files.test_words import pdf
from tests.factories.communities import outsider
from tests.factories.dialogue import make_contribution, make_place, member
from tests.factories.search import find, hits, index_everything

from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.files.store import store_upload
from gilde.core.files.words import read_words
from gilde.dialogue.models import Attachment


def test_the_words_in_a_document_lead_to_it_for_those_who_may_open_it(db: None) -> None:
    place = make_place(audience=Audience.COMMUNITY)
    anna = member(place)
    contribution = make_contribution(anna, place, "Verlichting")
    file = store_upload(ContentFile(pdf("Zeven kroonluchters in de zaal")), name="plan.pdf", uploader_id=anna.person_id)
    Attachment.objects.create(file=file, name="plan.pdf", contribution=contribution, uploader_id=anna.person_id)
    index_everything()
    assert find(anna, "kroonluchter") == []
    read_words.func(file.pk)
    index_everything()
    assert find(anna, "kroonluchter") == ["plan.pdf"]
    marked = [piece.text for piece in hits(anna, "kroonluchter").rows[0].text if piece.hit]
    assert marked == ["kroonluchters"]
    strangers: list[Actor] = [outsider(), member(make_place())]
    for stranger in strangers:
        assert find(stranger, "kroonluchter") == []
