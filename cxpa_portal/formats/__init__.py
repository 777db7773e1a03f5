"""How days and hours are written where Django writes them by itself, as in the admin: see `FORMAT_MODULE_PATH`."""
