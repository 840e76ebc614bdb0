"""Commands that keep the house: worker, migrate, doctor, shell, createadmin."""

from __future__ import annotations

import sys
from getpass import getpass

from gilde.config.cli.commands import Refusal
from gilde.config.cli.opening import opened
from gilde.core.command_line import Parser


def worker(words: list[str]) -> None:
    """Run one task worker until it is told to stop."""
    parser = Parser(
        "worker",
        "Run one more task worker. `up` starts one already; add more on busy or separate machines.",
    )
    parser.parse_args(words)
    with opened():
        from gilde.core.tasks.worker import run

        run()


def migrate(words: list[str]) -> None:
    """Bring the database to this version."""
    parser = Parser(
        "migrate",
        "Update the database to this version. If it is interrupted, the next run continues where it stopped.",
    )
    parser.parse_args(words)
    with opened(migrated=False):
        from gilde.config.migration import NotMigrated
        from gilde.config.migration import migrate as bring

        try:
            changed = bring(verbosity=1)
        except NotMigrated as error:
            raise Refusal(str(error)) from None
        if not changed:
            print("The database is already up to date.")


def doctor(words: list[str]) -> int:
    """Look at everything and say what is wrong; 1 when something must be mended."""
    parser = Parser("doctor", "Check this installation: what is wrong, and how to mend it.")
    parser.parse_args(words)
    from gilde.config.doctor import examine

    return examine()


def shell(words: list[str]) -> None:
    """A Python prompt, or one piece of code."""
    parser = Parser(
        "shell",
        "A Python prompt inside Gilde; code on standard input is run as it is.",
        example="""-c 'from gilde.people.models import Person; print(Person.objects.count())'""",
    )
    parser.add_argument("-c", "--command", metavar="CODE", help="run this and exit")
    args = parser.parse_args(words)
    with opened():
        from django.core.management import call_command

        call_command("shell", command=args.command, verbosity=0)


def createadmin(words: list[str]) -> None:
    """Make an operator, or give an existing account those rights and a new password."""
    parser = Parser(
        "createadmin",
        "Create an operator. If the address already has an account, it gets the operator's rights and "
        "a new password, and its sessions end.",
        example="--email you@example.org",
    )
    parser.add_argument("--email", help="the address to log in with; asked for if left out")
    parser.add_argument("--name", help="the name people see, for a new account; asked for if left out")
    args = parser.parse_args(words)
    with opened():
        from gilde.config.operators import OperatorRefused, clean_email, grant, suggest_password

        asking = sys.stdin.isatty()
        if not args.email and not asking:
            raise Refusal("Say for whom: ./gilde createadmin --email you@example.org")
        try:
            email = clean_email(args.email or input("Email address: "))
            name = args.name or (input("Name: ").strip() if asking else "")
            password = (getpass("Password (leave empty to have one made): ") if asking else "") or None
            if password and password != getpass("The same password again: "):
                raise Refusal("The two passwords differ. Nothing was changed.")
            chosen = password or suggest_password()
            made = grant(email=email, name=name, password=chosen)
        except OperatorRefused as error:
            raise Refusal(str(error)) from None
        except EOFError:
            raise Refusal("\nNothing was changed.") from None
        print(f"{email} {'is an operator now' if made else 'has operator rights and a new password now'}.")
        if not password:
            print(f"Password: {chosen}   (shown once; change it after logging in)")
