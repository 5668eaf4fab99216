import type { ExaminedModel, ExaminedProvider } from '../../../operations/doctor/report.ts';
import { textWidth } from '../../text-width.ts';
import { htmlText as text } from '../html-text.ts';
import type { DoctorView } from '../doctor.ts';
import { counted, worstVerdict } from './marks.ts';

/** How a box or a line of the graph stands. */
type GraphStanding = 'pass' | 'warn' | 'fail' | 'unknown' | 'off';

/** A box of the graph, at the height of its row. */
interface GraphBox {
  readonly name: string;
  readonly note: string;
  readonly standing: GraphStanding;
  readonly row: number;
}

interface GraphLine {
  readonly from: GraphBox;
  readonly to: GraphBox;
  readonly standing: GraphStanding;
}

/** Three columns of boxes, and what leads from one to the next. */
interface ProviderGraph {
  readonly secrets: readonly GraphBox[];
  readonly providers: readonly GraphBox[];
  readonly models: readonly GraphBox[];
  readonly lines: readonly GraphLine[];
  readonly rows: number;
}

/** Pixels. */
const rowHeight = 30;
const boxHeight = 24;
const top = 30;
const columns = {
  secrets: { x: 0, width: 300 },
  providers: { x: 390, width: 240 },
  models: { x: 720, width: 380 },
} as const;
const width = 1100;

/** Of a letter of a name, and of one of a note, a little more than most take. */
const letterWidth = { name: 7.4, note: 7.6 } as const;

const signs: Readonly<Record<GraphStanding, string>> = {
  pass: '✓',
  warn: '!',
  fail: '✗',
  unknown: '?',
  off: '–',
};

/**
 * Draws which provider takes which secrets and offers which models, and says the same as a list. Models
 * that are switched off are one box a provider.
 */
export function graphInHtml({
  providers,
  checks,
}: Pick<DoctorView, 'providers' | 'checks'>): string {
  if (providers.length === 0) return '';
  const worstOf = (provider: string) =>
    worstVerdict(checks.filter((each) => each.provider === provider).map(({ verdict }) => verdict));
  const { secrets, providers: middle, models, lines, rows } = graphOf(providers, worstOf);
  const height = top + rows * rowHeight;
  const head = (column: keyof typeof columns) =>
    `<text class="head" x="${columns[column].x + 2}" y="14">${column}</text>`;
  const drawn = [
    head('secrets'),
    head('providers'),
    head('models'),
    ...lines.map((line) => lineInSvg(line, secrets)),
    ...secrets.map((box) => boxInSvg(box, 'secrets')),
    ...middle.map((box) => boxInSvg(box, 'providers')),
    ...models.map((box) => boxInSvg(box, 'models')),
  ];
  const about = `${counted(providers.length, 'provider')} with their secrets on the left and their models on the right; the list below says the same.`;
  return `<h2>What rests on what</h2>
<div class="graph"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${text(about)}">
${drawn.join('\n')}
</svg></div>
${listInHtml(providers)}`;
}

function graphOf(
  all: readonly ExaminedProvider[],
  worstOf: (provider: string) => GraphStanding,
): ProviderGraph {
  const secrets = new Map<string, GraphBox>();
  const providers: GraphBox[] = [];
  const models: GraphBox[] = [];
  const lines: GraphLine[] = [];
  let row = 0;
  for (const each of all) {
    const fresh = each.secrets.filter(({ name }) => !secrets.has(name));
    const boxes = modelBoxes(each, row);
    const height = Math.max(1, fresh.length, boxes.length);
    const provider: GraphBox = {
      name: each.provider,
      note: each.enabled ? '' : 'disabled',
      standing: each.enabled ? worstOf(each.provider) : 'off',
      row: row + (height - 1) / 2,
    };
    providers.push(provider);
    fresh.forEach((secret, index) => {
      const offset = (height - fresh.length) / 2;
      secrets.set(secret.name, { ...secretBox(secret), row: row + offset + index });
    });
    for (const { name } of each.secrets) {
      const from = secrets.get(name);
      if (from) lines.push({ from, to: provider, standing: from.standing });
    }
    const offset = (height - boxes.length) / 2;
    for (const box of boxes) {
      const placed = { ...box, row: box.row + offset };
      models.push(placed);
      lines.push({ from: provider, to: placed, standing: placed.standing });
    }
    row += height + 0.4;
  }
  return { secrets: [...secrets.values()], providers, models, lines, rows: row };
}

function secretBox({ name, exists }: ExaminedProvider['secrets'][number]): Omit<GraphBox, 'row'> {
  if (exists === undefined) return { name, note: 'not readable', standing: 'unknown' };
  return exists
    ? { name, note: '', standing: 'pass' }
    : { name, note: 'does not exist', standing: 'fail' };
}

