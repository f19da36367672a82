// The photos of a visit that were saved: each with where it is, and how much of it the council has while it is sent.
import { createResource, For, Show } from "solid-js";
import type { Photo } from "../../domain/draft";
import { Picture } from "../frame/photo_parts";
import { fileSize, moment } from "../moments";
import { usePhone } from "../scope";
import { t } from "../texts";
import { PhotoChip } from "../visits/sync_chip";

export function PhotoStates(props: { photos: readonly Photo[] }) {
  const saved = () => props.photos.filter(({ place }) => place !== "draft");
  return (
    <Show when={saved().length > 0}>
      <section aria-labelledby="photos">
        <h2 class="govuk-heading-m" id="photos">
          {t("photos-title")}
        </h2>
        <ul class="app-things">
          <For each={saved()}>
            {(photo, index) => (
              <li class="app-thing">
                <Thumbnail photo={photo} />
                <p class="app-thing__what">{t("photo-number", { number: index() + 1 })}</p>
                <p class="app-thing__facts">
                  {moment(photo.captured_at)} · {fileSize(photo.size)}
                </p>
                <p class="app-thing__line">
                  <PhotoChip attachment_id={photo.attachment_id} />
                </p>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}

/** One after the other as they come; of what the council has received the bytes are gone, and with them the picture. */
function Thumbnail(props: { photo: Photo }) {
  const phone = usePhone();
  const [drawn] = createResource(() => phone.findThumbnail(props.photo));
  return <Show when={drawn.latest}>{(file) => <Picture file={file()} />}</Show>;
}
