import { part } from "../../shared/dom.js";
import { speakChosen } from "../staff/language.js";
import { Console } from "./controllers/console.js";

const desk = new Console(part("console"));

speakChosen()
  .then(() => desk.start())
  .catch((fault) => {
    console.error(fault);
    setTimeout(() => location.reload(), 5000);
  });
