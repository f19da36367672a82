// Before a link's question, and after its end: how many photos wait on this device, and a way to remove them. Opens none of them.
import { startKeptNote } from "./evidence/kept_note";

void startKeptNote();
