"""What a host holds back or hid is found by nobody, at once and after the index has heard of it."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from tests.core.files.test_words import pdf
from tests.factories.dialogue import (
    client_of,
    make_answer,
    make_comment,
    make_contribution,
    make_place,
    make_question,
    member,
)
from tests.factories.search import find, hits, index_everything

from gilde.communities.enums import Role
from gilde.core.audience import Audience
from gilde.core.files.store import store_upload
from gilde.dialogue.actions.withheld import withhold
from gilde.dialogue.enums import State
from gilde.dialogue.models import Attachment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", [State.HELD, State.HIDDEN])
def test_nothing_withheld_is_found_or_suggested(state: State) -> None:
    place = make_place(audience=Audience.PUBLIC)
    host, writer, reader = member(place, "Hedy", role=Role.HOST), member(place, "Wim"), member(place, "Rik")
    question = make_question(writer, place, "Wie repareert een carillon zonder klok?")
    answer = make_answer(writer, question, "De beiaardier doet dat.")
    under = make_comment(reader, question, "Een klepel hoort daarbij.", answer=answer)
    comment = make_comment(writer, question, "Ook het uurwerk.")
    whole = make_contribution(writer, place, "Torenwachter gezocht")
    make_comment(reader, whole, "Met een lantaarn.")
    index_everything()
    words = {"beiaardier": answer, "uurwerk": comment, "torenwachter": whole}
    for word in (*words, "klepel", "lantaarn"):
        assert find(reader, word), word
    for row in words.values():
        assert withhold(actor=host, row=row, state=state)  # type: ignore[arg-type]
    assert under.answer_id == answer.pk
    for _turn in ("the index still holds it", "the index has heard"):
        for word in (*words, "klepel", "lantaarn"):
            for order in ("newest", "best"):
                found = hits(reader, word, order=order)
                assert not found.rows, word
                assert not found.after, word
            for client in (client_of(reader), Client()):
                assert "<mark>" not in client.get(reverse("search:page"), {"q": word}).content.decode(), word
                assert "Torenwachter" not in client.get(reverse("search:instant"), {"q": word}).content.decode()
        index_everything()
    assert find(reader, "carillon") == [question.title]


def test_a_file_of_a_comment_beneath_a_withheld_answer_is_not_found() -> None:
    place = make_place(audience=Audience.PUBLIC)
    host, writer, reader = member(place, role=Role.HOST), member(place), member(place)
    question = make_question(writer, place, "Wie repareert een carillon?")
    answer = make_answer(writer, question, "De beiaardier.")
    under = make_comment(reader, question, "Zo ziet dat eruit.", answer=answer)
    file = store_upload(ContentFile(pdf("Een tekening")), name="tekening.pdf", uploader_id=reader.person_id)
    Attachment.objects.create(
        file=file, name="klepel.pdf", contribution=question, comment=under, uploader_id=reader.person_id
    )
    index_everything()
    assert find(host, "klepel") == ["klepel.pdf"]
    withhold(actor=host, row=answer, state=State.HIDDEN)
    assert find(host, "klepel") == []
    index_everything()
    assert find(host, "klepel") == []
