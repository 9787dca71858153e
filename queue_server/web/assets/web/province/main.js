import { part } from "../../shared/dom.js";
import { speakChosen } from "../staff/language.js";
import { Province } from "./province.js";

speakChosen()
  .then(() => new Province(part("province")).start())
  .catch((fault) => {
    console.error(fault);
    setTimeout(() => location.reload(), 5000);
  });
