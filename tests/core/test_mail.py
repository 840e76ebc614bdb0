import email
import stat

import pytest
from django.core.mail import EmailMessage, get_connection

BACKEND = "gilde.core.mail.FolderBackend"


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"


def send(*messages: EmailMessage) -> int:
    return get_connection(BACKEND).send_messages(messages)


def test_a_message_becomes_a_private_file_and_names_sort_by_time(settings):
    assert send(*(EmailMessage(f"Hello {n}", "Text", to=["anna@example.org"]) for n in range(3))) == 3
    files = sorted(settings.EMAIL_FILE_PATH.iterdir())
    assert [email.message_from_bytes(file.read_bytes())["Subject"] for file in files] == [
        "Hello 0",
        "Hello 1",
        "Hello 2",
    ]
    assert {file.suffix for file in files} == {".eml"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


@pytest.mark.parametrize("code", ["BCDF-GHJK", "123-456-789", "123456", "K7QX-2M4P"])
def test_a_code_is_printed_so_that_signing_up_works_without_mail(capsys, code):
    send(EmailMessage("Your code", f"Welcome!\n\n{code}\n\nUse it soon.", to=["anna@example.org"]))
    assert capsys.readouterr().out == f"mail to anna@example.org: Your code\n    code: {code}\n"


@pytest.mark.parametrize("line", ["HELLO", "WELL-KNOWN-THINGS-ARE-NOT-CODES-AT-ALL", "2026-11-21 10:00", "well-known"])
def test_an_ordinary_line_is_not_taken_for_a_code(capsys, line):
    send(EmailMessage("Subject", f"Text\n{line}\n", to=["anna@example.org"]))
    assert "code:" not in capsys.readouterr().out


def test_a_subject_cannot_draw_on_the_terminal(capsys):
    message = EmailMessage("x", "y", to=["a@example.org"])
    message.subject = "\x1b[2Jclear\u202e"
    from gilde.core.mail import _announce

    _announce(message)
    assert capsys.readouterr().out == "mail to a@example.org:  [2Jclear \n"


def test_a_folder_that_cannot_be_written_is_an_error_unless_told_otherwise(settings, tmp_path):
    (tmp_path / "mail").write_text("a file is in the way")
    message = EmailMessage("x", "y", to=["a@example.org"])
    with pytest.raises(OSError):
        send(message)
    assert get_connection(BACKEND, fail_silently=True).send_messages([message]) == 0
