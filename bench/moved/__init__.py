"""The portal with a clock that a drill moves, in every process at once: web, workers, beats and SQL."""
