import { part } from "../../shared/dom.js";
import { speakChosen } from "../staff/language.js";
import { MoneyPage } from "./controllers/money_page.js";

speakChosen()
  .then(() => new MoneyPage(part("money")).start())
  .catch((fault) => {
    console.error(fault);
    setTimeout(() => location.reload(), 5000);
  });
