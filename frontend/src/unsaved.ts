/* Before leaving a page with words that were not sent, the browser asks. Search and filter forms do not count. */
import { on } from "./dom";

const isWatched = (form: HTMLFormElement): boolean =>
  form.method === "post" && !form.matches("[data-autosubmit], [data-search], [data-unguarded]");

/** Fields whose draft the server keeps are safe already, and so do not hold anyone back. */
function changed(form: HTMLFormElement): boolean {
  return [...form.elements].some((field) => {
    if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
    if (field instanceof HTMLInputElement) {
      if (["hidden", "submit", "button", "file"].includes(field.type)) return field.type === "file" && !!field.value;
      if (["checkbox", "radio"].includes(field.type)) return field.checked !== field.defaultChecked;
      return field.value !== field.defaultValue;
    }
    if (field instanceof HTMLSelectElement) {
      return [...field.options].some((option, index) =>
        option.selected !== (option.defaultSelected || (!field.querySelector("[selected]") && !field.multiple && index === 0)));
    }
    return false;
  });
}

export function unsaved(): void {
  const check = (event: Event) => {
    const field = event.target;
    const form = field instanceof HTMLElement && "form" in field ? (field.form as HTMLFormElement | null) : null;
    if (!form || !isWatched(form)) return;
    const was = form.hasAttribute("data-dirty");
    form.toggleAttribute("data-dirty", changed(form));
    if (was && !form.hasAttribute("data-dirty")) document.dispatchEvent(new CustomEvent("croisee:clean"));
  };
  on("input", check);
  on("change", check);
  on("reset", (event) => (event.target as Element).removeAttribute("data-dirty"));
  on("submit", (event) => {
    if (!event.defaultPrevented && event.target instanceof HTMLFormElement) event.target.dataset.sending = "1";
  });
  on<CustomEvent<{ elt: Element; successful: boolean }>>("htmx:afterRequest", ({ detail }) => {
    const form = detail.elt.closest("form");
    if (!form) return;
    delete form.dataset.sending;
    if (detail.successful) form.removeAttribute("data-dirty");
  });
  window.addEventListener("beforeunload", (event) => {
    const dirty = document.querySelector("form[data-dirty]:not([data-sending])");
    if (dirty) event.preventDefault();
  });
}
