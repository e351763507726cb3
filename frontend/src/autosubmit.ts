/* `<form data-autosubmit>`: a filter applies as soon as it changes. The button stays for those without script. */
import { on } from "./dom";

const PAUSE = 350;

export function autosubmit(): void {
  document.querySelectorAll("form[data-autosubmit]").forEach((form) => form.classList.add("is-live"));
  let timer: number | undefined;
  const later = (form: HTMLFormElement, delay: number) => {
    clearTimeout(timer);
    timer = window.setTimeout(() => form.requestSubmit(), delay);
  };
  on("change", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLSelectElement || field instanceof HTMLInputElement) || !field.form?.matches("[data-autosubmit]")) return;
    // With the keyboard, each arrow on a select is a change: wait for the choice to settle.
    if (!["text", "search", "date"].includes(field.type)) later(field.form, PAUSE);
  });
}
