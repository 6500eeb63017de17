"""Addresses of keeping up with suppliers in the console, under /crew/suppliers/."""

from django.urls import path

from storecrew.team.suppliers.views import claims, contact, greetings, overview, problems, scoring

app_name = "suppliers"
urlpatterns = [
    path("", overview.index, name="index"),
    path("<int:supplier_id>/", overview.supplier, name="supplier"),
    path("<int:supplier_id>/contact/", contact.log, name="log"),
    path("<int:supplier_id>/care/", contact.care, name="care"),
    path("<int:supplier_id>/tier/", contact.tier, name="tier"),
    path("<int:supplier_id>/help/new/", contact.add_favour, name="add_favour"),
    path("help/<int:favour_id>/end/", contact.end_favour, name="end_favour"),
    path("rhythm/", contact.rhythm, name="rhythm"),
    path("<int:supplier_id>/numbers/<slug:code>/", scoring.behind, name="behind"),
    path("<int:supplier_id>/verdict/", scoring.verdict, name="verdict"),
    path("measured/", scoring.measured, name="measured"),
    path("reckon/", scoring.reckon, name="reckon"),
    path("proposals/<int:proposal_id>/<slug:what>/", scoring.decide, name="proposal"),
    path("problems/", problems.index, name="problems"),
    path("problems/<int:problem_id>/", problems.one, name="problem"),
    path("problems/<int:problem_id>/edit/", problems.edit, name="edit_problem"),
    path("problems/<int:problem_id>/send/", problems.send, name="send_problem"),
    path("problems/<int:problem_id>/answer/", problems.answer, name="answer_problem"),
    path("problems/<int:problem_id>/agree/", problems.agree, name="agree_problem"),
    path("problems/<int:problem_id>/more/", problems.more, name="more"),
    path("problems/<int:problem_id>/out/", problems.out, name="take_out"),
    path("problems/<int:problem_id>/end/<slug:what>/", problems.end, name="end_problem"),
    path("<int:supplier_id>/problems/new/", problems.add, name="add_problem"),
    path("complaints/<int:suggestion_id>/leave/", problems.leave, name="leave_suggestion"),
    path("complaints/look/", problems.look, name="look"),
    path("greetings/", greetings.index, name="greetings"),
    path("greetings/<int:greeting_id>/<slug:what>/", greetings.do, name="greeting"),
    path("claims/", claims.index, name="claims"),
    path("claims/<int:claim_id>/use/", claims.use, name="use_claim"),
]
