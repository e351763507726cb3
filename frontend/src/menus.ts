/* `<details class="menu">` works alone; this closes it on Escape and when one goes elsewhere. */
import { on } from "./dom";

function close(except?: Node | null): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
    if (!except || !menu.contains(except)) menu.open = false;
  }
}

export function menus(): void {
  on("click", (event) => close(event.target as Node));
  on<FocusEvent>("focusout", (event) => { if (event.relatedTarget instanceof Node) close(event.relatedTarget); });
  on<KeyboardEvent>("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector<HTMLDetailsElement>("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
}
