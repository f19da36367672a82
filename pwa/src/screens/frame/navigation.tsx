// The four places of the app, at the thumb's end of the screen.
import { For, Show } from "solid-js";
import { type Address, address, write } from "../address";
import { gatherNews } from "../news";
import { readOrNothing, readPhone, useScope } from "../scope";
import { t } from "../texts";

const PLACES: readonly { to: Address; text: string; covers: readonly Address["screen"][] }[] = [
  {
    to: { screen: "visits" },
    text: "nav-visits",
    covers: ["visits", "visit", "check", "note", "cannot", "correct", "propose", "alert"],
  },
  { to: { screen: "not_sent" }, text: "nav-not-sent", covers: ["not_sent", "leftover"] },
  { to: { screen: "attention" }, text: "nav-attention", covers: ["attention", "conflict"] },
  { to: { screen: "device" }, text: "nav-device", covers: ["device", "pin", "install"] },
];

export function Navigation() {
  const scope = useScope();
  const news = readPhone(async (phone) => gatherNews(await phone.listNotices()).length);
  const count = (to: Address) => {
    const state = scope.ports.syncState();
    if (to.screen === "not_sent") return state.not_sent;
    return to.screen === "attention" ? state.needs_attention + (readOrNothing(news) ?? 0) : 0;
  };
  return (
    <nav class="app-nav" aria-label={t("nav-label")}>
      <ul class="app-nav__list govuk-width-container">
        <For each={PLACES}>
          {(place) => (
            <li class="app-nav__place">
              <a
                class="app-nav__link"
                href={write(place.to)}
                aria-current={place.covers.includes(address().screen) ? "page" : undefined}
              >
                {t(place.text)}
                <Show when={count(place.to)}>
                  {" "}
                  <span class="app-nav__count">{count(place.to)}</span>
                </Show>
              </a>
            </li>
          )}
        </For>
      </ul>
    </nav>
  );
}
