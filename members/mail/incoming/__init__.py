"""Mail that people send to the portal: answers to its letters, and topics begun by mail."""
