"""The pages of the room: finding experts, being one, endorsing one, and being asked."""
