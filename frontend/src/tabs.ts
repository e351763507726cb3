/* Tabs that do not fit scroll sideways: the current one is brought into view. */
export function tabs(): void {
  for (const list of document.querySelectorAll<HTMLElement>(".tabs")) {
    const current = list.querySelector<HTMLElement>("[aria-current]");
    if (!current || list.scrollWidth <= list.clientWidth) continue;
    list.scrollLeft = current.offsetLeft - (list.clientWidth - current.offsetWidth) / 2;
  }
}
