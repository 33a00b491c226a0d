"""What the hub tells those who listen."""

from django.dispatch import Signal

content_changed = Signal()
"""What cities publish has changed: `site_ids` (a frozenset) and `shared` (a bool).

It is sent inside the transaction of the change, which may still be rolled back: who
talks to the outside does so from `transaction.on_commit`, or notes it in a table.
"""
