import { part } from "../../shared/dom.js";
import { LANGUAGES, loadTexts } from "../../shared/i18n.js";
import { Phone } from "./controllers/phone.js";
import { ticketIn } from "./models/turn.js";

const phone = new Phone(part("phone"), ticketIn(location.pathname));

loadTexts(LANGUAGES, "public/").then(
  () => phone.start(navigator.languages),
  () => setTimeout(() => location.reload(), 5000),
);
