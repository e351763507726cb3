/* `<button data-copy="#id">` copies the text of an element and says so. */
import { closest, on } from "./dom";

export function recoveryCodes(): void {
  on("click", (event) => {
    const button = closest(event, "[data-copy]");
    const source = button && document.querySelector(button.dataset.copy ?? "");
    if (!button || !source) return;
    void navigator.clipboard.writeText(source.textContent?.trim() ?? "").then(() => {
      const status = document.querySelector<HTMLElement>(button.dataset.copied ?? "#copied");
      if (status) status.textContent = "Copié";
    });
  });
}
