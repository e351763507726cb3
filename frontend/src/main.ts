/* Everything the pages do in the browser; each module is one behaviour and works on plain HTML attributes. */
import "./htmx";
import { autosubmit } from "./autosubmit";
import { combobox } from "./combobox";
import { confirmation } from "./confirm";
import { connection } from "./connection";
import { drafts } from "./drafts";
import { failures } from "./failures";
import { flash } from "./flash";
import { focus } from "./focus";
import { live } from "./live";
import { menus } from "./menus";
import { printing } from "./printing";
import { recoveryCodes } from "./recovery-codes";
import { retry } from "./retry";
import { submitOnce } from "./submit-once";
import { tabs } from "./tabs";
import { unsaved } from "./unsaved";

// `unsaved` listens before `submitOnce`, which may stop a second submit.
for (const start of [
  unsaved, submitOnce, confirmation, connection, live, drafts, failures, flash, focus, menus, autosubmit, combobox,
  printing, recoveryCodes, retry, tabs,
]) start();
