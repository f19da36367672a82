// What stands while the phone is locked or its PIN is being chosen: the strip, a new version, and the screen. The screen of a
// locked phone comes in a part of its own, asked for as soon as the app starts (load_locked_places.ts).
import { lazy, Match, Suspense, Switch } from "solid-js";
import type { Choosing, Locked, LockState } from "../../domain/lock";
import { UpdateBanner } from "../frame/banners";
import { Reading } from "../frame/screen";
import { ChoosePinScreen } from "./choose_pin_screen";
import { loadLockedPlaces } from "./load_locked_places";
import { LockedStrip } from "./locked_strip";

const LockedPlaces = lazy(async () => ({ default: (await loadLockedPlaces()).LockedPlaces }));

export function LockedApp(props: { state: NonNullable<LockState> }) {
  const locked = () => (props.state.is === "locked" ? props.state : null);
  const choosing = () => (props.state.is === "choosing" ? props.state : null);
  return (
    <>
      <LockedStrip />
      <div class="app-body">
        <div class="govuk-width-container">
          <UpdateBanner />
          <Switch>
            <Match when={choosing()}>{(state: () => Choosing) => <ChoosePinScreen state={state()} />}</Match>
            <Match when={locked()}>
              {(state: () => Locked) => (
                <Suspense fallback={<Reading />}>
                  <LockedPlaces state={state()} />
                </Suspense>
              )}
            </Match>
          </Switch>
        </div>
      </div>
    </>
  );
}
