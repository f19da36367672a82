// A screen that failed: says so in words, says that the work is safe, offers another try. Never an empty page.
import { Button } from "../../ui/button";
import { InsetText } from "../../ui/small_parts";
import { t } from "../texts";
import { Screen } from "./screen";

export function Broken(props: { error: unknown; again: () => void }) {
  const words = () => (props.error instanceof Error ? props.error.message : String(props.error));
  return (
    <Screen title={t("broken-title")} back={{ href: "#/", text: t("back-to-visits") }}>
      <p class="govuk-body">{t("broken-words")}</p>
      <Button type="button" onClick={() => props.again()}>
        {t("try-again")}
      </Button>
      <InsetText>{words()}</InsetText>
    </Screen>
  );
}
