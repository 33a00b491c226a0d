"""What is done behind a request's back, where the installation has a queue for it."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks import task, task_backends
from django_tasks.backends.immediate import ImmediateBackend


@task()
def send_messages() -> int:
    """Send the mails that are due; return how many tries that were."""
    # By name: what sends imports the links, asking for which notes a message.
    send: Callable[[], int] = import_string("buddy_program.services.mail.messages_send")
    return send()


def ring_when_committed() -> None:
    """Have the outbox looked into as soon as the transaction is over.

    Only where a queue takes it: no request waits for a mail server. Nothing depends on
    it; `send_buddy_mail` and `tend_buddies` find whatever is due.
    """
    if not isinstance(task_backends["default"], ImmediateBackend):
        transaction.on_commit(send_messages.enqueue, robust=True)
