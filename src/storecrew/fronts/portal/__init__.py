"""What a supplier sees who was sent a link: what is to be sent, what is there, what is owed. docs/portal.md."""
