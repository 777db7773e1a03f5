"""Celery, and the timetable of everything that falls due."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cxpa_portal.settings")

app = Celery("cxpa_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

DAY = 86_400  # seconds

# Each line asks a room "what is due by now?". Nothing depends on one of these having run at an exact time.
app.conf.beat_schedule = {
    "send the mail that is waiting": {"task": "members.mail.tasks.sweep", "schedule": 60},
    "forget the letters that were kept long enough": {"task": "members.mail.tasks.forget", "schedule": 3600},
    "take in the mail that came": {"task": "members.mail.incoming.tasks.fetch", "schedule": 60},
    "let go of the words of old mail": {"task": "members.mail.incoming.tasks.forget_words", "schedule": DAY},
    "tell the watchers of new posts": {"task": "forums.reading.tasks.tell", "schedule": 60},
    "remind of posts people kept": {"task": "forums.reading.tasks.remind", "schedule": 300},
    "reckon what was most talked of": {"task": "forums.reading.tasks.reckon_tops", "schedule": 3600},
    "reckon where unread begins": {"task": "forums.reading.tasks.reckon_starts", "schedule": DAY},
    "publish the topics whose hour has come": {"task": "forums.discussions.tasks.publish_planned", "schedule": 60},
    "tell of the polls that closed": {"task": "forums.discussions.tasks.close_polls", "schedule": 300},
    "count the topics of each tag": {"task": "forums.discussions.tasks.count_tags", "schedule": 3600},
    "render old posts anew": {"task": "forums.discussions.tasks.render_old_posts", "schedule": 600},
    "discard files no post came of": {"task": "forums.discussions.tasks.discard_unclaimed_files", "schedule": DAY},
    "discard files no message came of": {"task": "forums.conversations.tasks.discard_unclaimed_files", "schedule": DAY},
    "put to everybody what experts did not come to": {"task": "forums.experts.tasks.open_up", "schedule": 600},
    "know the sites that imported posts lead to": {"task": "forums.moderation.tasks.learn_hosts", "schedule": 3600},
    "write down what moderators did in a month": {"task": "forums.moderation.tasks.write_summaries", "schedule": DAY},
    "index what changed for search": {"task": "forums.discussions.tasks.index_old_posts", "schedule": 600},
    "index the articles that changed": {"task": "forums.articles.tasks.index_old", "schedule": 600},
    "read the words of search": {"task": "forums.discussions.tasks.reckon_search_words", "schedule": DAY},
    "tell of what saved searches found": {"task": "forums.reading.tasks.tell_searches", "schedule": 600},
    "publish the articles whose hour has come": {"task": "forums.articles.tasks.publish_due", "schedule": 60},
    "discard files no article came of": {"task": "forums.articles.tasks.discard_unclaimed_files", "schedule": DAY},
    "ask others in place of silent ones": {"task": "forums.soundings.tasks.ask_others", "schedule": 600},
    "close the sounding boards whose week is over": {"task": "forums.soundings.tasks.close_over", "schedule": 300},
    "look after the playbooks": {"task": "forums.playbooks.tasks.look", "schedule": 3600},
    "clear away old drafts": {"task": "members.progress.tasks.clean", "schedule": DAY},
    "write the digests": {"task": "cxpa_portal.digest.tasks.write_due", "schedule": 300},
    "remind of what begins soon": {"task": "events.registration.tasks.remind", "schedule": 300},
    "ask what came of answers": {"task": "forums.questions.tasks.ask_what_came", "schedule": 3600},
    "keep the answer promise": {"task": "forums.questions.tasks.keep_the_promise", "schedule": 300},
    "count how the promise is kept": {"task": "forums.questions.tasks.reckon_the_promise", "schedule": 3600},
    "remind of memberships that end": {"task": "members.membership.tasks.remind", "schedule": 3600},
    "close applications nobody went on with": {"task": "certification.applications.tasks.expire", "schedule": 3600},
    "remind of credentials and their renewal": {"task": "certification.renewal.tasks.remind", "schedule": 3600},
    "end the right to sit when its time is over": {"task": "certification.exams.tasks.expire", "schedule": 3600},
}
