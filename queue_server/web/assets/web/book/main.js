import { part } from "../../shared/dom.js";
import { LANGUAGES, loadTexts } from "../../shared/i18n.js";
import { Book } from "./controllers/book.js";

const book = new Book(part("book"));

loadTexts(LANGUAGES, "public/").then(
  () => book.start(navigator.languages),
  () => setTimeout(() => location.reload(), 5000),
);
