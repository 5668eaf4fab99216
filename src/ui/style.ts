import { terminalLine } from '../core/text/terminal.ts';
import type { OutStream } from '../core/streams.ts';

type Paint = (text: string) => string;

/** How a renderer may write: for eyes on a terminal, or for programs behind a pipe. */
export interface Style {
  /** `screen`: a table with a head, relative times. `rows`: tab-separated, no head, ISO times. */
  readonly layout: 'screen' | 'rows';
  /** Columns of the terminal. */
  readonly width: number;
  readonly now: Date;
  readonly bold: Paint;
  readonly dim: Paint;
  readonly good: Paint;
  readonly bad: Paint;
  readonly warn: Paint;
  /** Rows under a head. Cells may hold paint, but no foreign control characters: see `cell`. */
  readonly table: (head: readonly string[], rows: readonly (readonly string[])[]) => string;
}

const asIs: Paint = (text) => text;
const plainPaint = { bold: asIs, dim: asIs, good: asIs, bad: asIs, warn: asIs };

/** For pipes: one line a row, tabs between cells. */
export function rowStyle(now: Date): Style {
  return {
    layout: 'rows',
    width: Number.POSITIVE_INFINITY,
    now,
    ...plainPaint,
    table: (_head, rows) => rows.map((row) => row.join('\t')).join('\n'),
  };
}

export interface StyleOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** False for --no-color. */
  readonly color: boolean;
  readonly now: Date;
}

/** NO_COLOR and a dumb terminal switch colour off, FORCE_COLOR on; else a terminal has it. */
export function wantsColor(stream: OutStream, { env, color }: StyleOptions): boolean {
  if (!color || env['NO_COLOR']) return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

const widestText = 120;

/** The style of a stream. Colour and tables are loaded only where they are shown. */
export async function styleOf(stream: OutStream, options: StyleOptions): Promise<Style> {
  if (stream.isTTY === true) return screenStyle(stream, options);
  return { ...rowStyle(options.now), ...(await paintOf(stream, options)) };
}

/** The style for eyes, also where the stream is a log that somebody reads later: 80 columns then. */
export async function screenStyle(stream: OutStream, options: StyleOptions): Promise<Style> {
  const paint = await paintOf(stream, options);
  const { screenTable } = await import('./table.ts');
  const said = stream.isTTY === true ? (stream.columns ?? 0) : 0;
  // A terminal of no columns is one that did not say how many it has.
  const width = Math.min(said === 0 ? 80 : said, widestText);
  return {
    layout: 'screen',
    width,
    now: options.now,
    ...paint,
    table: (head, rows) => screenTable(head.map(paint.dim), rows, width),
  };
}

async function paintOf(stream: OutStream, options: StyleOptions): Promise<typeof plainPaint> {
  return wantsColor(stream, options) ? colours() : plainPaint;
}

/** The five paints, for stdout's style and for messages on stderr alike. */
export async function colours(): Promise<typeof plainPaint> {
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
  return {
    bold: (text) => chalk.bold(text),
    dim: (text) => chalk.dim(text),
    good: (text) => chalk.green(text),
    bad: (text) => chalk.red(text),
    warn: (text) => chalk.yellow(text),
  };
}

/** A value from elsewhere as one cell: no control characters, no line ends, a dash where there is nothing. */
export function cell(value: unknown): string {
  if (value === undefined || value === null || value === '') return '-';
  return terminalLine(typeof value === 'string' ? value : JSON.stringify(value));
}

const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** A time: "3 hours ago" on a screen, ISO 8601 in rows. */
export function time(iso: string | null | undefined, style: Style): string {
  const date = new Date(iso ?? Number.NaN);
  if (Number.isNaN(date.getTime())) return cell(iso);
  if (style.layout === 'rows') return date.toISOString();
  const seconds = Math.round((style.now.getTime() - date.getTime()) / 1000);
  const unit = units.find(([, size]) => Math.abs(seconds) >= size);
  if (!unit) return 'just now';
  const count = Math.floor(Math.abs(seconds) / unit[1]);
  const amount = `${count} ${unit[0]}${count === 1 ? '' : 's'}`;
  return seconds > 0 ? `${amount} ago` : `in ${amount}`;
}
