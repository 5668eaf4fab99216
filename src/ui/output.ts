import { copyWithTexts, withTexts } from '../core/text/texts-in-data.ts';
import { exitClasses, type Failure } from '../core/errors.ts';
import type { Redactor } from '../core/redactor.ts';
import { shellLine } from '../core/text/shell.ts';
import type { OutStream } from '../core/streams.ts';
import { terminalJson, terminalText } from '../core/text/terminal.ts';
import type { Warning } from '../core/warning.ts';
import { renderFailure } from './render/failure.ts';
import { wrapped } from './wrap.ts';
import { written } from './written.ts';
import { rowStyle, screenStyle, styleOf, type Style, type StyleOptions } from './style.ts';
import { isDocument, type AnswerFormat, type Picked } from './answer-format.ts';

export type Renderer<T> = (value: T, style: Style) => string;

/** The two streams: stdout gets the answer and nothing else, stderr everything about it. */
export interface Output {
  /** Whether the answer is a document for programs, in JSON or YAML. */
  readonly json: boolean;
  /** Whether rows may be written one lot after the other, as they come. */
  readonly inRows: boolean;
  /** The answer: one document, or what the renderer makes of it. */
  result<T>(value: T, render: Renderer<T>): Promise<void>;
  /** The same for the one answer that is a secret and was asked for as such: nothing in it is masked. */
  secretResult<T>(value: T, render: Renderer<T>): Promise<void>;
  /** A JSON document on a line of its own, for a command that goes on after it. */
  line(value: object): Promise<void>;
  /**
   * Text of somebody else, on stdout as it came: values that are known are masked, and nothing in it
   * moves the cursor.
   */
  raw(text: string): Promise<void>;
  /** A line for a person; not in JSON, not when quiet. */
  note(text: string): void;
  /** What a person wants to see on the way to the answer, rendered; not in JSON, not when quiet. */
  notice<T>(value: T, render: Renderer<T>): Promise<void>;
  /** Something the caller should know; in JSON one line of its own. */
  warn(warning: Warning): void;
  /** A line of the trace that --debug asked for. */
  trace(line: string, event: object): void;
  /** What went wrong. In JSON one line; `next` commands carry the user's own global flags. */
  failure(failure: Failure): Promise<void>;
}

/** Global flags as the user gave them, each with its value. */
export type KeptFlags = readonly (readonly string[])[];

/** A command line for a shell, with the user's own global flags, but for those it has already. */
export function pasteableLine(kept: KeptFlags, command: readonly string[]): string {
  const said = ` ${command.join(' ')} `;
  const flags = kept.filter((flag) => !said.includes(` ${flag.join(' ')} `)).flat();
  return shellLine(['portai', ...flags, ...command]);
}

export interface OutputOptions extends StyleOptions {
  readonly stdout: OutStream;
  readonly stderr: OutStream;
  /** What --output or --json asked for; without it the stream decides between table and tsv. */
  readonly format?: AnswerFormat | undefined;
  /** The only fields of the answer that are wanted, by their names in JSON. */
  readonly fields?: readonly string[] | undefined;
  /** Whether anything may have been changed: a wrong name of a field does not undo it. */
  readonly hasChanged?: () => boolean;
  readonly quiet: boolean;
  readonly redactor: Redactor;
  /** Kept in every suggested command. */
  readonly keptFlags: KeptFlags;
}

