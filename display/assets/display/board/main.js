import { loadTexts, useLanguage } from "../../shared/i18n.js";
import { connectBoard } from "../../shared/socket.js";
import { Board } from "./controllers/board.js";
import { keepTrying } from "./controllers/link.js";

useLanguage("vi");
keepTrying(() => loadTexts()).then(() => new Board(connectBoard).run());
