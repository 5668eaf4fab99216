import type { CheckView, DoctorView } from '../doctor.ts';
import { htmlText as text, pagePolicy } from '../html-text.ts';
import { checksInHtml, latenciesInHtml } from './checks.ts';
import { graphInHtml } from './graph.ts';
import { counted, markInHtml, worstVerdict } from './marks.ts';
import { pageStyles } from './styles.ts';

/** What a page says of itself. */
export interface DoctorPageFacts {
  readonly now: Date;
  /** Of portai. */
  readonly version: string;
  /** Whether connections were tested. */
  readonly tested: boolean;
  /** The command that made the page, to be run again. */
  readonly command: string;
}

/**
 * Makes one self-contained page of what a doctor saw, for people without a terminal: no script, nothing
 * from elsewhere. Texts of servers are in it, so it is redacted before it is written.
 */
export function doctorPage(views: readonly DoctorView[], facts: DoctorPageFacts): string {
  const at = `${facts.now.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const whose = [...new Set(views.map(ownerOf))].join(', ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
${pagePolicy}
<title>${text(`LLM providers of ${whose}, ${at}`)}</title>
<style>${pageStyles}
</style>
</head>
<body>
<main>
<h1>LLM providers of ${text(whose)}</h1>
<p class="meta">Seen at ${at} by portai ${text(facts.version)}. To look again: <code>${text(facts.command)}</code></p>
${verdictInHtml(views)}
<p>${text(aboutTests(facts.tested))}</p>
${profilesInHtml(views)}
${views.map((view, index) => profileInHtml(view, index, views.length > 1)).join('\n')}
</main>
</body>
</html>
`;
}

const ownerOf = ({ organization, profile, address }: DoctorView): string =>
  organization?.name ?? organization?.id ?? `${profile} (${address})`;

const aboutTests = (tested: boolean) =>
  tested
    ? 'Connections were tested: Port asked each provider for an answer of each model.'
    : 'No connection was tested: a pass says that what is stored fits together, not that a model answers. With --validate each is tested.';

function verdictInHtml(views: readonly DoctorView[]): string {
  const checks = views.flatMap((view) => view.checks);
  const worst = worstVerdict(checks.map(({ verdict }) => verdict));
  const first = checks.find(({ verdict }) => verdict === worst && worst !== 'pass');
  const [step] =
    checks.find(({ verdict, next }) => verdict === worst && next.length > 0)?.next ?? [];
  const begin =
    first && step
      ? `<p>Begin here. ${text(titleOf(first))}: ${text(first.says)}</p><code class="command">${text(step.command)}</code><span class="meta">${text(step.why)}</span>`
      : '';
  return `<div class="verdict ${worst}"><b>${text(headline(checks))}</b>${begin}</div>`;
}

const titleOf = ({ title, provider }: CheckView) =>
  provider === undefined ? title : `${provider}, ${title}`;

function headline(checks: readonly CheckView[]): string {
  const count = (wanted: CheckView['verdict']) =>
    checks.filter(({ verdict }) => verdict === wanted).length;
  const parts = [
    ...(count('fail') > 0 ? [`${count('fail')} failed`] : []),
    ...(count('warn') > 0 ? [`${count('warn')} to look at`] : []),
    ...(count('unknown') > 0 ? [`${count('unknown')} not known`] : []),
    counted(count('pass'), 'check passed', 'checks passed'),
  ];
  return parts.length === 1 ? `Nothing wrong was found: ${parts.join('')}` : parts.join(', ');
}

/** Of several profiles a line each, which leads to its part of the page. */
function profilesInHtml(views: readonly DoctorView[]): string {
  if (views.length < 2) return '';
  const rows = views.map(({ profile, address, organization, checks }, index) => {
    const worst = worstVerdict(checks.map(({ verdict }) => verdict));
    const cells = [
      `<a href="#profile-${index + 1}">${text(profile)}</a>`,
      text(organization?.name ?? '–'),
      text(address),
      markInHtml(worst),
      text(headline(checks)),
    ];
    return `<tr>${cells.map((each) => `<td>${each}</td>`).join('')}</tr>`;
  });
  return `<h2>Profiles</h2>
<table><thead><tr><th>Profile</th><th>Organization</th><th>Address</th><th>Worst</th><th>Seen</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table>`;
}

function profileInHtml(view: DoctorView, index: number, isOneOfMany: boolean): string {
  const { profile, address } = view;
  const head = isOneOfMany
    ? `<h2>Profile ${text(profile)}</h2>\n<p class="meta">${text(address)}</p>`
    : `<p class="meta">Profile ${text(profile)}, ${text(address)}</p>`;
  return `<section class="profile" id="profile-${index + 1}">
${head}
${graphInHtml(view)}
<h2>What was looked at</h2>
${checksInHtml(view)}
${latenciesInHtml(view)}
</section>`;
}
