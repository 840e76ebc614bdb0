"""``./gilde up``: the pages and the task worker, under one supervisor."""

from __future__ import annotations

import argparse
import errno
import gc
import json
import os
import socket
import sys
from collections.abc import Callable
from typing import Any

from gilde.config.cli.commands import Refusal
from gilde.config.cli.opening import finish_restore
from gilde.config.env import ConfigurationError, Env, read_env
from gilde.config.preparation import Unprepared, load_django, make_folders, prepare
from gilde.config.process import Lock, limit_memory_arenas, open_listener
from gilde.config.share import Share
from gilde.config.supervisor import Job, Supervisor, in_child, say
from gilde.core.command_line import Parser


def up(words: list[str]) -> None:
    """Start everything and stay until Ctrl-C or SIGTERM."""
    parser = Parser(
        "up",
        "Start Gilde. The first start makes the folder GILDE_VAR with database, files and secrets.",
        example="--demo",
        more="Everything else is set in the environment: docs/reference/configuration.md lists all keys.",
    )
    parser.add_argument("--demo", action="store_true", help="fill an empty Gilde with a living example")
    parser.add_argument("--bind", metavar="HOST:PORT", help="where to listen (GILDE_BIND, else 127.0.0.1:8000)")
    parser.add_argument("--url", metavar="ADDRESS", help="the address people type (GILDE_URL)")
    args = parser.parse_args(words)
    gc.disable()  # importing makes what stays: looking for what goes would cost an eighth of the start
    env = _settings_from(args)
    os.umask(0o077)
    limit_memory_arenas()
    finish_restore(env)
    try:
        make_folders(env)
    except Unprepared as error:
        raise Refusal(str(error)) from None
    held = _hold(env)
    listener = _listen(env)
    try:
        load_django()
    except Unprepared as error:
        raise Refusal(str(error)) from None
    news = _prepare_in_child(demo=env["GILDE_DEMO"])
    application, share = _load_application(), Share(env["GILDE_WEB_WORKERS"])
    jobs = [
        Job(f"web process {number}", _web(application, listener, number, share, env))
        for number in range(1, env["GILDE_WEB_WORKERS"] + 1)
    ]
    jobs.append(Job("task worker", _work))
    Supervisor(jobs).run(started=lambda: _announce(env, news))
    for lock in held:
        lock.free()
    say("Gilde has stopped.")


def _settings_from(args: argparse.Namespace) -> Env:
    """What the flags say goes into the environment, so that every process reads the same."""
    for flag, key in (("bind", "GILDE_BIND"), ("url", "GILDE_URL")):
        if getattr(args, flag):
            os.environ[key] = getattr(args, flag)
    if args.demo:
        os.environ["GILDE_DEMO"] = "1"
    try:
        return read_env()
    except ConfigurationError as error:
        raise Refusal(str(error)) from None


def _hold(env: Env) -> list[Lock]:
    """One ``up`` per folder, and no restoring of a backup meanwhile. Leftovers of a killed one mean nothing."""
    alone = Lock(env.var / "run" / "up.lock")
    # A killed supervisor takes its children along, but they need a moment to go.
    if not alone.take(patience=3.0):
        where = alone.path.read_text().strip()
        raise Refusal(f"Gilde is already running in {env.var}{': ' + where if where else ''}. Stop that one first.")
    alone.note(f"{env['GILDE_URL']} (process {os.getpid()})\n")
    in_use = Lock(env.var / "run" / "use.lock", shared=True)
    if not in_use.take(patience=3.0):
        raise Refusal(f"A backup is being restored in {env.var}. Start again when that is done.")
    return [alone, in_use]


def _listen(env: Env) -> socket.socket:
    host, port = env.bind
    try:
        return open_listener(host, port)
    except OSError as error:
        where = env["GILDE_BIND"]
        if error.errno == errno.EADDRINUSE:
            raise Refusal(
                f"Port {port} is taken by another program. Stop that, or use another port: "
                f"./gilde up --bind {host or '127.0.0.1'}:{port + 1 if port < 65535 else 8000}"
            ) from None
        if error.errno == errno.EACCES:
            raise Refusal(
                f"This user may not listen on port {port}. Use a port above 1023: ./gilde up --bind 127.0.0.1:8000"
            ) from None
        raise Refusal(f"Gilde cannot listen on {where}: {error.strerror or error}. Set GILDE_BIND.") from None


def _prepare_in_child(*, demo: bool) -> dict[str, Any]:
    """Migrate and the like in a process of its own: no connection and no memory of it stay behind in this one.

    Meanwhile this one imports what every page needs.
    """
    from django.urls import get_resolver

    reader, writer = os.pipe()

    def work() -> None:
        gc.enable()
        try:
            prepare()
            with os.fdopen(writer, "w") as pipe:
                json.dump(_news(demo=demo), pipe)
        except Unprepared as error:
            print(error, file=sys.stderr)
            sys.exit(1)

    finished = in_child(work)
    os.close(writer)
    _ = get_resolver().url_patterns
    with os.fdopen(reader) as pipe:
        text = pipe.read()
    if not finished():
        raise SystemExit(1)
    result: dict[str, Any] = json.loads(text)
    return result


def _news(*, demo: bool) -> dict[str, Any]:
    """What the terminal should say beside the address: the demo's logins and the set-up link."""
    from django.contrib.auth import get_user_model

    from gilde.core import setup_link

    news: dict[str, Any] = {"logins": [], "setup": ""}
    if demo:
        from gilde.demo import doors

        if not doors.is_loaded():
            from gilde.demo.load import load

            load(say)
        news["logins"] = [[label, path] for label, path in doors.logins()]
    if not get_user_model().objects.filter(is_superuser=True, is_active=True).exists():
        news["setup"] = setup_link.make()
    return news


def _load_application() -> Callable[..., Any]:
    """The pages, loaded once, before the web processes are forked and share them."""
    from gilde.config.wsgi import application

    gc.freeze()  # what is shared stays shared: the collector of a child does not touch it
    gc.enable()
    return application


def _web(
    application: Callable[..., Any], listener: socket.socket, number: int, share: Share, env: Env
) -> Callable[[], None]:
    def run() -> None:
        # A page makes thousands of objects and hardly a ring among them: looking for rings at every 700th costs a
        # twentieth of it.
        gc.set_threshold(10_000)
        from gilde.config.web import IDLE, IDLE_BEHIND_PROXY, serve
        from gilde.core.live.hub import Hub

        # A form may carry several files, each as large as a file may be.
        largest = 10 * env["GILDE_UPLOAD_MB"] * 1_000_000
        serve(
            application,
            listener,
            number=number,
            threads=env["GILDE_WEB_THREADS"],
            streams=Hub,
            share=share,
            largest=largest,
            idle=IDLE_BEHIND_PROXY if env["GILDE_TRUSTED_PROXIES"] else IDLE,
        )

    return run


def _work() -> None:
    from gilde.core.tasks.worker import run

    run()


def _announce(env: Env, news: dict[str, Any]) -> None:
    from django.urls import reverse

    address = env["GILDE_URL"]
    say(f"Gilde runs at {address}   (Ctrl-C stops it)")
    for label, path in news["logins"]:
        say(f"  log in as {label}: {address}{path}")
    if news["setup"]:
        path = reverse("people:setup", args=[news["setup"]])
        say(f"Set it up within the hour with this link, which works once: {address}{path}")
        say("Link expired or lost? Run ./gilde createadmin")
