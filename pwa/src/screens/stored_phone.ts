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

/** Each screen that asks for one of these imports the part itself (later.ts): it is here before the screen is. */
const LATER: Record<keyof LaterPhone, true> = {
  findVisit: true,
  listDutyNumbers: true,
  findCodeList: true,
  findForm: true,
  findMedium: true,
  listForms: true,
  findDraft: true,
  saveDraft: true,
  listUnfinished: true,
  findUnfinished: true,
  keepDraftAsNote: true,
  throwDraftAway: true,
  savePhoto: true,
  removePhoto: true,
  findThumbnail: true,
  saveStart: true,
  saveSubmission: true,
  saveNote: true,
  saveCannotComplete: true,
  saveReopen: true,
  findOwnAnswers: true,
  saveProposal: true,
  saveAlert: true,
  raiseAlert: true,
  findOwnShift: true,
  saveCheckIn: true,
  saveTold: true,
  listWaiting: true,
  listAttention: true,
  listConflicts: true,
  saveResolution: true,
  markSeen: true,
  getStorage: true,
};

export function openPhone(store: PhoneStore): Phone {
  const later = Object.keys(LATER).map((name) => [name, defer(store, name as keyof LaterPhone)]);
  return { ...openFirst(store), ...(Object.fromEntries(later) as LaterPhone) };
}

function openFirst(store: PhoneStore): FirstPhone {
  return {
    listVisits: () => listVisits(store),
    getDay: async () => {
      const day = await readDayFrame(store);
      const here = localDay(new Date());
      const today_on = day.today_on && day.today_on > here ? day.today_on : here;
      return { today_on, rows_as_of: day.rows_as_of };
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
