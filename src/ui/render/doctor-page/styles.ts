/**
 * The look of the page. Colours are defined once for light and once for dark; each state has its sign
 * and its word as well, so that nothing is said by colour alone.
 */
export const pageStyles = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#59626d;--line:#dfe3e8;--paper:#fff;--panel:#f6f8fa;--pass:#1a7f4b;--warn:#8f5c00;--fail:#b42318;--unknown:#5b53a8;--bar:#7ba7d9}
@media (prefers-color-scheme:dark){:root{--ink:#e6e9ed;--soft:#9aa4b0;--line:#2e343c;--paper:#14171b;--panel:#1c2127;--pass:#4cc38a;--warn:#e0a83a;--fail:#ff8078;--unknown:#a59cf5;--bar:#3f6ea3}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.55 system-ui,sans-serif}
main{max-width:68rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
h1{font-size:1.65rem;line-height:1.25;margin:0 0 .35rem}h2{font-size:1.15rem;margin:2.75rem 0 .75rem}h3{font-size:.95rem;margin:0 0 .35rem}
p{margin:.35rem 0}.soft,.meta{color:var(--soft)}.meta{font-size:.9rem}
code{font:.9em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.command{display:block;background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:.4rem .65rem;margin:.4rem 0 .15rem;overflow-wrap:anywhere;white-space:pre-wrap}
.verdict{border:1px solid var(--line);border-left:5px solid var(--pass);border-radius:8px;padding:1.1rem 1.3rem;margin:1.5rem 0}
.verdict.fail{border-left-color:var(--fail)}.verdict.warn{border-left-color:var(--warn)}.verdict.unknown{border-left-color:var(--unknown)}
.verdict b{font-size:1.15rem}
section.profile{border-top:1px solid var(--line);margin-top:3rem;padding-top:.25rem}
.area{border-top:1px solid var(--line);padding:.9rem 0;display:grid;grid-template-columns:9rem 1fr;gap:.25rem 1.25rem}
.area h3{text-transform:capitalize;padding-top:.2rem}
ul{list-style:none;margin:0;padding:0}
.check{display:grid;grid-template-columns:6.6rem minmax(8rem,13rem) 1fr;gap:.1rem 1rem;padding:.2rem 0;break-inside:avoid}
.check .said{min-width:0;overflow-wrap:anywhere}
.mark{font-weight:600;white-space:nowrap}
.mark.pass{color:var(--pass)}.mark.warn{color:var(--warn)}.mark.fail{color:var(--fail)}.mark.unknown{color:var(--unknown)}.mark.skip{color:var(--soft);font-weight:400}
.check.pass .said,.check.skip .said{color:var(--soft)}
.group{margin:.7rem 0 .2rem;font-weight:600}.group:first-child{margin-top:0}
.bars li{display:grid;grid-template-columns:minmax(9rem,20rem) 1fr 6rem;gap:.1rem 1rem;align-items:center;padding:.15rem 0;break-inside:avoid}
.bars .name{overflow-wrap:anywhere}.bars .track{background:var(--panel);border-radius:4px;height:.85rem}
.bars .fill{display:block;height:100%;background:var(--bar);border-radius:4px;min-width:2px;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.bars .took{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.graph{overflow-x:auto;border:1px solid var(--line);border-radius:8px;background:var(--panel);padding:.75rem}
svg{display:block;min-width:56rem;width:100%;height:auto;font:13px system-ui,sans-serif}
svg text{fill:var(--ink)}svg .head{fill:var(--soft);font-size:11px;letter-spacing:.05em;text-transform:uppercase}
svg rect{fill:var(--paper);stroke:var(--line)}svg .fail rect{stroke:var(--fail)}svg .warn rect{stroke:var(--warn)}svg .unknown rect{stroke:var(--unknown)}
svg .fail .sign{fill:var(--fail)}svg .warn .sign{fill:var(--warn)}svg .pass .sign{fill:var(--pass)}svg .unknown .sign{fill:var(--unknown)}svg .off text{fill:var(--soft)}
svg path{fill:none;stroke:var(--soft);stroke-opacity:.45}svg path.fail{stroke:var(--fail);stroke-opacity:.9;stroke-dasharray:4 3}svg path.off{stroke-opacity:.3;stroke-dasharray:2 4}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .9rem .4rem 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
th{font-size:.8rem;color:var(--soft);font-weight:600}a{color:inherit}
details{margin:.75rem 0}summary{cursor:pointer;color:var(--soft)}
@media (max-width:44rem){main{padding-top:1.5rem}.area{grid-template-columns:1fr}.check{grid-template-columns:6.6rem 1fr}.check .said{grid-column:1/-1;padding-left:.1rem;margin-bottom:.35rem}.bars li{grid-template-columns:1fr auto}.bars .track{grid-column:1/-1;grid-row:2}}
@media print{:root{color-scheme:light;--ink:#000;--soft:#444;--line:#ccc;--paper:#fff;--panel:#f4f4f4;--pass:#14663c;--warn:#7a4e00;--fail:#9b1c12;--unknown:#463f8f;--bar:#8aa9cc}body{font-size:11px}main{max-width:none;padding:0}.area,.verdict,.graph{break-inside:auto}h2,h3,.group{break-after:avoid}svg{min-width:0}details:not([open]){display:none}}`;
