/* Drafts: `<textarea data-draft-url="…">` is sent to the server shortly after one stops typing.
 *
 * Never kept in the browser: computers are shared and it would stay there in clear. */
import { csrfToken, frenchHour, on } from "./dom";

const PAUSE = 1500;
const RETRY = 10_000;

interface Draft { saved: string; timer?: number | undefined; sending: boolean }
const known = new WeakMap<HTMLTextAreaElement, Draft>();

function statusOf(area: HTMLTextAreaElement): HTMLElement {
  const id = `${area.id || area.name}_draft`;
  const present = document.getElementById(id);
  if (present) return present;
  const status = document.createElement("p");
  status.id = id;
  status.className = "draft-status no-print";
  status.setAttribute("role", "status");
  area.after(status);
  return status;
}

function schedule(area: HTMLTextAreaElement, draft: Draft, delay: number): void {
  clearTimeout(draft.timer);
  draft.timer = window.setTimeout(() => void save(area, draft), delay);
}

async function save(area: HTMLTextAreaElement, draft: Draft): Promise<void> {
  const url = area.dataset.draftUrl;
  const text = area.value;
  if (!url || !area.isConnected || text === draft.saved) return;
  if (draft.sending) return schedule(area, draft, PAUSE);
  draft.sending = true;
  const status = statusOf(area);
  try {
    const body = new URLSearchParams({ text });
    const headers = { "X-CSRFToken": csrfToken(), "X-Requested-With": "XMLHttpRequest" };
    const answer = await fetch(url, { method: "POST", body, headers, redirect: "error" });
    if (answer.status === 413 || answer.status === 422) {
      status.textContent = "Ce texte est trop long ou contient un caractère illisible : le brouillon n'est pas enregistré.";
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    draft.saved = text;
    status.textContent = text ? `Brouillon enregistré à ${frenchHour(new Date())}` : "";
  } catch {
    status.textContent = "Brouillon pas encore enregistré : nous réessayons. Gardez cette page ouverte.";
    schedule(area, draft, RETRY);
  } finally {
    draft.sending = false;
  }
}

function draftOf(area: HTMLTextAreaElement): Draft {
  const draft = known.get(area) ?? { saved: area.defaultValue, sending: false };
  known.set(area, draft);
  return draft;
}

function hurry(): void {
  for (const area of document.querySelectorAll<HTMLTextAreaElement>("textarea[data-draft-url]")) {
    const draft = known.get(area);
    if (!draft || draft.saved === area.value || !area.dataset.draftUrl) continue;
    // `keepalive` lets the request outlive the page (64 kB at most, which covers an interview).
    const body = new URLSearchParams({ text: area.value });
    void fetch(area.dataset.draftUrl, { method: "POST", body, keepalive: true, headers: { "X-CSRFToken": csrfToken() } })
      .catch(() => undefined);
    draft.saved = area.value;
  }
}

export function drafts(): void {
  on("input", (event) => {
    const area = event.target;
    if (!(area instanceof HTMLTextAreaElement) || !area.dataset.draftUrl) return;
    schedule(area, draftOf(area), PAUSE);
  });
  // The form itself is sent: the draft must not come back behind it.
  on("submit", (event) => {
    if (!(event.target instanceof HTMLFormElement)) return;
    for (const area of event.target.querySelectorAll<HTMLTextAreaElement>("textarea[data-draft-url]")) {
      const draft = known.get(area);
      if (draft) { clearTimeout(draft.timer); draft.saved = area.value; }
    }
  });
  window.addEventListener("online", hurry);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") hurry(); });
}
