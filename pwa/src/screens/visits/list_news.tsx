// Says that the council has changed the list since the officer last looked at it, until it is read.
import { createEffect, createSignal, Show } from "solid-js";
import { hasListChanged, type SeenList, seeList } from "../../domain/list_changes";
import type { ShownVisit } from "../../domain/shown";
import { Button } from "../../ui/button";
import { NotificationBanner } from "../../ui/notification_banner";
import { useScope } from "../scope";
import "../later_texts";
import { t } from "../texts";

/** What was on the list at the last look, and whether a change of it is yet to be read: as long as the page lives, through a lock. */
interface Look {
  user_id: string;
  seen: SeenList;
  is_news: boolean;
}
const looks = new WeakMap<object, Look>();

/** `visits`: undefined while the phone is read; `hasPulled` is false before the first pull, which is no change of a list. */
export function ListNews(props: { visits: readonly ShownVisit[] | undefined; hasPulled: boolean }) {
  const { ports } = useScope();
  const [isNews, setNews] = createSignal(looks.get(ports)?.is_news ?? false);
  createEffect(() => {
    const user_id = ports.session()?.user.id;
    if (!props.visits || !props.hasPulled || !user_id) return;
    const before = looks.get(ports);
    const known = before?.user_id === user_id ? before : null;
    const is_news = known !== null && (known.is_news || hasListChanged(known.seen, props.visits));
    looks.set(ports, { user_id, seen: seeList(props.visits), is_news });
    setNews(is_news);
  });
  const read = () => {
    const look = looks.get(ports);
    if (look) looks.set(ports, { ...look, is_news: false });
    setNews(false);
  };
  return (
    <div role="status">
      <Show when={isNews()}>
        <NotificationBanner titleText={t("visits-title")} titleId="list-news" classes="app-news">
          <p class="govuk-body">{t("list-changed")}</p>
          <Button type="button" classes="govuk-button--secondary" onClick={read}>
            {t("list-changed-seen")}
          </Button>
        </NotificationBanner>
      </Show>
    </div>
  );
}
