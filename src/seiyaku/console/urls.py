"""The addresses of the console. None names a customer: what is about somebody is asked for in the body."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from seiyaku.evidence import reports

from .views import (
    approving,
    clauses,
    contracting,
    delivering,
    desk,
    employing,
    entering,
    exporting,
    first_page,
    inspecting,
    knowing,
    own,
    partnering,
    planning,
    posting,
    releasing,
    reporting,
    safety,
    sending,
    staffing,
    taking,
    working,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", first_page.policy, name="home"),
    path("start", first_page.start, name="start"),
    path("clauses/<str:clause>", clauses.page, name="clause"),
    path("clauses/<str:clause>/attest", clauses.attest, name="attest"),
    path("find", desk.page, name="find"),
    path("purpose", desk.purpose, name="purpose"),
    path("found", desk.found, name="found"),
    path("opened", desk.opened, name="opened"),
    path("taken", taking.taken, name="taken"),
    path("asked", taking.asked, name="asked"),
    path("authority", taking.authority, name="authority"),
    path("exports", exporting.page, name="exports"),
    path("exports/propose", exporting.propose, name="exports-propose"),
    path("exports/take", exporting.take, name="exports-take"),
    path("explained", desk.explained, name="explained"),
    path("person", knowing.person, name="person"),
    path("receipt", knowing.receipt, name="receipt"),
    path("records", knowing.records, name="records"),
    path("people/", staffing.page, name="people"),
    path("people/new", staffing.hire, name="hire"),
    path("people/completions", employing.rolls, name="rolls"),
    path("people/<str:ref>/", staffing.member, name="member"),
    *(
        path(f"people/<str:ref>/{verb}", employing.act, {"verb": verb}, name=f"member-{verb}")
        for verb in employing.ACTS
    ),
    path("approvals/", approving.page, name="approvals"),
    path("approvals/<str:ref>", approving.proposal, name="approval"),
    path("partners/", partnering.page, name="partners"),
    path("partners/new", partnering.register, name="partner-register"),
    path("partners/<str:ref>/", partnering.partner, name="partner"),
    *(
        path(f"partners/<str:ref>/{verb}", contracting.act, {"verb": verb}, name=f"partner-{verb}")
        for verb in contracting.ACTS
    ),
    path("letters/", posting.page, name="letters"),
    path("letters/<str:ref>", posting.print_, name="letter-print"),
    path("releases/", releasing.page, name="releases"),
    path("releases/<str:ref>/", releasing.release, name="release"),
    *(
        path(f"releases/<str:ref>/{verb}", releasing.act, {"verb": verb}, name=f"release-{verb}")
        for verb in releasing.ACTS
    ),
    path("plans/", planning.page, name="plans"),
    path("plans/new", planning.new, name="plan-new"),
    path("plans/check", planning.check, name="plan-check"),
    path("plans/preview", planning.look, name="plan-preview"),
    path("plans/keep", planning.keep, name="plan-keep"),
    path("plans/compare", planning.compare, name="plan-compare"),
    path("plans/jobs/<str:ref>/", working.page, name="plan-job"),
    path("plans/jobs/<str:ref>/stop", working.stop, name="plan-job-stop"),
    path("plans/jobs/<str:ref>/again", working.again, name="plan-job-again"),
    path("plans/<str:ref>/", planning.plan, name="plan"),
    path("plans/<str:ref>/file", planning.file, name="plan-file"),
    path("plans/<str:ref>/make", planning.make, name="plan-make"),
    path("plans/<str:ref>/drop", planning.drop, name="plan-drop"),
    path("deliveries/", delivering.page, name="deliveries"),
    path("deliveries/accept", delivering.accept, name="accept-ban"),
    path("complaints/", delivering.complaining, name="complaints"),
    path("complaints/new", delivering.complain, name="complain"),
    *(
        path(f"complaints/<str:ref>/{verb}", delivering.complaint, {"verb": verb}, name=f"complaint-{verb}")
        for verb in ("hear", "settle")
    ),
    path("outbox/", sending.page, name="outbox"),
    path("outbox/<str:ref>/", sending.parcel, name="parcel"),
    *(path(f"outbox/<str:ref>/{verb}", sending.act, {"verb": verb}, name=f"parcel-{verb}") for verb in sending.ACTS),
    path("registers/", inspecting.page, name="registers"),
    path("registers/file", inspecting.file, name="registers-file"),
    path("registers/propose", inspecting.propose, name="registers-propose"),
    path("reports/", reporting.page, name="reports"),
    *(path(f"reports/{name}", reporting.report, {"name": name}, name=f"report-{name}") for name in reports.REPORTS),
    path("security", safety.page, name="security"),
    path("language", entering.language, name="language"),
    path("first", entering.first, name="first"),
    path("invitation", entering.invited, name="invited"),
    path("self", own.page, name="self"),
    path("self/end", own.end, name="self-end"),
    path("self/password", own.password, name="self-password"),
]
