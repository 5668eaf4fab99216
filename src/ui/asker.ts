import type * as Prompts from '@inquirer/prompts';
import { stopClass, cancelled } from '../core/interruption.ts';
import { looksLikeSecretValue } from '../core/secret-shapes.ts';
import type { InStream, OutStream } from '../core/streams.ts';
import type { Asker, Choice, Question } from '../operations/ports.ts';
import { textWidth } from './text-width.ts';
import { fail } from '../core/fail.ts';

export type { Asker, Choice };

/** Without a person at the terminal nothing is asked and nothing is assumed. */
export const nobody: Asker = {
  available: false,
  text: ({ flag }) => Promise.reject(fail('Usage', `${flag} is required`)),
  secret: ({ flag }) => Promise.reject(fail('Usage', `${flag} is required`)),
  pick: ({ flag }) => Promise.reject(fail('Usage', `${flag} is required`)),
  find: ({ flag }) => Promise.reject(fail('Usage', `${flag} is required`)),
  pickMany: ({ flag }) => Promise.reject(fail('Usage', `${flag} is required`)),
  confirm: ({ flag }) => Promise.reject(fail('Usage', `${flag} is required`)),
  retype: ({ flag }) => Promise.reject(fail('Usage', `${flag} is required`)),
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

    find: (question, choices) =>
      ask(({ search }) =>
        search(
          {
            message: labelled(question),
            source: (term = '') => choices.filter(({ name }) => isFound(name, term)),
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
            required: question.optional !== true,
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

/** Returns true if a name has every word that was typed, whatever the case. */
function isFound(name: string, typed: string): boolean {
  const words = typed.toLowerCase().split(/\s+/);
  return words.every((word) => name.toLowerCase().includes(word));
}

/** What stays of several choices on the line of their question: names where they fit, else a count. */
function chosenInWords(
  chosen: readonly { readonly short: string }[],
  all: number,
  room: number,
): string {
  const names = chosen.map(({ short }) => short).join(', ') || 'none';
  if (textWidth(names) <= room) return names;
  return chosen.length === all ? `all ${all}` : `${chosen.length} of ${all}`;
}

function asCancelled(error: unknown, signal: AbortSignal): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name !== 'ExitPromptError' && error.name !== 'AbortPromptError') return error;
  return cancelled('Cancelled; nothing was changed', stopClass(signal), error);
}
