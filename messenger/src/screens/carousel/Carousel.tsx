// A carousel: screens one swipes through, with dots, and a way out at any time.

import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { CarouselBody, Content, Screen } from "../../contract/types";
import { direction, t } from "../../i18n/words";
import { openLink, RichText } from "../../rich/RichText";
import { useDesk } from "../../state/context";
import { Cover } from "../../ui/Cover";

/** See the module. */
export function Carousel({ of, leave }: { of: Content; leave: () => void }): VNode {
  const desk = useDesk();
  const { screens } = of.body as CarouselBody;
  const box = useRef<HTMLElement>(null);
  const strip = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const last = at === screens.length - 1;

  const tell = (event: "shown" | "dismissed" | "completed" | "clicked"): void => {
    void desk.ask("receipt.send", { kind: "carousel", id: of.id, event }).catch(() => undefined);
  };
  useEffect(() => tell("shown"), [of.id]);
  useEffect(() => box.current?.focus({ preventScroll: true }), []);

  const show = (index: number): void => {
    const box = strip.current;
    if (!box || index < 0 || index >= screens.length) return;
    const side = direction.value === "rtl" ? -1 : 1;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    box.scrollTo({ left: side * index * box.clientWidth, behavior: calm ? "auto" : "smooth" });
  };
  const end = (event: "dismissed" | "completed"): void => {
    tell(event);
    leave();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const forward = direction.value === "rtl" ? "ArrowLeft" : "ArrowRight";
    const backward = direction.value === "rtl" ? "ArrowRight" : "ArrowLeft";
    if (event.key !== forward && event.key !== backward) return;
    event.preventDefault();
    show(at + (event.key === forward ? 1 : -1));
  };

  return (
    <main ref={box} class="carousel" tabIndex={-1} aria-label={of.title} onKeyDown={onKeyDown}>
      <h1 class="unseen">{of.title}</h1>
      <div class="carousel-top">
        <button type="button" class="link" onClick={() => end("dismissed")}>
          {t("carousel.skip")}
        </button>
      </div>
      <div
        ref={strip}
        class="carousel-strip"
        tabIndex={0}
        role="group"
        aria-roledescription="carousel"
        aria-label={of.title || t("carousel.screen", { count: at + 1, total: screens.length })}
        onScroll={(event) => setAt(Math.round(Math.abs(event.currentTarget.scrollLeft) / event.currentTarget.clientWidth))}
      >
        {screens.map((screen, index) => (
          <section
            key={index}
            class="carousel-screen"
            inert={index !== at}
            aria-label={t("carousel.screen", { count: index + 1, total: screens.length })}
          >
            <Page of={screen} clicked={() => tell("clicked")} />
          </section>
        ))}
      </div>
      <div class="carousel-bottom">
        <span class="dots" role="status" aria-label={t("carousel.screen", { count: at + 1, total: screens.length })}>
          {screens.map((_, index) => (
            <i key={index} class={index === at ? "dot-now" : undefined} />
          ))}
        </span>
        <button type="button" class="button" onClick={() => (last ? end("completed") : show(at + 1))}>
          {last ? t("carousel.done") : t("carousel.next")}
        </button>
      </div>
    </main>
  );
}

function Page({ of, clicked }: { of: Screen; clicked: () => void }): VNode {
  const desk = useDesk();
  return (
    <>
      <Cover of={of.image_url} />
      <h2 dir="auto">{of.title}</h2>
      <RichText html={of.body_html} onLink={clicked} />
      {of.action && (
        <button
          type="button"
          class="button button-quiet"
          onClick={() => {
            clicked();
            void openLink(desk, of.action?.url ?? "");
          }}
        >
          {of.action.label}
        </button>
      )}
    </>
  );
}
