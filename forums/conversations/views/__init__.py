"""What people see of their conversations, and what they do in them."""