export function createOutput(options: OutputOptions): Output {
  const { stdout, stderr, format, fields, quiet, redactor, keptFlags } = options;
  const json = isDocument(format);
  const say = (text: string) => stderr.write(`${redactor.redact(text)}\n`);
  // Before lines are broken: of a value that is cut in two, neither half would be known.
  const safe = (text: string) => redactor.redact(terminalText(text));
  const value = (text: string) => redactor.redactValue(text);
  const safeData = (data: unknown) => withTexts(data, value);
  const sayJson = (data: object) => stderr.write(`${jsonText(safeData(data))}\n`);
  const rendered = <T>(data: T, render: Renderer<T>, style: Style) =>
    redactor.redact(render(copyWithTexts(data, value), style));
  const pasteable = (command: readonly string[]) =>
    pasteableLine(
      keptFlags.map((flag) => flag.map(withoutValue)),
      command.map(withoutValue),
    );
  // A mask in a command would be typed: what is left out shows as something to fill in.
  const withoutValue = (word: string) => (redactor.redact(word) === word ? word : '<hidden>');

  const answerStyle = async () => {
    if (format === 'tsv') return rowStyle(options.now);
    return format === 'table' ? screenStyle(stdout, options) : styleOf(stdout, options);
  };
  const warn = ({ code, message }: Warning) => {
    if (json) sayJson({ warning: { code, message } });
    else say(fitted(`Warning: ${safe(message)}`, stderr));
  };
  const picked = async (answer: unknown, names: readonly string[]): Promise<Picked> => {
    const { pickFields, unknownFields } = await import('./answer-format.ts');
    const left = pickFields(answer, names);
    if (left.unknown.length === 0) return left;
    const error = unknownFields(answer, left);
    if (options.hasChanged?.() !== true) throw error;
    const { message, hint } = error.failure;
    warn({ code: 'unknown_field', message: hint === undefined ? message : `${message}. ${hint}` });
    return left;
  };
  /** The answer as text, `data` being what a document shows of it. */
  const answerText = async (data: unknown, inWords: (style: Style) => string) => {
    const left = fields ? await picked(data, fields) : undefined;
    if (format === 'json' || format === 'yaml') {
      const { documentText } = await import('./answer-format.ts');
      return documentText(left ? left.value : data, format);
    }
    const style = await answerStyle();
    if (!fields || !left) return inWords(style);
    const { fieldTable } = await import('./answer-format.ts');
    return fieldTable(fields, left, style);
  };

  return {
    json,
    inRows: !json && (format === 'tsv' || (format === undefined && stdout.isTTY !== true)),

    async result(answer, render) {
      const text = await answerText(json || fields ? safeData(answer) : undefined, (style) =>
        rendered(answer, render, style),
      );
      if (text !== '') await written(stdout, `${text}\n`);
    },

    async secretResult(answer, render) {
      await written(stdout, `${await answerText(answer, (style) => render(answer, style))}\n`);
    },

    async raw(text) {
      if (text === '') return;
      const lines = text.replace(/\r\n?/g, '\n');
      const isJson = /^\s*[[{"]/.test(lines);
      const safeText = isJson ? terminalJson(lines) : terminalText(lines);
      await written(stdout, redactor.redactForeign(safeText));
    },

    line: (answer) => written(stdout, `${jsonText(safeData(answer))}\n`),

    note(text) {
      if (!json && !quiet) say(fitted(safe(text), stderr));
    },

    async notice(answer, render) {
      if (!json && !quiet) say(rendered(answer, render, await screenStyle(stderr, options)));
    },

    warn,

    trace(line, event) {
      if (json) sayJson({ trace: event });
      else say(line);
    },

    async failure(failure) {
      const steps = (failure.next ?? []).map(({ command, why }) => ({
        command: pasteable(command),
        why,
      }));
      if (json) {
        sayJson({ error: failureJson(failure, steps) });
        return;
      }
      const style = await styleOf(stderr, options);
      const { name, message, hint } = failure;
      const shown = {
        ...copyWithTexts(failure, value),
        name: safe(name),
        message: safe(message),
        ...(hint === undefined ? {} : { hint: safe(hint) }),
      };
      const shownSteps = steps.map(({ command, why }) => ({
        command: safe(command),
        why: safe(why),
      }));
      say(renderFailure(shown, shownSteps, style));
    },
  };
}

function jsonText(value: unknown): string {
  return terminalJson(JSON.stringify(value));
}

/** Prose broken between words on a terminal; indented lines are commands to paste and stay whole. */
function fitted(text: string, { isTTY, columns: said }: OutStream): string {
  if (isTTY !== true) return text;
  // A terminal of no columns is one that did not say how many it has.
  const columns = said === undefined || said === 0 ? 80 : said;
  const lines = text.split('\n');
  return lines.map((line) => (line.startsWith(' ') ? line : wrapped(line, columns, ''))).join('\n');
}

/** The error object of the JSON contract. Fields are only ever added. */
function failureJson(failure: Failure, next: readonly { command: string; why: string }[]): object {
  const { name, message, exit, status, requestId, details, hint } = failure;
  const { code, slug } = exitClasses[exit];
  return { code: slug, name, message, exitCode: code, status, requestId, details, hint, next };
}
