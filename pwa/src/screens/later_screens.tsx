// The screens behind the visit list: one piece of the app, fetched a moment after the first screen is shown, so that the
// list does not wait for them. The worker keeps it like everything else.
import "./later";
import { Match, Switch } from "solid-js";
import { type Address, address } from "./address";
import { InstallScreen } from "./install/install_screen";
import { MyDeviceScreen } from "./my_device/my_device_screen";
import { ConflictScreen } from "./needs_attention/conflict_screen";
import { NeedsAttentionScreen } from "./needs_attention/needs_attention_screen";
import { NotSentScreen } from "./not_sent/not_sent_screen";
import { ProposeScreen } from "./propose/propose_screen";
import { PinScreen } from "./unlock/pin_screen";
import { CannotVisitScreen } from "./visit/cannot_visit_screen";
import { CorrectScreen } from "./visit/correct_screen";
import { FormsScreen } from "./visit/forms_screen";
import { NoteScreen } from "./visit/note_screen";
import { PhotosScreen } from "./visit/photos_screen";
import { VisitScreen } from "./visit/visit_screen";

export function LaterScreens() {
  const at = <S extends Address["screen"]>(screen: S) => {
    const now = address();
    return now.screen === screen ? (now as Extract<Address, { screen: S }>) : undefined;
  };
  return (
    <Switch>
      <Match when={at("visit")?.visit_id} keyed>
        {(visitId) => <VisitScreen visit_id={visitId} />}
      </Match>
      <Match when={at("forms")?.visit_id} keyed>
        {(visitId) => <FormsScreen visit_id={visitId} />}
      </Match>
      <Match when={at("note")?.visit_id} keyed>
        {(visitId) => <NoteScreen visit_id={visitId} />}
      </Match>
      <Match when={at("photos")?.visit_id} keyed>
        {(visitId) => <PhotosScreen visit_id={visitId} />}
      </Match>
      <Match when={at("cannot")?.visit_id} keyed>
        {(visitId) => <CannotVisitScreen visit_id={visitId} />}
      </Match>
      <Match when={at("correct")?.visit_id} keyed>
        {(visitId) => <CorrectScreen visit_id={visitId} />}
      </Match>
      <Match when={at("propose")} keyed>
        {(to) => <ProposeScreen visit_id={to.visit_id} />}
      </Match>
      <Match when={at("conflict")?.conflict_id} keyed>
        {(conflictId) => <ConflictScreen conflict_id={conflictId} />}
      </Match>
      <Match when={at("not_sent")}>
        <NotSentScreen />
      </Match>
      <Match when={at("attention")}>
        <NeedsAttentionScreen />
      </Match>
      <Match when={at("device")}>
        <MyDeviceScreen />
      </Match>
      <Match when={at("pin")}>
        <PinScreen />
      </Match>
      <Match when={at("install")}>
        <InstallScreen />
      </Match>
    </Switch>
  );
}