/** A box for each model that is on, or that the default points at; one for all others. */
function modelBoxes({ models, enabled }: ExaminedProvider, row: number): GraphBox[] {
  const shown = models.filter((model) => model.enabled || model.isDefault);
  const off = models.length - shown.length;
  const boxes = shown.map((model, index) => ({
    name: model.model,
    note: notesOf(model).join(', '),
    standing: standingOf(model, enabled),
    row: row + index,
  }));
  if (off === 0) return boxes;
  const rest: GraphBox = {
    name: `${counted(off, 'model')} switched off`,
    note: '',
    standing: 'off',
    row: row + boxes.length,
  };
  return [...boxes, rest];
}

function standingOf(model: ExaminedModel, providerIsOn: boolean): GraphStanding {
  if (!model.enabled) return 'fail'; // the default points at it
  if (model.verdict === 'invalid') return 'fail';
  if (model.retires !== undefined) return 'warn';
  if (!providerIsOn) return 'off';
  if (model.verdict === 'unverifiable') return 'unknown';
  return model.verdict === 'valid' ? 'pass' : 'off';
}

const tested = {
  valid: 'works',
  invalid: 'refused',
  unverifiable: 'could not be tested',
} as const;

function notesOf({ enabled, isDefault, retires, verdict }: ExaminedModel): string[] {
  return [
    ...(isDefault ? ['default'] : []),
    ...(enabled ? [] : ['switched off']),
    ...(verdict === undefined ? [] : [tested[verdict]]),
    ...(retires === undefined ? [] : ['see its dates']),
  ];
}

const yOf = ({ row }: GraphBox) => top + row * rowHeight;

function boxInSvg(box: GraphBox, column: keyof typeof columns): string {
  const { x, width: wide } = columns[column];
  const y = yOf(box);
  // Of a model that was not tested nothing was proved, and a provider is as good as its models.
  const plain =
    (column === 'models' && box.standing === 'off') ||
    (column === 'providers' && box.standing === 'pass');
  const sign = plain ? '' : `<tspan class="sign">${signs[box.standing]} </tspan>`;
  const note = box.note === '' ? '' : `<tspan class="head" dx="7">${text(box.note)}</tspan>`;
  const room = wide - 45 - textWidth(box.note) * letterWidth.note;
  const name = shortened(box.name, Math.floor(room / letterWidth.name));
  const whole = [box.name, ...(box.note === '' ? [] : [box.note])].join(', ');
  return `<g class="${box.standing}"><title>${text(whole)}</title><rect x="${x + 0.5}" y="${y + 0.5}" width="${wide - 1}" height="${boxHeight}" rx="5"/><text x="${x + 10}" y="${y + 17}">${sign}${text(name)}${note}</text></g>`;
}

function lineInSvg({ from, to, standing }: GraphLine, secrets: readonly GraphBox[]): string {
  const left = secrets.includes(from) ? columns.secrets : columns.providers;
  const right = left === columns.secrets ? columns.providers : columns.models;
  const [x1, x2] = [left.x + left.width, right.x];
  const [y1, y2] = [yOf(from) + boxHeight / 2, yOf(to) + boxHeight / 2];
  const bend = (x2 - x1) / 2;
  const kind = standing === 'fail' || standing === 'off' ? ` class="${standing}"` : '';
  return `<path${kind} d="M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}"/>`;
}

function shortened(name: string, most: number): string {
  const letters = Array.from(name);
  return letters.length <= most ? name : `${letters.slice(0, Math.max(8, most - 1)).join('')}…`;
}

function listInHtml(providers: readonly ExaminedProvider[]): string {
  const rows = providers.map(({ provider, enabled, secrets, models }) => {
    const named = secrets.map((secret) => {
      const { name, note } = secretBox(secret);
      return note === '' ? name : `${name} (${note})`;
    });
    const offered = models.map((model) => {
      const notes = [
        ...notesOf(model).filter((note) => note !== 'see its dates'),
        ...(model.retires === undefined ? [] : [model.retires]),
      ];
      return notes.length === 0 ? model.model : `${model.model} (${notes.join(', ')})`;
    });
    const cells = [
      enabled ? provider : `${provider} (disabled)`,
      named.join(', ') || 'none named',
      offered.join(', ') || 'none',
    ];
    return `<tr>${cells.map((each) => `<td>${text(each)}</td>`).join('')}</tr>`;
  });
  return `<details><summary>The same as a list</summary>
<table><thead><tr><th>Provider</th><th>Secrets</th><th>Models</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table></details>`;
}
