// How to put the app on the home screen: a plain page, iPhone first, since an iPhone shows no prompt of its own.
import { For } from "solid-js";
import { write } from "../address";
import { Screen } from "../frame/screen";
import { t } from "../texts";

export function InstallScreen() {
  return (
    <Screen title={t("install-title")} back={{ href: write({ screen: "device" }) }}>
      <p class="govuk-body">{t("install-why")}</p>
      <Steps
        title="install-iphone-title"
        steps={["install-iphone-1", "install-iphone-2", "install-iphone-3", "install-iphone-4"]}
      />
      <Steps
        title="install-android-title"
        steps={["install-android-1", "install-android-2", "install-android-3"]}
      />
      <p class="govuk-body">{t("install-after")}</p>
    </Screen>
  );
}

function Steps(props: { title: string; steps: string[] }) {
  return (
    <>
      <h2 class="govuk-heading-m">{t(props.title)}</h2>
      <ol class="govuk-list govuk-list--number govuk-list--spaced">
        <For each={props.steps}>{(step) => <li>{t(step)}</li>}</For>
      </ol>
    </>
  );
}
