import { exitClasses, type Failure } from '../domain/errors.ts';
import type { Redactor } from '../domain/secret.ts';
import { shellLine } from '../domain/shell.ts';
import type { OutStream } from '../domain/streams.ts';
import { renderFailure } from './render/failure.ts';
import { styleOf, type Style, type StyleOptions } from './style.ts';

export type Renderer<T> = (value: T, style: Style) => string;

export interface Warning {
  readonly code: string;
  readonly message: string;
}

/** The two streams: stdout gets the answer and nothing else, stderr everything about it. */
export interface Output {
  readonly json: boolean;
  /** The answer: one JSON document, or what the renderer makes of it. */
  result<T>(value: T, render: Renderer<T>): Promise<void>;
  /** A JSON document on a line of its own, for a command that goes on after it. */
  line(value: object): Promise<void>;
  /** A line for a person; not in JSON, not when quiet. */
  note(text: string): void;
  /** Something the caller should know; in JSON one line of its own. */
  warn(warning: Warning): void;
  /** A line of the trace that --debug asked for. */
  trace(line: string, event: object): void;
  /** What went wrong. In JSON one line; `next` commands carry the user's own global flags. */
  failure(failure: Failure): Promise<void>;
}

export interface OutputOptions extends StyleOptions {
  readonly stdout: OutStream;
  readonly stderr: OutStream;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly redactor: Redactor;
  /** Global flags as the user gave them, to be kept in every suggested command. */
  readonly keptFlags: readonly string[];
}

export function createOutput(options: OutputOptions): Output {
  const { stdout, stderr, json, quiet, redactor, keptFlags } = options;
  const say = (text: string) => stderr.write(`${redactor.redact(text)}\n`);
  const pasteable = (command: readonly string[]) => shellLine(['portai', ...keptFlags, ...command]);

  return {
    json,

    async result(value, render) {
      if (json) {
        await written(stdout, `${JSON.stringify(value, null, 2)}\n`);
        return;
      }
      const text = render(value, await styleOf(stdout, options));
      if (text !== '') await written(stdout, `${text}\n`);
    },

    line: (value) => written(stdout, `${JSON.stringify(value)}\n`),

    note(text) {
      if (!json && !quiet) say(text);
    },

    warn({ code, message }) {
      say(json ? JSON.stringify({ warning: { code, message } }) : `Warning: ${message}`);
    },

    trace(line, event) {
      say(json ? JSON.stringify({ trace: event }) : line);
    },

    async failure(failure) {
      const steps = (failure.next ?? []).map(({ command, why }) => ({
        command: pasteable(command),
        why,
      }));
      if (json) {
        say(JSON.stringify({ error: failureJson(failure, steps) }));
        return;
      }
      const style = await styleOf(stderr, options);
      say(renderFailure(failure, steps, style));
    },
  };
}

/** The error object of the JSON contract. Fields are only ever added. */
function failureJson(failure: Failure, next: readonly { command: string; why: string }[]): object {
  const { name, message, exit, status, requestId, details, hint } = failure;
  const { code, slug } = exitClasses[exit];
  return { code: slug, name, message, exitCode: code, status, requestId, details, hint, next };
}

function written(stream: OutStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    // A reader that went away is no failure of ours: the error event says so, and main ends quietly.
    stream.write(text, () => resolve());
  });
}
