/* Type-ahead (ARIA combobox with a list): `<div class="combobox" data-combobox="/url/">`.
 *
 * The address answers `<li role="option" data-value="…">` lines to `?q=…`. Used for communes, never for people. */
import { on } from "./dom";

const PAUSE = 200;
let timer: number | undefined;
let asked = 0;

interface Parts { input: HTMLInputElement; value: HTMLInputElement; list: HTMLElement }

function partsOf(target: EventTarget | null): Parts | null {
  const box = target instanceof Element ? target.closest("[data-combobox]") : null;
  const input = box?.querySelector<HTMLInputElement>("[role=combobox]");
  const value = box?.querySelector<HTMLInputElement>("input[type=hidden]");
  const list = box?.querySelector<HTMLElement>("[role=listbox]");
  return input && value && list ? { input, value, list } : null;
}

const options = (list: HTMLElement): HTMLElement[] => [...list.querySelectorAll<HTMLElement>("[role=option]")];

function close({ input, list }: Parts): void {
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function activate({ input, list }: Parts, index: number): void {
  const all = options(list);
  all.forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
  const chosen = all[index];
  if (!chosen) return;
  input.setAttribute("aria-activedescendant", chosen.id);
  chosen.scrollIntoView({ block: "nearest" });
}

function choose(parts: Parts, option: HTMLElement): void {
  parts.input.value = option.dataset.label ?? option.textContent?.trim() ?? "";
  parts.value.value = option.dataset.value ?? "";
  close(parts);
  parts.value.dispatchEvent(new Event("change", { bubbles: true }));
}

async function suggest(parts: Parts): Promise<void> {
  const { input, list } = parts;
  const mine = ++asked;
  const url = new URL(list.closest<HTMLElement>("[data-combobox]")?.dataset.combobox ?? "", location.href);
  url.searchParams.set("q", input.value);
  const answer = await fetch(url, { headers: { "X-Requested-With": "XMLHttpRequest" } }).catch(() => null);
  // A slow answer to older letters must not replace a newer one.
  if (!answer?.ok || mine !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  list.replaceChildren(...page.querySelectorAll("[role=option]"));
  options(list).forEach((option, index) => { option.id = `${list.id}_${index}`; });
  list.hidden = options(list).length === 0;
  input.setAttribute("aria-expanded", String(!list.hidden));
  if (!list.hidden) list.scrollIntoView({ block: "nearest" });
}

function onKey(event: KeyboardEvent, parts: Parts): void {
  const all = options(parts.list);
  const current = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "Escape") return close(parts);
  if (parts.list.hidden || all.length === 0) return;
  if (event.key === "ArrowDown") activate(parts, (current + 1) % all.length);
  else if (event.key === "ArrowUp") activate(parts, (current - 1 + all.length) % all.length);
  else if (event.key === "Enter" && all[current]) choose(parts, all[current]);
  else return;
  event.preventDefault();
}

export function combobox(): void {
  on<InputEvent>("input", (event) => {
    const parts = partsOf(event.target);
    if (!parts || event.target !== parts.input) return;
    parts.value.value = "";
    clearTimeout(timer);
    if (parts.input.value.trim().length < 2) return close(parts);
    timer = window.setTimeout(() => void suggest(parts), PAUSE);
  });
  on<KeyboardEvent>("keydown", (event) => { const parts = partsOf(event.target); if (parts) onKey(event, parts); });
  // `mousedown`, because the input would lose the focus and close the list before a click.
  on<MouseEvent>("mousedown", (event) => {
    const parts = partsOf(event.target);
    const option = event.target instanceof Element ? event.target.closest<HTMLElement>("[role=option]") : null;
    if (!parts || !option) return;
    event.preventDefault();
    choose(parts, option);
  });
  on<FocusEvent>("focusout", (event) => { const parts = partsOf(event.target); if (parts) close(parts); });
}
