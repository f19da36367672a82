// The words of a desk, put over the phone's where those speak of a phone.
import welsh from "../../../texts/cy_desk.ftl?raw";
import english from "../../../texts/en_desk.ftl?raw";
import { addTexts } from "../texts";

addTexts({ en: english, cy: welsh });
