/** Style sheet of the page: inline, light and dark, without motion for those who prefer reduced motion. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #f6f5f2; --ink: #1c1b29; --soft: #5b5970; --line: #d9d6e3; --card: #fff;
  --from: #4338ca; --to: #be185d; --glow: #c7d2fe; --glow-2: #fbcfe8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0d0c16; --ink: #f1f0f7; --soft: #a5a2ba; --line: #322f47; --card: #171524;
    --from: #a5b4fc; --to: #f9a8d4; --glow: #272463; --glow-2: #4a1738;
  }
}
* { box-sizing: border-box; margin: 0; }
html { height: 100%; background: var(--ground); }
body {
  min-height: 100%; display: grid; grid-template-rows: 1fr auto auto; gap: 2.5rem;
  padding: clamp(1.25rem, 4vw, 3rem); overflow-x: hidden;
  font: 400 1.0625rem/1.55 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  color: var(--ink); text-align: center;
  background:
    radial-gradient(38rem 30rem at 22% 18%, var(--glow), transparent 70%),
    radial-gradient(34rem 28rem at 80% 70%, var(--glow-2), transparent 70%),
    var(--ground);
}
main { align-self: center; }
h1 { font-size: clamp(1.25rem, 3.2vw, 2rem); font-weight: 500; letter-spacing: -.01em; color: var(--soft); }
h1.sorry { max-width: 26ch; margin: 0 auto; color: var(--ink); }
strong {
  display: block; padding: .04em 0; margin-bottom: -.06em; font-weight: 800; line-height: 1.05; letter-spacing: -.045em;
  font-variant-numeric: tabular-nums; font-feature-settings: "tnum";
  background: linear-gradient(100deg, var(--from) 20%, var(--to) 80%); color: transparent;
  -webkit-background-clip: text; background-clip: text;
}
strong span + span { margin-left: .14em; }
.s { font-size: clamp(6rem, 34vw, 19rem); }
.m { font-size: clamp(3rem, 21vw, 15rem); }
.l { font-size: clamp(2rem, 13.5vw, 10rem); }
.xl { font-size: clamp(1.2rem, 7.4vw, 6rem); }
p { margin-top: 1.25rem; color: var(--soft); }
ol { display: flex; flex-wrap: wrap; justify-content: center; gap: .75rem 3.5rem; padding: 0; list-style: none; }
li {
  position: relative; min-width: 9rem; padding: .7rem 1.2rem; border: 1px solid var(--line); border-radius: .9rem;
  background: var(--card); font-weight: 600; font-size: .95rem;
}
li small { display: block; font-size: .75rem; font-weight: 500; letter-spacing: .04em; color: var(--soft); }
li + li::before, li + li::after { content: ""; position: absolute; right: 100%; top: 50%; }
li + li::before { width: 3.5rem; border-top: 2px dotted var(--line); }
li + li::after { width: .5rem; height: .5rem; margin: -.1875rem 3rem 0 0; border-radius: 50%; background: var(--to); }
nav { display: flex; flex-wrap: wrap; justify-content: center; gap: .25rem 1.5rem; font-size: .9rem; }
a { padding: .35rem .1rem; color: var(--ink); text-decoration-color: var(--line); text-underline-offset: .25em; text-decoration-thickness: 2px; }
a:hover { text-decoration-color: var(--to); }
:focus-visible { outline: 3px solid var(--to); outline-offset: 3px; border-radius: .3rem; }
@media (max-width: 44rem) {
  ol { flex-direction: column; align-items: center; gap: 1.75rem; }
  li { width: min(100%, 20rem); }
  li + li::before { right: 50%; top: auto; bottom: 100%; width: 0; height: 1.75rem; border: 0; border-left: 2px dotted var(--line); }
  li + li::after { right: 50%; top: -1.75rem; margin: 0 -.3125rem 0 0; }
}
@media (prefers-reduced-motion: no-preference) {
  strong { animation: rise .7s cubic-bezier(.2, .8, .2, 1) both; }
  li + li::after { animation: hop 2.4s ease-in-out infinite; }
  li:last-child::after { animation-delay: .5s; }
  @keyframes rise { from { opacity: 0; transform: translateY(.12em) scale(.97); } }
  @keyframes hop { 0% { opacity: 0; } 15% { opacity: 1; } 60%, 100% { opacity: 0; transform: translateX(2.75rem); } }
}
@media (prefers-reduced-motion: no-preference) and (max-width: 44rem) {
  @keyframes hop { 0% { opacity: 0; } 15% { opacity: 1; } 60%, 100% { opacity: 0; transform: translateY(1.25rem); } }
}
@media (forced-colors: active) { strong { color: CanvasText; background: none; } }
`;
