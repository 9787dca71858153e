import { part } from "../../shared/dom.js";
import { html, render } from "../../vendor/preact-htm.js";
import { speakChosen } from "../staff/language.js";
import { SignIn } from "./view.js";

const draw = () => render(html`<${SignIn} redraw=${draw} />`, part("sign-in"));

speakChosen().then(draw, () => setTimeout(() => location.reload(), 5000));
