import type { AccessMatrix, IntegrationAccess } from '../../operations/integrations/access.ts';
import { budgetInWords, rateInWords } from '../../planes/portkey/limits.ts';
import { htmlText as text, pagePolicy } from './html-text.ts';

const styles = `
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1c1e21;background:#fff}
h1{font-size:1.4rem;margin:0}p{color:#5b6169;margin:.2rem 0 1.5rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.45rem .8rem .45rem 0;border-bottom:1px solid #e3e5e8;vertical-align:top}
th{font-size:.78rem;text-transform:uppercase;letter-spacing:.04em;color:#5b6169}
meter{width:7rem;height:.9rem}.off{color:#8a9099}.warn{color:#8a5a00}.bad{color:#a4161a;font-weight:600}
@media (prefers-color-scheme:dark){body{background:#15171a;color:#e6e8ea}th,p{color:#a3a9b1}th,td{border-color:#30343a}.warn{color:#e0a83a}.bad{color:#ff7b80}}`;

/**
 * Makes one self-contained page of the matrix: no script, nothing from elsewhere, no secret.
 *
 * @param source whose data it is: the address that was asked
 */
export function accessPage({ rows, unread }: AccessMatrix, source: string, now: Date): string {
  const workspaces = new Set(rows.map(({ workspace }) => workspace)).size;
  const integrations = new Set(rows.map(({ integration }) => integration)).size;
  const day = now.toISOString().slice(0, 16).replace('T', ' ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
${pagePolicy}
<title>Access to LLM integrations, ${day} UTC</title>
<style>${styles}
</style>
</head>
<body>
<h1>Who may use which LLM integration</h1>
<p>${counted(integrations, 'integration')}, ${counted(workspaces, 'workspace')}; read from ${text(source)} at ${day} UTC. Use is what Portkey reports, as a part of the budget.</p>${unreadInHtml(unread)}
<table>
<thead><tr><th>Integration</th><th>Workspace</th><th>Budget</th><th>Used</th><th>Next reset</th><th>Rate limits</th></tr></thead>
<tbody>
${rows.map(rowInHtml).join('\n')}
</tbody>
</table>
</body>
</html>
`;
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** Says what the page lacks. */
function unreadInHtml(unread: AccessMatrix['unread']): string {
  if (unread.length === 0) return '';
  const names = unread.map(({ integration }) => text(integration)).join(', ');
  return `\n<p class="bad">Not on this page, for the key could not read it: ${names}.</p>`;
}

function rowInHtml(row: IntegrationAccess): string {
  const { integration, ai_provider_id: kind, workspace, workspace_name: name, enabled } = row;
  const state = !enabled ? 'off' : row.status === 'exhausted' ? 'exhausted' : '';
  const budget = row.usage_limit === null ? '–' : text(budgetInWords(row.usage_limit));
  const reset = row.next_reset === null ? '–' : text(row.next_reset.slice(0, 10));
  const rates =
    row.rate_limits.length === 0 ? '–' : text(row.rate_limits.map(rateInWords).join(', '));
  const cells = [
    `${text(integration)}<br><small>${text(kind)}</small>`,
    `${text(name ?? workspace)}${state === '' ? '' : ` <small>(${state})</small>`}`,
    budget,
    usedInHtml(row),
    reset,
    rates,
  ];
  return `<tr${enabled ? '' : ' class="off"'}>${cells.map((each) => `<td>${each}</td>`).join('')}</tr>`;
}

function usedInHtml({ used, past_alert: pastAlert }: IntegrationAccess): string {
  if (used === null) return '–';
  const percent = Math.round(used * 100);
  const meaning = used >= 1 ? 'bad' : pastAlert ? 'warn' : '';
  return `<meter min="0" max="100" value="${Math.min(100, Math.max(0, percent))}"></meter> <span class="${meaning}">${percent}%</span>`;
}
