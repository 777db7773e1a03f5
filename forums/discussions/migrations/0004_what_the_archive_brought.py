"""Likes, polls and tags of communities that were imported before there was a place to show them."""

from django.db import migrations
from django.utils.text import slugify

from forums.discussions.discourse.hanging import polls_in, reactions_in, tags_in

BATCH = 1000


def fill(apps, schema_editor):
    """From what the origins keep; where something hangs on a post or a topic already, it stays as it is."""
    models = {name: apps.get_model("discussions", name) for name in MODELS}
    _fill_likes(models)
    _fill_polls(models)
    _fill_tags(models)


MODELS = ["Option", "Poll", "Post", "PostOrigin", "Tag", "Tagging", "Topic", "TopicOrigin"]


def _fill_likes(models):
    liked = models["PostOrigin"].objects.filter(details__has_key="likes", post__reactions={}, post__kind="post")
    posts = [
        models["Post"](pk=pk, reactions=reactions_in(details))
        for pk, details in liked.values_list("post_id", "details").iterator(BATCH)
    ]
    models["Post"].objects.bulk_update(posts, ["reactions"], batch_size=BATCH)


def _fill_polls(models):
    asked = models["PostOrigin"].objects.filter(details__has_key="polls", post__has_poll=False, post__kind="post")
    polls, options = [], []
    for origin in asked.select_related("post__topic").defer("post__body", "post__html"):
        topic = origin.post.topic
        for fields, answers in polls_in(origin.details, closed_at=topic.closed_at, ended_at=topic.last_posted_at):
            polls.append(models["Poll"](post=origin.post, **fields))
            options += [models["Option"](poll=polls[-1], **answer) for answer in answers]
    models["Poll"].objects.bulk_create(polls)
    models["Option"].objects.bulk_create(options)
    models["Post"].objects.filter(pk__in={poll.post_id for poll in polls}).update(has_poll=True)


def _fill_tags(models):
    tagged = models["TopicOrigin"].objects.filter(details__has_key="tags", topic__tag_names=[])
    names = {pk: found for pk, details in tagged.values_list("topic_id", "details") if (found := tags_in(details))}
    tags = _tags(models["Tag"], sorted({name for found in names.values() for name in found}))
    for topic in models["Topic"].objects.filter(pk__in=names):
        carried = list(dict.fromkeys(tags[name] for name in names[topic.pk]))
        topic.tag_names = [tag.name for tag in carried]
        topic.save(update_fields=["tag_names"])
        models["Tagging"].objects.bulk_create(models["Tagging"](topic=topic, tag=tag) for tag in carried)
    for tag in set(tags.values()):
        public = models["Tagging"].objects.filter(tag=tag, topic__board__audience="everyone", topic__hidden_at=None)
        tag.topic_count = public.count()
        tag.save(update_fields=["topic_count"])


def _tags(Tag, names):
    """{name: the Tag that stands for it}."""
    slugs = {name: slugify(name)[:40] for name in names}
    Tag.objects.bulk_create((Tag(name=name, slug=slug) for name, slug in slugs.items()), ignore_conflicts=True)
    found = {tag.slug: tag for tag in Tag.objects.filter(slug__in=slugs.values()).select_related("synonym_of")}
    return {name: found[slug].synonym_of or found[slug] for name, slug in slugs.items()}


class Migration(migrations.Migration):
    dependencies = [("discussions", "0003_texts_and_files")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
