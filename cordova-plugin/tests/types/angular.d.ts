// Stand-ins for what the example of Ionic uses of Angular and Ionic, so that its types can be checked without them.

declare module "@angular/core" {
  /** Angular's zone, as far as it is used. */
  export class NgZone {
    run<T>(work: () => T): T;
  }
  /** A value that a template reads by calling it. */
  export function signal<T>(first: T): { (): T; update(change: (value: T) => T): void };
  export function Component(about: { selector: string; standalone: boolean; imports: unknown[]; template: string }): <T>(component: T) => T | void;
}
declare module "@angular/common" {
  export const AsyncPipe: unique symbol;
  export const JsonPipe: unique symbol;
}
declare module "@angular/platform-browser" {
  export function bootstrapApplication(component: unknown, more: { providers: unknown[] }): Promise<unknown>;
}
declare module "@ionic/angular" {
  export const IonBadge: unique symbol, IonButton: unique symbol, IonContent: unique symbol, IonHeader: unique symbol;
  export const IonItem: unique symbol, IonLabel: unique symbol, IonList: unique symbol, IonTitle: unique symbol, IonToolbar: unique symbol;
  export function provideIonicAngular(): unknown;
}
