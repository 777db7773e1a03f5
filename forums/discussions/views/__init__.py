"""What people do in discussions, a file for each thing they work on."""
