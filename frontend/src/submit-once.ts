/* A second click does not send a form again. The hidden token makes it harmless even when it gets through. */
import { on } from "./dom";

function buttons(form: HTMLFormElement): HTMLButtonElement[] {
  return [...form.elements].filter((e): e is HTMLButtonElement => e instanceof HTMLButtonElement && e.type === "submit");
}

function release(form: HTMLFormElement): void {
  delete form.dataset.submitted;
  delete form.dataset.sending;
  for (const button of buttons(form)) button.removeAttribute("aria-busy");
}

export function submitOnce(): void {
  on<SubmitEvent>("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.submitted) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.submitted = "1";
    // Not `disabled`: a disabled button is left out of what is sent, and loses the focus.
    event.submitter?.setAttribute("aria-busy", "true");
    // A download keeps the page: the form must be usable again.
    setTimeout(() => release(form), 8000);
  });
  on<CustomEvent<{ elt: Element }>>("htmx:afterRequest", ({ detail }) => {
    const form = detail.elt.closest("form");
    if (form) release(form);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(release));
}
