// The style of a tour, for its shadow tree alone. Values are those of styles/tokens.css.

/** See the module. Set as a constructed style sheet, which a policy without inline styles allows. */
export const STYLE = `
:host { all: initial !important; position: fixed !important; inset: 0 !important; z-index: 2147483002 !important; display: block !important; pointer-events: none !important; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.tour { --ground: #fff; --raised: #f1f2f4; --line: #e0e2e7; --quiet: #5e636f; --text: #16181d; color-scheme: light; }
.tour.dark { --ground: #1d1f24; --raised: #2d3037; --line: #3f434d; --quiet: #a5a9b4; --text: #f0f1f4; color-scheme: dark; }
.shade { position: fixed; inset: 0; background: rgb(16 18 27 / 45%); pointer-events: auto; }
.ring { position: fixed; border-radius: 10px; box-shadow: 0 0 0 3px var(--brand), 0 0 0 5px var(--ground), 0 0 0 200vmax rgb(16 18 27 / 32%); }
.card {
  position: fixed; display: flex; flex-direction: column; width: min(340px, 100vw - 24px); max-height: calc(100vh - 24px); padding: 16px;
  border-radius: 14px; background: var(--ground); color: var(--text); pointer-events: auto; outline: 0;
  font: 400 15px/22px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; text-align: start;
  box-shadow: 0 0 0 1px rgb(128 128 128 / 22%), 0 12px 40px rgb(16 18 27 / 26%); animation: come 200ms cubic-bezier(.2,.8,.2,1);
}
.middle .card { left: 50%; top: 50%; transform: translate(-50%, -50%); animation-name: show; }
.point { position: absolute; width: 14px; height: 14px; background: var(--ground); transform: rotate(45deg); }
.middle .point { display: none; }
.top { display: flex; align-items: flex-start; gap: 8px; }
h2 { flex: 1; margin: 0; padding: 4px 0; font: 600 17px/24px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: anywhere; }
.rich { overflow: auto; overflow-wrap: anywhere; }
.rich > :first-child { margin-top: 4px; }
.rich p, .rich ul, .rich ol, .rich pre, .rich blockquote, .rich figure, .rich table { margin: 8px 0; }
.rich ul, .rich ol { padding-inline-start: 22px; }
.rich h3 { margin: 12px 0 4px; font-size: 15px; line-height: 22px; }
.rich img { display: block; max-width: 100%; height: auto; border-radius: 8px; }
.rich a { color: var(--link); }
.rich pre, .rich code, .rich kbd { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 13px; }
.rich pre { overflow: auto; padding: 8px; border-radius: 8px; background: var(--raised); }
.rich blockquote { padding-inline-start: 12px; border-inline-start: 3px solid var(--line); }
.rich td, .rich th { padding: 4px 8px; border: 1px solid var(--line); }
.foot { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin-top: 12px; }
.place { flex: 1; color: var(--quiet); font-size: 13px; line-height: 18px; font-variant-numeric: tabular-nums; }
button { min-height: 44px; margin: 0; padding: 0 16px; border: 0; border-radius: 8px; background: none; color: var(--text); font: inherit; font-weight: 600; overflow-wrap: anywhere; cursor: pointer; }
button:hover { background: var(--raised); }
.next { background: var(--brand); color: var(--ink); }
.next:hover { background: var(--hover); }
.close { display: grid; place-items: center; flex: none; width: 44px; margin: -10px; margin-inline-start: 0; padding: 0; }
svg { width: 20px; height: 20px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
button:focus-visible, a:focus-visible, .rich:focus-visible { outline: 3px solid var(--link); outline-offset: 1px; }
.card:focus-visible { box-shadow: 0 0 0 3px var(--link), 0 12px 40px rgb(16 18 27 / 26%); }
@keyframes come { from { opacity: 0; transform: translateY(8px); } }
@keyframes show { from { opacity: 0; } }
@media (prefers-reduced-motion: reduce) { .card { animation: none; } }
@media (forced-colors: active) { .card { border: 2px solid CanvasText; } .ring { outline: 3px solid Highlight; } button { border: 1px solid ButtonText; } }
@media print { :host { display: none !important; } }
`;
