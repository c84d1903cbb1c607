// The style of the launcher and of the frame, for the shadow tree alone. Values are those of styles/tokens.css.

/** See the module. Set as a constructed style sheet, which a policy without inline styles allows. */
export const STYLE = `
:host { all: initial !important; position: fixed !important; z-index: var(--z) !important; display: block !important; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.launcher {
  position: fixed; bottom: var(--up); right: var(--side); width: 56px; height: 56px; padding: 0; border: 0; border-radius: 50%;
  display: grid; place-items: center; cursor: pointer; background: var(--brand); color: var(--ink);
  box-shadow: 0 1px 2px rgb(16 18 27 / 6%), 0 6px 20px rgb(16 18 27 / 22%); transition: transform 120ms cubic-bezier(.2,.8,.2,1);
  -webkit-tap-highlight-color: transparent; touch-action: manipulation;
}
.left .launcher { right: auto; left: var(--side); }
.launcher:hover { transform: scale(1.06); }
.launcher:active { transform: scale(.96); }
.launcher:focus-visible, .retry:focus-visible { outline: 3px solid #fff; outline-offset: -5px; box-shadow: 0 0 0 3px #16181d; }
svg { grid-area: 1 / 1; width: 26px; height: 26px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; transition: opacity 120ms, transform 200ms cubic-bezier(.2,.8,.2,1); }
.down { opacity: 0; transform: rotate(-60deg); }
.open .down { opacity: 1; transform: none; }
.open .chat { opacity: 0; transform: rotate(60deg); }
.badge {
  position: absolute; top: -2px; right: -2px; min-width: 20px; height: 20px; padding: 0 6px; border-radius: 10px;
  background: #c0261d; color: #fff; font: 600 12px/20px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; font-variant-numeric: tabular-nums; text-align: center;
}
.panel {
  position: fixed; bottom: calc(var(--up) + 68px); right: var(--side); width: 400px; height: min(704px, 100% - var(--up) - 84px);
  border-radius: 20px; overflow: hidden; background: #fff; color: #16181d; transform-origin: 100% 100%;
  box-shadow: 0 0 0 1px rgb(128 128 128 / 16%), 0 12px 40px rgb(16 18 27 / 18%); animation: rise 200ms cubic-bezier(.2,.8,.2,1);
}
.left .panel { right: auto; left: var(--side); transform-origin: 0 100%; }
.nothing .panel { visibility: hidden; pointer-events: none; animation: none; width: 1px; height: 1px; box-shadow: none; }
.card .panel, .sheet .panel, .banner .panel, .full .panel { background: transparent; box-shadow: none; animation: none; border-radius: 0; }
.card .panel { right: calc(var(--side) - 12px); height: min(var(--tall, 180px), 100% - var(--up) - 52px); bottom: calc(var(--up) + 52px); }
.card.left .panel { right: auto; left: calc(var(--side) - 12px); }
.sheet .panel { right: calc(var(--side) - 12px); width: 424px; height: min(var(--tall, 640px), 100% - var(--up) - 52px); bottom: calc(var(--up) + 52px); }
.sheet.left .panel { right: auto; left: calc(var(--side) - 12px); }
.banner .panel { inset: 0 0 auto 0; width: 100%; height: var(--tall, 140px); }
.full .panel { inset: 0; width: 100%; height: 100%; }
iframe { display: block; width: 100%; height: 100%; border: 0; background: transparent; color-scheme: normal; }
.failed { position: absolute; inset: 0; display: grid; place-content: center; justify-items: center; gap: 16px; padding: 32px; text-align: center; background: #fff; font: 15px/22px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
.retry { min-height: 44px; padding: 0 20px; border: 0; border-radius: 8px; background: var(--brand); color: var(--ink); font: inherit; font-weight: 600; cursor: pointer; }
@keyframes rise { from { opacity: 0; transform: scale(.92) translateY(8px); } }
@media (max-width: 479px), (max-height: 479px) {
  .messenger .panel, .messenger.left .panel { inset: 0; width: 100%; height: 100%; border-radius: 0; transform-origin: 50% 100%; }
  .messenger .launcher { display: none; }
  .card .panel, .sheet .panel, .card.left .panel, .sheet.left .panel { left: 0; right: 0; width: 100%; }
}
@media (prefers-reduced-motion: reduce) { .panel { animation: none !important; } .launcher, svg { transition: none; } }
@media (forced-colors: active) { .launcher { border: 2px solid ButtonText; } }
@media print { :host { display: none !important; } }
`;
