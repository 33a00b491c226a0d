"""What is done behind a request's back, where the installation has a queue for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task, task_backends
from django_tasks.backends.immediate import ImmediateBackend


@task()
def send_messages() -> int:
    """Send the mails that are due; return how many tries that were."""
    # By name: what sends imports the links, asking for which notes a message.
    send: Callable[[], int] = import_string("buddy_program.services.mail.messages_send")
    return send()


class Unfinished(Exception):
    """Some of what was due has failed; it is in the log and stays due."""


@task()
def tend_programmes(
    *, retention_only: bool = False, dry_run: bool = False
) -> dict[str, int]:
    """Do what is due in every city; return how many things of each step were done.

    Safe to run at any time, and twice: what is done isn't due any more. A dry run
    returns how many there are to do, and changes nothing.

    Raises:
        Unfinished: so that the queue shows it; the rest was done.
    """
    tend: Callable[..., Any] = import_string("buddy_program.services.tending.tend")
    tended = tend(now=timezone.now(), retention_only=retention_only, dry_run=dry_run)
    done = {each.step: each.done for each in tended}
    if not retention_only and not dry_run:
        done["mails tried"] = send_messages.call()
    if failures := sum(each.failed for each in tended):
        raise Unfinished(f"{failures} things failed; they stay due.")
    return done


def ring_when_committed() -> None:
    """Have the outbox looked into as soon as the transaction is over.

    Only where a queue takes it: no request waits for a mail server. Nothing depends on
    it; `send_buddy_mail` and `tend_buddies` find whatever is due.
    """
    if not isinstance(task_backends["default"], ImmediateBackend):
        transaction.on_commit(send_messages.enqueue, robust=True)
