"""The desk: what coordinators and the safeguarding role do in the admin."""
