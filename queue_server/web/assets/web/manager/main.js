import { part } from "../../shared/dom.js";
import { speakChosen } from "../staff/language.js";
import { Manager } from "./controllers/manager.js";

const manager = new Manager(part("manager"));

speakChosen()
  .then(() => manager.start())
  .catch((fault) => {
    console.error(fault);
    setTimeout(() => location.reload(), 5000);
  });
