"""Addresses of the jobs room."""

from django.urls import path

from storecrew.kernel.jobs.views import acts, index, letters, schedules, tasks, works

app_name = "jobs"
urlpatterns = [
    path("", index.index, name="index"),
    path("letters/retry", letters.retry_all, name="letters_retry"),
    path("letters/<int:delivery_id>", letters.letter, name="letter"),
    path("letters/<int:delivery_id>/retry", letters.retry, name="letter_retry"),
    path("acts/", acts.acts, name="acts"),
    path("acts/<int:act_id>", acts.act, name="act"),
    path("acts/<int:act_id>/retry", acts.retry, name="act_retry"),
    path("acts/<int:act_id>/drop", acts.drop, name="act_drop"),
    path("schedules/<str:name>/hold", schedules.hold, name="schedule_hold"),
    path("schedules/<str:name>/release", schedules.release, name="schedule_release"),
    path("schedules/<str:name>/run", schedules.run_now, name="schedule_run"),
    path("tasks/<str:task_id>/retry", tasks.retry, name="task_retry"),
    path("tasks/<str:task_id>/discard", tasks.discard, name="task_discard"),
    path("works/", works.works, name="works"),
    path("works/<int:work_id>", works.work, name="work"),
    path("works/<int:work_id>/cancel", works.cancel, name="work_cancel"),
    path("works/<int:work_id>/resume", works.resume, name="work_resume"),
    path("works/<int:work_id>/report.csv", works.report, name="work_report"),
]
