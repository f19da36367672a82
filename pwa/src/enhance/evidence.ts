// Improves the pages on which a resident adds photos and documents. Without it each of them is a plain form that works.
import { startEvidencePage } from "./evidence/page";

void startEvidencePage();
