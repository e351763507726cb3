"""Notes and interviews: write first, then read; edit with history; drafts kept while writing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from croisee.foundation.accounts.permissions import Permission
from croisee.foundation.ui.errors import Refused
from croisee.foundation.ui.french import since
from croisee.foundation.ui.pages import Page
from croisee.foundation.vault.queries import preload
from croisee.person.dossiers.forms.notes import DraftForm, EditNoteForm, NoteForm
from croisee.person.dossiers.gate import dossier_view
from croisee.person.dossiers.models import Compartment, Dossier, Note, NoteKind
from croisee.person.dossiers.operations import drafts
from croisee.person.dossiers.operations import notes as operations
from croisee.person.dossiers.queries import notes as queries
from croisee.person.dossiers.queries.consents import agreement
from croisee.person.dossiers.rules.keys import opened_by, writable
from croisee.person.dossiers.views.answers import fragment_of, page, see_other, sent

PER_PAGE = 15


@require_http_methods(["GET", "HEAD", "POST"])
@dossier_view(Permission.NOTE_VIEW)
def notes(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """The list of notes; a note is written on its own page, reached by the first button."""
    reader = request.membership
    opened = opened_by(dossier.verdict, reader.culture) - {"minimal"}
    places = [part for part in Compartment if part.value in opened]
    asked = {"compartment": request.GET.get("culture", ""), "kind": request.GET.get("nature", "")}
    asked = {
        "compartment": asked["compartment"] if asked["compartment"] in places else "",
        "kind": asked["kind"] if asked["kind"] in NoteKind.values else "",
    }
    rows = queries.filtered(queries.readable(dossier, dossier.verdict, reader.culture), **asked)
    found = Page.of(request, rows, size=PER_PAGE)
    preload(found)
    context = {
        "dossier": dossier,
        "page": found,
        "asked": asked,
        "places": places,
        "kinds": NoteKind.choices,
        "can_write": _can_write(request, dossier),
        "draft": queries.draft(dossier, reader, drafts.NEW_NOTE),
    }
    return page(request, fragment_of(request, "dossiers/notes.html", "note-list"), context)


def _can_write(request: HttpRequest, dossier: Dossier) -> bool:
    reader = request.membership
    places = writable(dossier.verdict, reader.culture, agreement=True)
    return dossier.is_open and reader.may(Permission.NOTE_WRITE) and bool(places)


@require_http_methods(["GET", "HEAD", "POST"])
@dossier_view(Permission.NOTE_WRITE)
def write(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """One big field; the rest has good defaults."""
    now, author = timezone.now(), request.membership
    shared = agreement(dossier, now).in_force.shares_file
    places = writable(dossier.verdict, author.culture, agreement=shared)
    kept = queries.draft(dossier, author, drafts.NEW_NOTE)
    form = NoteForm(
        sent(request),
        places=places,
        agreement=shared,
        now=now,
        draft_url=reverse("dossiers:note-draft", args=[dossier.pk]),
        initial={"text": kept.text if kept else ""},
    )
    if request.method == "POST" and form.is_valid():
        try:
            operations.write_note(
                dossier=dossier,
                by=author,
                at=now,
                compartment=form.cleaned_data["compartment"],
                **form.writing().__dict__,
            )
            messages.success(request, "La note est enregistrée.")
            return see_other("dossiers:notes", dossier.pk)
        except Refused as refusal:
            form.refuse(refusal)
    context = {"dossier": dossier, "form": form, "draft": kept, "places": places}
    return page(request, "dossiers/note_write.html", context)


@require_POST
@dossier_view(Permission.NOTE_WRITE)
def draft(request: HttpRequest, dossier: Dossier, note_id: UUID | None = None) -> HttpResponse:
    """What is being typed, kept for its author alone."""
    form = DraftForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    place = drafts.NEW_NOTE if note_id is None else drafts.of_note(_note(request, dossier, note_id).pk)
    drafts.save_draft(
        dossier=dossier, by=request.membership, at=timezone.now(), place=place, text=form.cleaned_data["text"]
    )
    if "forget" in request.POST:
        return see_other("dossiers:notes", dossier.pk)
    return HttpResponse(status=204)


def _note(request: HttpRequest, dossier: Dossier, note_id: UUID) -> Note:
    note = queries.find(dossier, dossier.verdict, request.membership.culture, note_id)
    if note is None:
        raise Http404
    return note


@require_GET
@dossier_view(Permission.NOTE_VIEW)
def note(request: HttpRequest, dossier: Dossier, note_id: UUID) -> HttpResponse:
    """One note, whole, with what it said before."""
    past = queries.history(_note(request, dossier, note_id))
    context = {
        "dossier": dossier,
        "note": past.note,
        "past": past,
        "can_edit": _can_write(request, dossier) and past.note.withdrawn_at is None,
        "can_withdraw": past.note.author_id == request.membership.pk and past.note.withdrawn_at is None,
    }
    return page(request, "dossiers/note.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@dossier_view(Permission.NOTE_WRITE)
def edit(request: HttpRequest, dossier: Dossier, note_id: UUID) -> HttpResponse:
    """Change a note. If somebody else did meanwhile, both versions are shown and a third field merges them."""
    now, row = timezone.now(), _note(request, dossier, note_id)
    kept = queries.draft(dossier, request.membership, drafts.of_note(row.pk))
    given: dict[str, Any] = {
        "now": now,
        "draft_url": reverse("dossiers:note-draft-of", args=[dossier.pk, row.pk]),
        "initial": _initial(row) | ({"text": kept.text} if kept else {}),
    }
    form = EditNoteForm(sent(request), **given)
    context: dict[str, Any] = {"dossier": dossier, "note": row, "form": form, "draft": kept, "conflict": None}
    if request.method == "POST" and form.is_valid():
        try:
            operations.edit_note(
                note_id=row.pk,
                dossier=dossier,
                by=request.membership,
                at=now,
                version=form.cleaned_data["version"],
                writing=form.writing(),
            )
            messages.success(
                request, "La note est modifiée. Ce qu'elle disait avant reste dans son historique."
            )
            return see_other("dossiers:note", dossier.pk, row.pk)
        except operations.StaleNote as stale:
            return _merge(request, dossier, form, stale, given)
        except Refused as refusal:
            form.refuse(refusal)
    return page(request, "dossiers/note_edit.html", context)


def _initial(row: Note) -> dict[str, Any]:
    fields = ("text", "kind", "happened_at", "with_person", "third_party_text", "version")
    return {name: getattr(row, name) for name in fields}


def _merge(
    request: HttpRequest,
    dossier: Dossier,
    form: EditNoteForm,
    stale: operations.StaleNote,
    given: dict[str, Any],
) -> HttpResponse:
    """Both texts side by side, and a field that starts from one's own. The page can be left: a draft holds it."""
    mine, current = form.writing(), stale.current
    operations.keep_both(
        note_id=current.pk, dossier=dossier, by=request.membership, at=timezone.now(), text=mine.text
    )
    third = "\n\n".join(dict.fromkeys(filter(None, [current.third_party_text, mine.third_party_text])))
    given["initial"] = {**mine.__dict__, "third_party_text": third, "version": current.version}
    context = {
        "dossier": dossier,
        "note": current,
        "form": EditNoteForm(None, **given),
        "draft": None,
        "conflict": mine,
        "sentence": stale.sentence,
        "their_title": f"{current.author.user.full_name}, {since(current.written_at)}",
    }
    answer = page(request, "dossiers/note_edit.html", context)
    answer.status_code = stale.status
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@dossier_view(Permission.NOTE_WRITE)
def withdraw(request: HttpRequest, dossier: Dossier, note_id: UUID) -> HttpResponse:
    row = _note(request, dossier, note_id)
    if request.method == "POST":
        operations.withdraw_note(note_id=row.pk, dossier=dossier, by=request.membership, at=timezone.now())
        messages.success(request, "La note est retirée. Elle reste lisible, barrée, avec sa date de retrait.")
        return see_other("dossiers:note", dossier.pk, row.pk)
    return page(request, "dossiers/note_withdraw.html", {"dossier": dossier, "note": row})
