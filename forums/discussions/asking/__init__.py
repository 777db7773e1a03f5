"""The parts of the form by which a topic is begun, a file for each."""
