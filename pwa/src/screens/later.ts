// What every part of the app that comes after the visit list brings with it: its texts, and the phone's other answers.
import "./later_texts";
import "./stored_later";
