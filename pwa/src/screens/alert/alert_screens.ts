// The pages of an alert, and what a locked phone can record: one piece of the app.
import "../later";

export {
  checkInWhileLocked,
  checkWhileLocked,
  raiseWhileLocked,
  tellWhileLocked,
} from "../../store/locked_work";
export { LockedAlertScreen, OpenAlertScreen } from "../unlock/locked_alert_screen";
export { LockedCheckScreen } from "../unlock/locked_check_screen";
export { AlertScreen } from "./alert_screen";
export { RaiseScreen } from "./raise_screen";
