// What a person must look at, and what this officer is told: news first, then two answers for one thing, then what the
// office has in hand. Nothing here is lost, and all of it works without a connection.
import { Match, Show, Switch } from "solid-js";
import { Reading, Screen } from "../frame/screen";
import { gatherNames } from "../names";
import { gatherNews } from "../news";
import { readPhone } from "../scope";
import { t } from "../texts";
import { ConflictList } from "./conflict_list";
import { NewsList } from "./news_list";
import { ReviewList } from "./review_list";

export function NeedsAttentionScreen() {
  const list = readPhone(async (phone) => {
    const [notices, conflicts, attention, visits] = await Promise.all([
      phone.listNotices(),
      phone.listConflicts(),
      phone.listAttention(),
      phone.listVisits(),
    ]);
    return { news: gatherNews(notices), conflicts, attention, names: gatherNames(visits) };
  });
  const isEmpty = () => {
    const read = list.latest;
    if (!read) return false;
    const { receipts, refused_photos } = read.attention;
    return read.news.length + read.conflicts.length + receipts.length + refused_photos.length === 0;
  };
  return (
    <Screen title={t("attention-title")}>
      <Switch>
        <Match when={!list.latest}>
          <Reading />
        </Match>
        <Match when={list.latest}>
          {(read) => (
            <>
              <Show when={isEmpty()}>
                <p class="govuk-body app-empty">{t("attention-none")}</p>
              </Show>
              <NewsList news={read().news} names={read().names} />
              <ConflictList conflicts={read().conflicts} names={read().names} />
              <ReviewList
                receipts={read().attention.receipts}
                photos={read().attention.refused_photos}
                names={read().names}
              />
            </>
          )}
        </Match>
      </Switch>
    </Screen>
  );
}
