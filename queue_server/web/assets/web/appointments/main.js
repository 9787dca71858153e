import { part } from "../../shared/dom.js";
import { speakChosen } from "../staff/language.js";
import { Appointments } from "./controllers/appointments.js";

speakChosen()
  .then(() => new Appointments(part("appointments")).start())
  .catch((fault) => {
    console.error(fault);
    setTimeout(() => location.reload(), 5000);
  });
