// The language of this phone, as it is chosen.
import { expect, it } from "vitest";
import { language, setLanguage } from "../../../pwa/src/screens/texts";

it("is the one that was chosen last, though the texts of the one before come later", async () => {
  await Promise.all([setLanguage("cy"), setLanguage("en")]);
  expect(language()).toBe("en");
  expect(document.documentElement.lang).toBe("en");
  expect(localStorage.getItem("doorstep.language")).toBe("en");
});
