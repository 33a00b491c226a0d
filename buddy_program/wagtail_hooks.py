"""What the buddy programme adds to the admin."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from wagtail import hooks

from buddy_program.admin.cohorts import cohort, cohorts
from buddy_program.admin.day import check_in, day
from buddy_program.admin.evaluation import as_csv, as_xlsx, evaluation
from buddy_program.admin.mails import mail, mail_preview, mails
from buddy_program.admin.menu import buddy_menu
from buddy_program.admin.pairs import pair, pairs
from buddy_program.admin.people import people
from buddy_program.admin.person import person
from buddy_program.admin.programmes import programme, programmes, rules
from buddy_program.admin.runs import run, runs
from buddy_program.admin.safety import block, concern, safety, safety_person


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    def at(route: str, view: Any, name: str) -> Any:
        return path(f"buddies/{route}", view, name=f"buddy_program_{name}")

    return [
        at("", day, "day"),
        at("check-ins/<int:pk>/", check_in, "check_in"),
        at("participants/", people, "people"),
        at("participants/<int:pk>/", person, "person"),
        at("matching/", runs, "runs"),
        at("matching/<int:pk>/", run, "run"),
        at("pairs/", pairs, "pairs"),
        at("pairs/<int:pk>/", pair, "pair"),
        at("cohorts/", cohorts, "cohorts"),
        at("cohorts/<int:pk>/", cohort, "cohort"),
        at("programme/", programmes, "programmes"),
        at("programme/<int:pk>/", programme, "programme"),
        at("programme/<int:pk>/rules/", rules, "rules"),
        at("mails/", mails, "mails"),
        at("mails/<int:pk>/", mail, "mail"),
        at("mails/preview/", mail_preview, "mail_preview"),
        at("evaluation/", evaluation, "evaluation"),
        at("evaluation/scores.csv", as_csv, "scores_csv"),
        at("evaluation/scores.xlsx", as_xlsx, "scores_xlsx"),
        at("safety/", safety, "safety"),
        at("safety/concerns/<int:pk>/", concern, "concern"),
        at("safety/people/<int:pk>/", safety_person, "safety_person"),
        at("safety/blocks/<int:pk>/", block, "block"),
    ]


@hooks.register("insert_global_admin_css")
def style() -> str:
    return format_html(
        '<link rel="stylesheet" href="{}">', static("buddy_program/css/desk.css")
    )


@hooks.register("register_admin_menu_item")
def menu() -> Any:
    return buddy_menu()
