"""The text fields of the composer: a main text takes files with a button, the other parts only by pasting."""

from __future__ import annotations

from django.template import engines


def test_only_the_main_text_keeps_room_for_a_button_that_adds_files():
    macros = engines["jinja2"].env.get_template("ui/macros/composer.html").module
    whole = str(macros.editor("id_body", "body", "Text", upload_url="/new/files/"))
    part = str(macros.editor("id_body", "body", "Text", upload_url="/new/files/", part=True))
    assert 'data-add="Add a picture or file"' in whole
    assert "data-add" not in part
