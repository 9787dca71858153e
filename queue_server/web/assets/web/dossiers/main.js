import { part } from "../../shared/dom.js";
import { speakChosen } from "../staff/language.js";
import { Dossiers } from "./controllers/dossiers.js";

speakChosen()
  .then(() => new Dossiers(part("dossiers")).start())
  .catch((fault) => {
    console.error(fault);
    setTimeout(() => location.reload(), 5000);
  });
