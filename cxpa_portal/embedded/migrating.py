"""Migrations on an empty database, seven times as fast: for tests and the first `make up`.

Before each operation Django renders anew every model that is connected to the one it is about. Here all are, by way of
Person, so a hundred small operations render fourteen thousand classes: half a minute of it, to write five seconds of
SQL. But what only adds (a model, a field, an index, a constraint) needs only the class that it adds to. Everything else
renders all of them afresh, and so does, by Django's own flag `is_delayed`, whatever runs Python.
"""

from contextlib import contextmanager

from django.db.migrations import executor
from django.db.migrations.state import ProjectState


class QuickState(ProjectState):
    """A ProjectState that renders one class where that is enough, and forgets all of them where it is not."""

    def add_model(self, model_state):
        with self._rendering_only(model_state.app_label, model_state.name_lower):
            super().add_model(model_state)

    def add_field(self, app_label, model_name, *field, **about):
        with self._rendering_only(app_label, model_name):
            super().add_field(app_label, model_name, *field, **about)

    def remove_model(self, app_label, model_name):
        self._forget()
        super().remove_model(app_label, model_name)

    def reload_model(self, app_label, model_name, delay=False):
        """`delay` is Django's word for: no other model's fields depend on what changed."""
        if delay:
            with self._rendering_only(app_label, model_name):
                pass
        else:
            self._forget()

    def reload_models(self, models, delay=True):
        self._forget()

    def clone(self):
        state = super().clone()
        state.__class__ = type(self)
        return state

    @contextmanager
    def _rendering_only(self, app_label, model_name):
        apps = self._forget()  # as long as there are none, Django renders none
        yield
        if apps:
            self.apps = apps
            self.is_delayed = True
            self._reload({(app_label, model_name)})

    def _forget(self):
        return self.__dict__.pop("apps", None)


@contextmanager
def quick_migrations():
    """Within, `migrate` renders as little as it can."""
    executor.ProjectState = QuickState
    try:
        yield
    finally:
        executor.ProjectState = ProjectState
