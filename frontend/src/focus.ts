/* After an error the focus goes to its summary; a link to a field puts the caret in it. */
import { closest, on } from "./dom";

function toSummary(root: ParentNode): void {
  root.querySelector<HTMLElement>("[data-focus-me]")?.focus();
}

export function focus(): void {
  toSummary(document);
  on<CustomEvent<{ elt: HTMLElement }>>("htmx:afterSettle", ({ detail }) => toSummary(detail.elt));
  on("click", (event) => {
    const link = closest<HTMLAnchorElement>(event, "[data-focus-me] a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const inside = field.matches("fieldset") ? field.querySelector<HTMLElement>("input, select, textarea") : field;
    (inside ?? field).focus();
    field.scrollIntoView({ block: "center" });
  });
}
