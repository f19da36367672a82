// The lock on My device: lock now, after how many minutes without a touch, and the way to the PIN.
import { Button } from "../../ui/button";
import { Select } from "../../ui/select";
import { write } from "../address";
import { useScope } from "../scope";
import { t } from "../texts";

const MINUTES: readonly number[] = [1, 2, 3, 5, 10, 15];

export function LockSettings() {
  const { lock } = useScope().ports;
  return (
    <section aria-labelledby="lock">
      <h2 class="govuk-heading-m" id="lock">
        {t("lock-title")}
      </h2>
      <p class="govuk-body">{t("lock-words")}</p>
      <Select
        id="lock-minutes"
        name="lock-minutes"
        label={{ text: t("lock-minutes") }}
        items={MINUTES.map((count) => ({
          value: String(count),
          text: t("lock-minutes-of", { count }),
          selected: count === lock.minutes(),
        }))}
        onChange={(event) => void lock.setMinutes(Number(event.currentTarget.value))}
      />
      <div class="app-buttons">
        <Button type="button" onClick={() => void lock.lockNow()}>
          {t("lock-now-button")}
        </Button>
        <Button href={write({ screen: "pin" })} classes="govuk-button--secondary">
          {t("pin-change-title")}
        </Button>
      </div>
    </section>
  );
}
