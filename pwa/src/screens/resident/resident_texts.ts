// The words of a form by link, in both languages, over those that an officer's phone has for the same things.
import "../later_texts";
import welsh from "../../../texts/cy_resident.ftl?raw";
import english from "../../../texts/en_resident.ftl?raw";
import { addTexts } from "../texts";

addTexts({ en: english, cy: welsh });
