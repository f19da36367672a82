// The pages of an alert come after the visit list, in one piece; the worker keeps it, and the app fetches it early.
export const loadAlertScreens = () => import("./alert_screens");
