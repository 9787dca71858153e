import { part } from "../shared/dom.js";
import { loadTexts } from "../shared/i18n.js";
import { keepTrying } from "./controllers/patience.js";
import { Kiosk } from "./controllers/kiosk.js";

keepTrying(() => loadTexts()).then(() => new Kiosk(part("kiosk")).start());
