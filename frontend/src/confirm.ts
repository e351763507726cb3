/* `data-confirm="Text"` on a button or a link: a dialog asks first. Without script the server's page asks. */
import { closest, on } from "./dom";

export function ask(asker: HTMLElement, then: () => void): void {
  const dialog = document.getElementById("confirm-dialog");
  if (!(dialog instanceof HTMLDialogElement)) return then();
  const set = (id: string, text: string) => { const place = dialog.querySelector(id); if (place) place.textContent = text; };
  set("#confirm-title", asker.dataset.confirmTitle ?? "Confirmer");
  set("#confirm-text", asker.dataset.confirm ?? asker.dataset.question ?? "");
  set("[data-confirm-yes]", asker.dataset.confirmLabel ?? asker.textContent?.trim() ?? "Confirmer");
  dialog.returnValue = "no";
  dialog.onclose = () => {
    asker.focus();
    if (dialog.returnValue === "yes") then();
  };
  dialog.showModal();
}

export function confirmation(): void {
  const agreed = new WeakSet<HTMLElement>();
  on<MouseEvent>("click", (event) => {
    const asker = closest(event, "button[data-confirm], a[data-confirm]");
    if (!asker || asker.hasAttribute("hx-confirm")) return;
    if (agreed.delete(asker)) return;
    event.preventDefault();
    event.stopPropagation();
    ask(asker, () => { agreed.add(asker); asker.click(); });
  }, true);
  // The same dialog for `hx-confirm`, instead of the browser's own box.
  on<CustomEvent<{ question: string | null; elt: HTMLElement; issueRequest: (skip: boolean) => void }>>("htmx:confirm", (event) => {
    const { question, elt, issueRequest } = event.detail;
    if (!question) return;
    event.preventDefault();
    elt.dataset.confirm ??= question;
    ask(elt, () => issueRequest(true));
  });
}
