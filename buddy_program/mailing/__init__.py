"""What stands in the programme's mails."""
