// Composition root of a form at a desk: runs the form that stands in the office page with the rows that stand beside it.
// Opens no store, registers no worker, keeps nothing; what is finished goes to this council's server and nowhere else.
import { render } from "solid-js/web";
import "../styles/app.scss";
import { DeskScreen } from "./screens/desk/desk_screen";
import { keepNoLanguage } from "./screens/texts";

const root = document.getElementById("app");
const source = document.getElementById("desk-source")?.textContent;
const browser = {
  fetch: (...asked: Parameters<typeof fetch>) => fetch(...asked),
  leaveFor: (url: string) => location.replace(url),
};
if (root && source) {
  keepNoLanguage(root);
  render(() => <DeskScreen source={JSON.parse(source)} browser={browser} />, root);
}
