// Composition root of a form by link: runs the form that stands in the page and sends it. Opens no store and registers no worker.
import { render } from "solid-js/web";
import "../styles/app.scss";
import { sendResidentForm } from "./api/resident_form";
import { nameWindow } from "./screens/frame/screen";
import { ResidentScreen, type ResidentSource } from "./screens/resident/resident_screen";
import { keepNoLanguage, LANGUAGES, setLanguage } from "./screens/texts";

const root = document.getElementById("app");
const written = document.getElementById("form-source")?.textContent;
keepNoLanguage();
if (root && written) {
  const source = JSON.parse(written) as ResidentSource;
  nameWindow(source.council.name);
  const known = LANGUAGES.find(({ code }) => code === source.language) ?? LANGUAGES[0];
  void setLanguage(known.code).finally(() =>
    render(
      () => <ResidentScreen source={source} send={(...sent) => sendResidentForm(source.link, ...sent)} />,
      root,
    ),
  );
}
