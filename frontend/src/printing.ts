/* `<button data-print>` opens the print dialog. */
import { closest, on } from "./dom";

export function printing(): void {
  on("click", (event) => { if (closest(event, "[data-print]")) window.print(); });
}
