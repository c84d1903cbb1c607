// Starts the app; in one with zone.js the plugin's events come inside Angular's zone, because it is handed over here.

import { NgZone } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import { frontdeskProvider } from "@frontdesk/ionic";
import { provideIonicAngular } from "@ionic/angular";
import { HomePage } from "./home.page";

bootstrapApplication(HomePage, { providers: [provideIonicAngular(), frontdeskProvider(NgZone)] }).catch((error: unknown) => console.error(error));
