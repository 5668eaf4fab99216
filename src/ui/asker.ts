import type * as Prompts from '@inquirer/prompts';
import { PortaiError, usageError } from '../core/errors.ts';
import { stopClass } from '../core/interruption.ts';
import { looksLikeSecretValue } from '../core/secret-shapes.ts';
import type { InStream, OutStream } from '../core/streams.ts';
import { textWidth } from './text-width.ts';

export interface Question {
  /** A noun phrase; the colon is added. */
  readonly message: string;
  /** The flag that answers it without asking. */
  readonly flag: string;
  /** Shown where there is room for it. */
  readonly hint?: string;
  /** Whether Enter alone is an answer. */
  readonly optional?: boolean;
}

export interface TextQuestion extends Question {
  /** True, or what is wrong with the answer. */
  readonly check: (answer: string) => string | true;
  readonly suggestion?: string;
}

export interface Choice<T> {
  readonly name: string;
  readonly value: T;
  /** Shown below the list while the choice is marked. */
  readonly description?: string;
  /** What stays on the screen once it is chosen. */
  readonly short?: string;
}

export interface ManyChoice<T> extends Choice<T> {
  readonly checked?: boolean;
}

/** Somebody to ask, or nobody. */
export interface Asker {
  /** Whether there is a person; without one every question is an error that names its flag. */
  readonly available: boolean;
  text(question: TextQuestion): Promise<string>;
  /** Typed unseen; shown as asterisks. */
  secret(question: Question): Promise<string>;
  pick<T>(question: Question, choices: readonly Choice<T>[]): Promise<T>;
  /** Several of them, at least one; those that are `checked` are chosen beforehand. */
  pickMany<T>(question: Question, choices: readonly ManyChoice<T>[]): Promise<T[]>;
  /** Yes or no; Enter alone is `suggestion`. */
  confirm(question: Question & { readonly suggestion: boolean }): Promise<boolean>;
  /** Whether the name was typed in full, which is what a deletion takes. */
  retype(question: Question, name: string): Promise<boolean>;
}

/** Without a person at the terminal nothing is asked and nothing is assumed. */
export const nobody: Asker = {
  available: false,
  text: ({ flag }) => Promise.reject(usageError(`${flag} is required`)),
  secret: ({ flag }) => Promise.reject(usageError(`${flag} is required`)),
  pick: ({ flag }) => Promise.reject(usageError(`${flag} is required`)),
  pickMany: ({ flag }) => Promise.reject(usageError(`${flag} is required`)),
  confirm: ({ flag }) => Promise.reject(usageError(`${flag} is required`)),
  retype: ({ flag }) => Promise.reject(usageError(`${flag} is required`)),
};

export interface Terminal {
  readonly input: InStream;
  readonly output: OutStream;
  readonly signal: AbortSignal;
}

/** Questions on stderr, answers from stdin; the prompt library is loaded by the first question. */
export function terminalAsker({ input, output, signal }: Terminal): Asker {
  const context = { input, output, signal, clearPromptOnDone: false };
  const columns = output.columns ?? 80;
  const room = columns - 20;
  const labelled = ({ message: label, hint, optional }: Question) => {
    // Labels are noun phrases of help, too; a question begins with a capital.
    const message = label.charAt(0).toUpperCase() + label.slice(1);
    const none = optional === true ? ['Enter for none'] : [];
    const full = [...(hint === undefined ? [] : [hint]), ...none].join('; ');
    const remark = textWidth(message) + textWidth(full) <= room ? full : none.join();
    return remark === '' ? `${message}:` : `${message} (${remark}):`;
  };

  async function ask<T>(prompt: (prompts: typeof Prompts) => Promise<T>): Promise<T> {
    try {
      return await prompt(await import('@inquirer/prompts'));
    } catch (error) {
      throw asCancelled(error, signal);
    }
  }

  return {
    available: true,

    text: (question) =>
      ask(({ input: prompt }) =>
        prompt(
          {
            message: labelled(question),
            ...(question.suggestion === undefined ? {} : { default: question.suggestion }),
            // What is pasted into the wrong question stays unseen.
            transformer: (answer) =>
              looksLikeSecretValue(answer.trim()) ? '*'.repeat(answer.length) : answer,
            validate: (answer) => question.check(answer.trim()),
          },
          context,
        ).then((answer) => answer.trim()),
      ),

    secret: (question) =>
      ask(({ password }) =>
        password(
          {
            message: labelled(question),
            mask: '*',
            toggleMask: false,
            // Ended by a bare Enter, the command would leave what is typed next to the shell.
            validate: (answer) => answer !== '' || 'An answer is needed',
          },
          context,
        ),
      ),

    pick: (question, choices) =>
      ask(({ select }) =>
        select(
          {
            message: labelled(question),
            choices: choices.map((choice) => ({ ...choice })),
            pageSize: 12,
          },
          context,
        ),
      ),

    pickMany: (question, choices) =>
      ask(({ checkbox }) =>
        checkbox(
          {
            message: labelled(question),
            choices: choices.map((choice) => ({ ...choice })),
            pageSize: 12,
            required: true,
            theme: {
              style: {
                renderSelectedChoices: (
                  chosen: readonly { readonly short: string }[],
                  all: readonly unknown[],
                ) => chosenInWords(chosen, all.length, columns - textWidth(labelled(question)) - 4),
              },
            },
          },
          context,
        ),
      ),

    confirm: ({ message, suggestion }) =>
      ask(({ confirm }) => confirm({ message: `${message}?`, default: suggestion }, context)),

    retype: (question, name) =>
      ask(({ input: prompt }) =>
        prompt({ message: `${question.message} (type ${name}):` }, context).then(
          (answer) => answer.trim() === name,
        ),
      ),
  };
}

/** What stays of several choices on the line of their question: names where they fit, else a count. */
function chosenInWords(
  chosen: readonly { readonly short: string }[],
  all: number,
  room: number,
): string {
  const names = chosen.map(({ short }) => short).join(', ');
  if (textWidth(names) <= room) return names;
  return chosen.length === all ? `all ${all}` : `${chosen.length} of ${all}`;
}

function asCancelled(error: unknown, signal: AbortSignal): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name !== 'ExitPromptError' && error.name !== 'AbortPromptError') return error;
  return new PortaiError(
    {
      name: 'Cancelled',
      message: 'Cancelled; nothing was changed',
      exit: stopClass(signal),
    },
    { cause: error },
  );
}
