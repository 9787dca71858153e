import { loadTexts, useLanguage } from "../../shared/i18n.js";
import { connectBoard } from "../../shared/socket.js";
import { keepTrying } from "../board/controllers/link.js";
import { Sign } from "./controllers/sign.js";

useLanguage("vi");
keepTrying(() => loadTexts()).then(() => new Sign(connectBoard).run());
