/* Messages at the corner: those that went well leave by themselves, the others wait to be read. */
import { closest, fromTemplate, on } from "./dom";

const PASSING = 8000;

function leave(message: HTMLElement): void {
  // Nothing disappears under the pointer or the focus of someone who reads slowly.
  if (message.matches(":hover, :focus-within")) setTimeout(() => leave(message), PASSING);
  else message.remove();
}

export function show(text: string): void {
  const message = fromTemplate("message-template");
  const area = document.getElementById("flash");
  if (!message || !area) return;
  const place = message.querySelector("[data-message-text]");
  if (place) place.textContent = text;
  area.append(message);
}

export function flash(): void {
  on("click", (event) => closest(event, "[data-dismiss]")?.closest(".notice")?.remove());
  const area = document.getElementById("flash");
  if (!area) return;
  const seen = new WeakSet<Element>();
  const watch = () => {
    for (const message of area.querySelectorAll<HTMLElement>("[data-passing]")) {
      if (seen.has(message)) continue;
      seen.add(message);
      setTimeout(() => leave(message), PASSING);
    }
  };
  new MutationObserver(watch).observe(area, { childList: true, subtree: true });
  watch();
}
