// English for the screens that come after the visit list: each part of the app that is fetched by itself imports this.
import "./locked_texts";
import later from "../../texts/en_later.ftl?raw";
import { addEnglish } from "./texts";

addEnglish(later);
