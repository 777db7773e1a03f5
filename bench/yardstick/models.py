from django.db import models


class Topic(models.Model):
    title = models.TextField()
    board = models.TextField()
    last_number = models.IntegerField()

    class Meta:
        managed = False

    def __str__(self):
        return self.title


class Post(models.Model):
    topic = models.ForeignKey(Topic, models.DO_NOTHING)
    number = models.IntegerField()
    author = models.TextField()
    headline = models.TextField()
    html = models.TextField()
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField()

    class Meta:
        managed = False

    def __str__(self):
        return f"{self.topic_id} #{self.number}"
