// The phone of a desk: it holds a form's files in memory and sends what is finished. Nothing is kept in the browser.
// The same answers sent again are sent as they were, so that the server knows them for the same.
import { createSignal } from "solid-js";
import type { FinishedForm } from "../../domain/draft";
import type { AlertHeader } from "../../domain/wire";
import type { FormPhoto } from "../../forms/photo";
import { makeIdlePhone } from "../idle_phone";
import type { Phone } from "../phone";
import type { DeskSource } from "./desk_source";
import type { Sender } from "./send";

/** Of a concern: whether the duty manager has been told. */
export type Telling = "nobody" | "telling" | "told" | "failed";

export interface DeskPhone {
  phone: Phone;
  telling: () => Telling;
  tellAgain: () => void;
  /** Answers that are only in this page. */
  isTouched: () => boolean;
  /** Where the person goes on once the form was received; null before. */
  next: () => string | null;
}

export function makeDeskPhone(source: DeskSource, send: Sender, reason: () => string): DeskPhone {
  const [telling, setTelling] = createSignal<Telling>("nobody");
  const [isTouched, setTouched] = createSignal(false);
  const [next, setNext] = createSignal<string | null>(null);
  const files = new Map<string, FormPhoto>();
  const untold = new Map<string, AlertHeader>();
  let tried: { xml: string; finalised_at: string } | null = null;

  const tell = async () => {
    if (untold.size === 0) return;
    setTelling("telling");
    try {
      for (const [id, alert] of untold) {
        await send(source.urls.alert, { entity: source.entity, by_id: source.officer.id, alert }, []);
        untold.delete(id);
      }
      setTelling("told");
    } catch {
      setTelling("failed");
    }
  };

  const submit = async (finished: FinishedForm, fileIds: readonly string[]) => {
    if (tried?.xml !== finished.xml) tried = { xml: finished.xml, finalised_at: new Date().toISOString() };
    const { corrects } = source;
    const body = {
      entity: source.entity,
      by_id: source.officer.id,
      form_version_id: finished.form_version_id,
      xml: finished.xml,
      finalised_at: tried.finalised_at,
      utc_offset_minutes: -new Date(tried.finalised_at).getTimezoneOffset(),
      bases: finished.bases,
      alerts: finished.alerts,
      ...(corrects ? { corrects_id: corrects.submission_id, reason: reason() } : {}),
    };
    const kept = fileIds.flatMap((id) => files.get(id) ?? []);
    const answer = await send(source.urls.submit, body, kept);
    setTouched(false);
    setNext(String(answer.next));
  };

  const phone = makeIdlePhone({
    findCodeList: async (name) => (source.needs?.fields.name === name ? source.needs : null),
    saveDraft: async () => {
      setTouched(true);
    },
    savePhoto: async (_subject, _instance, photo) => {
      files.set(photo.attachment_id, { ...photo, node: photo.node ?? "" });
    },
    removePhoto: async (id) => {
      files.delete(id);
    },
    saveAlert: async (alert) => {
      untold.set(alert.alert_id, alert);
      await tell();
    },
    saveSubmission: submit,
  });
  return { phone, telling, tellAgain: () => void tell(), isTouched, next };
}
