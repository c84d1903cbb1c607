// The screen: the unread count as it changes, a button for every call, and a log of every answer.

import { AsyncPipe, JsonPipe } from "@angular/common";
import { Component, signal } from "@angular/core";
import { Frontdesk } from "@frontdesk/ionic";
import { IonBadge, IonButton, IonContent, IonHeader, IonItem, IonLabel, IonList, IonTitle, IonToolbar } from "@ionic/angular";
import { BUTTONS, type Button } from "./calls";

/** A line of the log. */
interface Answer {
  label: string;
  value: unknown;
  failed: boolean;
}

@Component({
  selector: "app-root",
  standalone: true,
  imports: [AsyncPipe, JsonPipe, IonBadge, IonButton, IonContent, IonHeader, IonItem, IonLabel, IonList, IonTitle, IonToolbar],
  template: `
    <ion-header>
      <ion-toolbar>
        <ion-title>Frontdesk <ion-badge>{{ (frontdesk.unreadCount$ | async) ?? "–" }}</ion-badge></ion-title>
      </ion-toolbar>
    </ion-header>
    <ion-content class="ion-padding">
      @for (button of buttons; track button.label) {
        <ion-button size="small" fill="outline" style="text-transform: none" (click)="press(button)">{{ button.label }}</ion-button>
      }
      <ion-list>
        @for (answer of answers(); track $index) {
          <ion-item><ion-label [color]="answer.failed ? 'danger' : undefined">{{ answer.label }}: {{ answer.value | json }}</ion-label></ion-item>
        }
      </ion-list>
    </ion-content>
  `,
})
export class HomePage {
  readonly buttons = BUTTONS;
  // A signal: an app without zone.js draws it, too.
  readonly answers = signal<Answer[]>([]);

  constructor(readonly frontdesk: Frontdesk) {
    frontdesk.deliveries$.subscribe((told) => this.say("event delivery", told, false));
  }

  async press({ label, press }: Button): Promise<void> {
    try {
      this.say(label, await press(this.frontdesk), false);
    } catch (error) {
      this.say(label, String(error), true);
    }
  }

  private say(label: string, value: unknown, failed: boolean): void {
    this.answers.update((answers) => [{ label, value: value ?? "done", failed }, ...answers]);
  }
}
