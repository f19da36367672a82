// The screen of a locked phone: the first of all where somebody has signed in before, and not needed where nobody has.
export const loadLockedPlaces = () => import("./locked_places");
