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
import { screenStyle, styleOf, type Style, type StyleOptions } from './style.ts';

export type Renderer<T> = (value: T, style: Style) => string;

/** The two streams: stdout gets the answer and nothing else, stderr everything about it. */
export interface Output {
  readonly json: boolean;
  /** The answer: one JSON document, or what the renderer makes of it. */
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
  readonly json: boolean;
  readonly quiet: boolean;
  readonly redactor: Redactor;
  /** Kept in every suggested command. */
  readonly keptFlags: KeptFlags;
}

export function createOutput(options: OutputOptions): Output {
  const { stdout, stderr, json, quiet, redactor, keptFlags } = options;
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

  return {
    json,

    async result(answer, render) {
      if (json) {
        await written(stdout, `${jsonText(safeData(answer), 2)}\n`);
        return;
      }
      const text = rendered(answer, render, await styleOf(stdout, options));
      if (text !== '') await written(stdout, `${text}\n`);
    },

    async secretResult(answer, render) {
      const text = json ? jsonText(answer, 2) : render(answer, await styleOf(stdout, options));
      await written(stdout, `${text}\n`);
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

    warn({ code, message }) {
      if (json) sayJson({ warning: { code, message } });
      else say(fitted(`Warning: ${safe(message)}`, stderr));
    },

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

function jsonText(value: unknown, indent?: number): string {
  return terminalJson(JSON.stringify(value, null, indent));
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
