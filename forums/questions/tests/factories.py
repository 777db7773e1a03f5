"""What tests make of this room."""
