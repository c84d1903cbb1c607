// The plugin's native side on Cordova's browser platform: the client and messenger of web pages behind the same exec
// calls as on phones. Loaded by Cordova with the page; opens the client at once when config.xml says with what.

import { add } from "cordova/exec/proxy";
import { surface } from "./actions";
import { Counter } from "./counter";

const counter = new Counter(document);
add("Intercom", surface(counter));
void counter.begin();

export default counter;
