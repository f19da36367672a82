// English for a locked phone and for whoever rings: the parts of the app that need it bring it.
import locked from "../../texts/en_locked.ftl?raw";
import { addEnglish } from "./texts";

addEnglish(locked);
