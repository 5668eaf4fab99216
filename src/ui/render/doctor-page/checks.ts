import type { CheckView, DoctorView } from '../doctor.ts';
import { htmlText as text } from '../html-text.ts';
import { markInHtml } from './marks.ts';

/** The checks of a profile, by area, and within it by provider. */
export function checksInHtml({ checks }: Pick<DoctorView, 'checks'>): string {
  const areas = [...new Set(checks.map(({ area }) => area))];
  return areas
    .map((area) => {
      const own = checks.filter((check) => check.area === area);
      const items = [...new Set(own.map(({ provider }) => provider))].flatMap((provider) => [
        ...(provider === undefined ? [] : [`<li class="group">${text(provider)}</li>`]),
        ...own.filter((check) => check.provider === provider).map(checkInHtml),
      ]);
      return `<div class="area"><h3>${text(area)}</h3><ul>\n${items.join('\n')}\n</ul></div>`;
    })
    .join('\n');
}

function checkInHtml({ verdict, title, says, fix, next }: CheckView): string {
  const isQuiet = verdict === 'pass' || verdict === 'skip';
  const help = isQuiet
    ? []
    : [
        ...(fix === undefined ? [] : [`<p>${text(fix)}</p>`]),
        ...next.map(
          ({ command, why }) =>
            `<code class="command">${text(command)}</code><span class="meta">${text(why)}</span>`,
        ),
      ];
  return `<li class="check ${verdict}">${markInHtml(verdict)}<span>${text(title)}</span><div class="said">${text(says)}${help.join('')}</div></li>`;
}

/** Something whose answer was waited for. */
interface MeasuredAnswer {
  readonly name: string;
  readonly milliseconds: number;
}

/** How long answers took, as bars of one scale; nothing where nothing was measured. */
export function latenciesInHtml({ checks, providers }: DoctorView): string {
  const measured: MeasuredAnswer[] = [
    ...checks.flatMap(({ title, provider, milliseconds }) =>
      milliseconds === undefined
        ? []
        : [{ name: provider === undefined ? title : `${provider}: ${title}`, milliseconds }],
    ),
    ...providers.flatMap(({ provider, models }) =>
      models.flatMap(({ model, milliseconds }) =>
        milliseconds === undefined ? [] : [{ name: `${provider} ${model}`, milliseconds }],
      ),
    ),
  ];
  if (measured.length === 0) return '';
  const longest = Math.max(1, ...measured.map(({ milliseconds }) => milliseconds));
  const bars = measured.map(({ name, milliseconds }) => {
    const percent = Math.round((Math.max(0, milliseconds) / longest) * 100);
    return `<li><span class="name">${text(name)}</span><span class="track"><span class="fill" style="width:${percent}%"></span></span><span class="took">${milliseconds} ms</span></li>`;
  });
  return `<h2>How long answers took</h2>
<p class="meta">Once each, seen from this machine; with a test by Port the time is that of Port's whole test.</p>
<ul class="bars">
${bars.join('\n')}
</ul>`;
}
