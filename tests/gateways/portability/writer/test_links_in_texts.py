"""Links from one imported text to another, to people, and to what comes later."""

from __future__ import annotations

import pytest
from tests.factories.portability import SITE, Source, answer, became, comment, person, thread

from gilde.dialogue.models import Contribution
from gilde.gateways.portability.models import ImportedRecord
from gilde.people.models import Person


def q(number: int | str) -> str:
    return f"https://{SITE}/q/{number}"


def test_a_link_leads_to_what_is_there_already(source: Source) -> None:
    later = thread("6", body=f"See [this]({q(5)}) and {q(5)}.")
    source.bring(thread("5"), later)
    number = became(thread("5")).pk
    row = became(later)
    assert row.body == f"See [this](/d/{number}/) and [/d/{number}/](/d/{number}/)."
    assert f'href="/d/{number}/"' in row.body_html
    assert SITE not in row.body_html


def test_a_link_leads_to_what_came_later_too(source: Source) -> None:
    first = thread("5", body=f"See [the answer](https://{SITE}/m/7) and [that]({q(6)}).")
    reply = answer("7", "6", f"As [asked]({q(5)}), and [below](https://{SITE}/m/8).")
    source.bring(first, thread("6"), reply, comment("8", "6", parent_id="7"))
    asked, other, given = became(first).pk, became(thread("6")).pk, became(reply).pk
    below = became(comment("8", "6")).pk
    assert became(first).body == f"See [the answer](/d/{other}/?at=a{given}#a{given}) and [that](/d/{other}/)."
    assert became(reply).body == f"As [asked](/d/{asked}/), and [below](/d/{other}/?at=a{given}#c{below})."
    assert f"/d/{other}/?at=a{given}#a{given}" in became(first).body_html.replace("&amp;", "&")
    assert not ImportedRecord.objects.filter(unresolved=True).exists()


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_it_makes_no_difference_where_a_batch_ends(source: Source, size: int) -> None:
    source.size = size
    chain = [thread(str(number), body=f"[on]({q((number + 1) % 8)})") for number in range(8)]
    source.bring(*chain)
    numbers = [became(record).pk for record in chain]
    assert [became(record).body for record in chain] == [
        f"[on](/d/{numbers[(position + 1) % 8]}/)" for position in range(8)
    ]


def test_a_link_to_what_only_a_later_export_brings_is_mended_then(source: Source) -> None:
    first = thread("5", body=f"See [that]({q(6)}).")
    source.bring(first)
    assert became(first).body == f"See [that]({q(6)})."
    done = source.bring(first, thread("6"))
    assert done.results("5") == ["same"]
    assert became(first).body == f"See [that](/d/{became(thread('6')).pk}/)."


def test_a_text_that_was_edited_here_meanwhile_is_left_alone(source: Source) -> None:
    first = thread("5", body=f"See [that]({q(6)}).")
    source.bring(first)
    Contribution.objects.update(body="Edited here")
    source.bring(first, thread("6"))
    assert became(first).body == "Edited here"


def test_a_mended_link_does_not_count_as_an_edit(source: Source) -> None:
    first = thread("5", body=f"See [that]({q(6)}).")
    source.bring(first, thread("6"))
    done = source.bring(thread("5", body=f"Really, see [that]({q(6)})."), thread("6"))
    assert done.results("5") == ["updated"]
    assert became(first).body == f"Really, see [that](/d/{became(thread('6')).pk}/)."


def test_a_link_to_somebody_leads_to_their_profile(source: Source) -> None:
    anna = person("1", "Anna Visser")
    source.bring(anna, thread("5", body=f"Ask [Anna](https://{SITE}/users/1/anna)."))
    assert Contribution.objects.get().body == "Ask [Anna](/@anna-visser/)."


def test_a_link_to_somebody_who_left_stays_as_it_was(source: Source) -> None:
    source.bring(person("1", "Anna"))
    Person.objects.update(state="erased")
    source.bring(person("1", "Anna"), thread("5", body=f"Ask [Anna](https://{SITE}/users/1)."))
    assert f"https://{SITE}/users/1" in Contribution.objects.get().body


def test_code_and_other_sites_stay_as_they_are(source: Source) -> None:
    body = f"`{q(5)}` and https://other.example/q/5 and https://{SITE}.evil.example/q/5"
    source.bring(thread("5"), thread("6", body=body))
    assert became(thread("6")).body == body


def test_an_address_with_a_title_behind_its_number_is_found(source: Source) -> None:
    source.bring(thread("5"), thread("6", body=f"[x](https://{SITE}/questions/5/any-old-title?lq=1#7)"))
    assert became(thread("6")).body == f"[x](/d/{became(thread('5')).pk}/)"
