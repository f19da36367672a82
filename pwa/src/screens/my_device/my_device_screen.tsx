// What this phone holds and how safe it is there; the language; signing out, which is refused in words while work is unsent.
import { createSignal, Show } from "solid-js";
import { Button } from "../../ui/button";
import { Radios } from "../../ui/choices";
import { Details } from "../../ui/small_parts";
import { SummaryList } from "../../ui/summary_list";
import { write } from "../address";
import { Mistakes } from "../frame/mistakes";
import { Screen } from "../frame/screen";
import { fileSize, moment } from "../moments";
import { LostWork } from "../not_sent/lost_work";
import type { StorageFacts } from "../phone";
import { codeWords } from "../problem_words";
import { readPhone, useScope } from "../scope";
import { LANGUAGES, type LanguageCode, language, setLanguage, t } from "../texts";
import { LockSettings } from "./lock_settings";
import { PushSettings } from "./push_settings";

export function MyDeviceScreen() {
  const scope = useScope();
  const storage = readPhone((phone) => phone.getStorage());
  const session = () => scope.ports.session();
  const contact = () => scope.ports.syncState().last_contact_at;
  const row = (name: string, value: string) => ({ key: { text: t(name) }, value: { text: value } });
  return (
    <Screen title={t("device-title")}>
      <LostWork />
      <SummaryList
        rows={[
          row("device-officer", session()?.user.name ?? ""),
          row("device-council", session()?.council.name ?? ""),
          row("device-contact", contact() ? moment(contact() ?? "") : t("device-no-contact")),
          row("device-not-sent", String(scope.ports.syncState().not_sent)),
          row("device-storage", storageWords(storage.latest)),
          row("device-kept", keptWords(storage.latest)),
          row("device-version", scope.app_version),
        ]}
      />
      <Details summaryText={t("device-keeps-title")}>
        <p class="govuk-body">{t("device-keeps-work")}</p>
        <p class="govuk-body">{t("device-keeps-copies")}</p>
        <p class="govuk-body">{t("device-keeps-photos")}</p>
      </Details>
      <LockSettings />
      <PushSettings />
      <Radios
        name="language"
        classes="govuk-radios--inline"
        fieldset={{ legend: { text: t("device-language"), classes: "govuk-fieldset__legend--m" } }}
        items={LANGUAGES.map(({ code, name }) => ({
          value: code,
          text: name,
          label: { attributes: { lang: code } },
        }))}
        value={language()}
        onChoose={(code) => void setLanguage(code as LanguageCode)}
      />
      <p class="govuk-body">
        <a class="govuk-link app-link" href={write({ screen: "install" })}>
          {t("install-link")}
        </a>
      </p>
      <SignOut />
    </Screen>
  );
}

function storageWords(facts: StorageFacts | undefined): string {
  if (!facts || facts.used_bytes === null) return t("device-storage-unknown");
  if (facts.quota_bytes === null) return fileSize(facts.used_bytes);
  return t("device-storage-of", { used: fileSize(facts.used_bytes), quota: fileSize(facts.quota_bytes) });
}

function keptWords(facts: StorageFacts | undefined): string {
  if (!facts || facts.persisted === null) return t("device-kept-unknown");
  return t(facts.persisted ? "device-kept-yes" : "device-kept-no");
}

function SignOut() {
  const scope = useScope();
  const [refused, setRefused] = createSignal<string>();
  const [isSure, setIsSure] = createSignal(false);
  const signOut = async () => {
    const done = await scope.ports.signOut();
    if (done.ok) return;
    setIsSure(false);
    setRefused(codeWords(done.problem));
  };
  return (
    <section aria-labelledby="sign-out">
      <h2 class="govuk-heading-m" id="sign-out">
        {t("sign-out-title")}
      </h2>
      <Mistakes title={t("sign-out-refused")} words={refused()} />
      <p class="govuk-body">{t("sign-out-words")}</p>
      <Show
        when={isSure()}
        fallback={
          <Button type="button" classes="govuk-button--secondary" onClick={() => setIsSure(true)}>
            {t("sign-out-button")}
          </Button>
        }
      >
        <p class="govuk-body" role="status">
          {t("sign-out-sure")}
        </p>
        <Button type="button" classes="govuk-button--warning" onClick={() => void signOut()}>
          {t("sign-out-yes")}
        </Button>
        <Button type="button" classes="govuk-button--secondary" onClick={() => setIsSure(false)}>
          {t("sign-out-no")}
        </Button>
      </Show>
    </section>
  );
}
