"""Where mail comes from: a maildir, a mailbox by IMAP, a provider's webhook, a pipe. Each only hands on what came."""
