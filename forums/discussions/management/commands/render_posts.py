import sys

from django.core.management.base import BaseCommand
from tqdm import tqdm

from forums.discussions.markdown import RENDER_VERSION
from forums.discussions.models import Post
from forums.discussions.rendering import BATCH, render_batch


class Command(BaseCommand):
    help = "Render the posts anew that an earlier version rendered. Stop it when you like; it goes on where it was."

    def handle(self, *args, **options):
        old = Post.objects.filter(render_version__lt=RENDER_VERSION, kind=Post.POST)
        count = old.count()
        with tqdm(desc="posts", total=count, unit=" posts", file=sys.stderr, leave=False, disable=None) as bar:
            after = 0
            while (after := render_batch(after)) is not None:
                bar.update(min(BATCH, count - bar.n))
        self.stdout.write(f"{count} posts were of an earlier version; all are of version {RENDER_VERSION} now.")
