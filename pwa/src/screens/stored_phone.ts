// Answers the screens from what is on the phone, under the names of phone.ts: what the visit list asks at once, the rest
// (stored_later.ts) by a part of the app that comes after it. Decides nothing.
import { isUnknownToCouncil } from "../domain/alerts";
import { listOpenAlerts } from "../store/alerts";
import type { PhoneStore } from "../store/door";
import { listNotices } from "../store/notices";
import { listProposals } from "../store/proposals";
import { listVisits, readDayFrame } from "../store/visits";
import { localDay } from "./moments";
import type { Phone } from "./phone";
import type { LaterPhone } from "./stored_later";

type FirstPhone = Omit<Phone, keyof LaterPhone>;

/** What is not here comes with stored_later.ts: each screen that asks for it imports that itself (later.ts) before it is shown. */
export function openPhone(store: PhoneStore): Phone {
  return new Proxy(openFirst(store), {
    // Whoever awaits a phone asks it for `then`: it is no promise.
    get: (first, name: keyof Phone | "then") =>
      name in first || name === "then" ? Reflect.get(first, name) : defer(store, name as keyof LaterPhone),
  }) as Phone;
}

function openFirst(store: PhoneStore): FirstPhone {
  return {
    listVisits: () => listVisits(store),
    getDay: async () => {
      const day = await readDayFrame(store);
      const here = localDay(new Date());
      const today_on = day.today_on && day.today_on > here ? day.today_on : here;
      return { today_on, rows_as_of: day.rows_as_of, has_shift: day.has_shift };
    },
    listProposals: () => listProposals(store),
    listOpenAlerts: async () => (await listOpenAlerts(store)).filter(isUnknownToCouncil),
    listNotices: () => listNotices(store),
  };
}

function defer(store: PhoneStore, name: keyof LaterPhone) {
  return async (...given: unknown[]) => {
    const { openLater } = await import("./stored_later");
    const answer = openLater(store)[name] as (...values: unknown[]) => Promise<unknown>;
    return answer(...given);
  };
}
