import { part } from "../../shared/dom.js";
import { speakChosen } from "../staff/language.js";
import { Admin } from "./controllers/admin.js";

speakChosen()
  .then(() => new Admin(part("admin")).start())
  .catch((fault) => {
    console.error(fault);
    setTimeout(() => location.reload(), 5000);
  });
