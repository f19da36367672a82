// Composition root of the live preview on the office pages: runs the form that stands in the page. Opens no store, registers
// no worker, and sends nothing; the page's headers would not let it.
import { render } from "solid-js/web";
import "../styles/app.scss";
import { PreviewScreen } from "./screens/preview/preview_screen";
import { keepNoLanguage } from "./screens/texts";

const root = document.getElementById("app");
const source = document.getElementById("form-source")?.textContent;
keepNoLanguage();
if (root && source) render(() => <PreviewScreen source={JSON.parse(source)} />, root);
