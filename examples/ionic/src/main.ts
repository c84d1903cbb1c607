// Starts the app; the plugin's events come inside Angular's zone because the zone is handed over here.

import { NgZone } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import { frontdeskProvider } from "@frontdesk/ionic";
import { provideIonicAngular } from "@ionic/angular/standalone";
import { HomePage } from "./home.page";

bootstrapApplication(HomePage, { providers: [provideIonicAngular(), frontdeskProvider(NgZone)] }).catch((error: unknown) => console.error(error));
