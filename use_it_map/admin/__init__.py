"""The map in the admin: forms, lists, queues."""
