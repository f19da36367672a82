// Photos of a visit that answer no question of a form, before the check or after it.
import { createResource, For, Show } from "solid-js";
import type { FormPhoto } from "../../forms/photo";
import { Button } from "../../ui/button";
import { TextInput } from "../../ui/text_input";
import { write } from "../address";
import { Mistakes } from "../frame/mistakes";
import { FileButton, PICTURES, Picture } from "../frame/photo_parts";
import { Reading, Screen } from "../frame/screen";
import { fileSize } from "../moments";
import { fullName } from "../names";
import { readPhone, usePhone } from "../scope";
import { t } from "../texts";
import { type Begun, readBegun, useTakenPhotos } from "./taken_photos";

const TAKE = "take-photo";

export function PhotosScreen(props: { visit_id: string }) {
  const phone = usePhone();
  const visit = readPhone((read) => read.findVisit(props.visit_id));
  // Read once: from then on this screen itself is what changes them.
  const [kept] = createResource(async () => ({ begun: await readBegun(phone, props.visit_id) }));
  return (
    <Screen
      title={t("loose-title")}
      caption={visit.latest ? fullName(visit.latest) : undefined}
      back={{ href: write({ screen: "visit", visit_id: props.visit_id }), text: t("back-to-visit") }}
    >
      <p class="govuk-body">{t("loose-words")}</p>
      <Show when={kept.latest} fallback={<Reading />}>
        {(read) => <Photos visit_id={props.visit_id} begun={read().begun} />}
      </Show>
    </Screen>
  );
}

function Photos(props: { visit_id: string; begun: Begun }) {
  const taking = useTakenPhotos(props.visit_id, props.begun);
  const said = () => {
    if (taking.isBusy()) return t("photo-busy");
    const count = taking.photos().length;
    return count ? t("loose-said", { count }) : "";
  };
  return (
    <>
      <Mistakes words={taking.failed()?.words} href={`#${TAKE}`} />
      <For each={taking.photos()}>
        {(photo, index) => (
          <Taken
            photo={photo}
            number={index() + 1}
            caption={taking.captionOf(photo.attachment_id)}
            onCaption={(words) => void taking.describe(photo.attachment_id, words)}
            onRemove={() => {
              void taking.remove(photo.attachment_id).then(() => document.getElementById(TAKE)?.focus());
            }}
          />
        )}
      </For>
      <Ways isBusy={taking.isBusy()} add={(files) => void taking.add(files)} />
      <p class="govuk-body app-said" role="status">
        {said()}
      </p>
      <Button type="button" disabled={taking.isBusy()} onClick={() => void taking.save()}>
        {t("save-on-phone")}
      </Button>
    </>
  );
}

function Ways(props: { isBusy: boolean; add: (files: File[]) => void }) {
  return (
    <div class="app-photo-ways">
      <FileButton
        id={TAKE}
        text={t("photo-take")}
        accept={PICTURES}
        capture="environment"
        isBusy={props.isBusy}
        onFiles={props.add}
      />
      <FileButton
        id={`${TAKE}-file`}
        text={t("photo-choose")}
        classes="govuk-button--secondary"
        accept={`${PICTURES},application/pdf`}
        multiple={true}
        isBusy={props.isBusy}
        onFiles={props.add}
      />
    </div>
  );
}

interface TakenProps {
  photo: FormPhoto;
  number: number;
  caption: string;
  onCaption: (words: string) => void;
  onRemove: () => void;
}

function Taken(props: TakenProps) {
  const { attachment_id, content_type, bytes, size } = props.photo;
  return (
    <div class="app-photo">
      <Show when={content_type.startsWith("image/")}>
        <Picture file={new Blob([bytes], { type: content_type })} />
      </Show>
      <p class="govuk-body">{t("loose-kept", { size: fileSize(size) })}</p>
      <TextInput
        id={`caption-${attachment_id}`}
        name={`caption-${attachment_id}`}
        label={{ text: t("loose-caption", { number: props.number }) }}
        value={props.caption}
        autocomplete="off"
        onInput={(event) => props.onCaption(event.currentTarget.value)}
      />
      <Button type="button" classes="govuk-button--secondary" onClick={() => props.onRemove()}>
        {t("loose-remove", { number: props.number })}
      </Button>
    </div>
  );
}
