import { redactedPieces } from '../core/redacted-pieces.ts';
import type { Redactor } from '../core/redactor.ts';
import { jsonIn } from '../core/text/json.ts';
import { begunSequenceIn } from '../core/text/terminal.ts';
import { answerSteps } from '../operations/ask/answer-steps.ts';
import type { AiEvent } from '../planes/port/ai-events.ts';
import type { Output } from './output.ts';
import { renderToolCall } from './render/ask.ts';

/** Writes the events of an answer as they come. */
export interface AnswerStream {
  readonly take: (events: readonly AiEvent[]) => Promise<void>;
  /** Writes what was held back, and ends the last line. */
  readonly end: () => Promise<void>;
}

/** The means of writing an answer. */
export interface AnswerWriting {
  readonly out: Pick<Output, 'raw' | 'notice' | 'line'>;
  readonly redactor: Redactor;
  /** Whether stdout is a screen, on which a line of a tool would stand in the middle of a line. */
  readonly onScreen: boolean;
}

/** Writes text to stdout as it comes; of each tool that is called a line to stderr. */
export function answerInWords({ out, redactor, onScreen }: AnswerWriting): AnswerStream {
  const steps = answerSteps();
  const masked = redactedPieces(redactor);
  let begun = '';
  let atLineStart = true;
  const write = async (text: string) => {
    if (text === '') return;
    atLineStart = text.endsWith('\n');
    await out.raw(text);
  };
  /** Text without the beginning of a control sequence at its end, which waits for the rest. */
  const whole = (text: string): string => {
    const joined = begun + text;
    const at = begunSequenceIn(joined);
    begun = joined.slice(at);
    return joined.slice(0, at);
  };
  const endLine = async () => {
    if (!atLineStart) await write('\n');
  };
  return {
    async take(events) {
      for (const step of steps(events)) {
        if (step.kind === 'text') {
          await write(whole(masked.take([step.text]).join('')));
          continue;
        }
        if (onScreen) await endLine();
        await out.notice(step, renderToolCall);
      }
    },
    async end() {
      await write(whole(masked.end()));
      await endLine();
    },
  };
}

/**
 * Writes each event as a line of JSON: its name, and its data as JSON where it is some. Text is masked as
 * if it had come in one; what is held back of one event begins the next.
 */
export function answerInJson({ out, redactor }: Omit<AnswerWriting, 'onScreen'>): AnswerStream {
  const masked = redactedPieces(redactor);
  return {
    async take(events) {
      for (const { name, data, means } of events) {
        const shown = means.kind === 'text' ? masked.take([means.text]).join('') : undefined;
        if (means.kind === 'done' || means.kind === 'error') await rest();
        await out.line({ event: name, data: shown ?? valueOf(data) });
      }
    },
    end: rest,
  };

  async function rest() {
    const held = masked.end();
    if (held !== '') await out.line({ event: 'execution', data: held });
  }
}

/** Data that is an object or a list is shown as such; every other text stays a text. */
function valueOf(data: string): unknown {
  const value = jsonIn(data);
  return typeof value === 'object' ? value : data;
}
