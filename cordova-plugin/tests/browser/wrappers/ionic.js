// The wrapper of Ionic apps, unchanged from npm, for a page.
import { Intercom } from "@ionic-native/intercom";

window.wrapper = Intercom;
