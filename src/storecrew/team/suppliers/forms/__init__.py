"""The forms of keeping up with suppliers, each for one action."""

from storecrew.team.suppliers.forms.contact import CareForm, FavourForm, LogForm, RhythmForm
from storecrew.team.suppliers.forms.problems import (
    AgreeForm,
    AnswerForm,
    DropForm,
    EditProblemForm,
    MoreForm,
    ProblemForm,
    SendForm,
    SettleForm,
    UseClaimForm,
)
from storecrew.team.suppliers.forms.scoring import VerdictForm, YardstickForm

__all__ = [
    "AgreeForm",
    "AnswerForm",
    "CareForm",
    "DropForm",
    "EditProblemForm",
    "FavourForm",
    "LogForm",
    "MoreForm",
    "ProblemForm",
    "RhythmForm",
    "SendForm",
    "SettleForm",
    "UseClaimForm",
    "VerdictForm",
    "YardstickForm",
]
