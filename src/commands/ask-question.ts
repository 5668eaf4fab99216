import type { Context } from '../cli/context.ts';
import { labelsIn } from '../cli/pairs.ts';
import { readStdin } from '../cli/stdin.ts';
import { fail } from '../core/fail.ts';
import type { AiQuestion } from '../planes/port/calls.ts';
import type { AskFlags } from './ask-flags.ts';

/** Makes the question of the words and flags of a command line. Rejects for what does not fit together. */
export async function askedQuestion(
  context: Context,
  typed: string | undefined,
  given: AskFlags,
): Promise<AiQuestion> {
  const { agent, tools, system, provider, model } = given;
  if (agent !== undefined && (tools.length > 0 || system !== undefined)) {
    throw fail(
      'Usage',
      'An agent has tools and instructions of its own: leave out --tools and --system',
    );
  }
  for (const pattern of tools) requirePattern(pattern);
  return {
    prompt: await promptOf(context, typed),
    labels: labelsIn(given.label, '--label'),
    ...{ provider, model, agent, tools, system },
  };
}

/** Port takes the patterns of its own engine; what is none here is a slip. */
function requirePattern(pattern: string): void {
  try {
    new RegExp(pattern);
  } catch {
    throw fail('Usage', `--tools: ${JSON.stringify(pattern)} is no regular expression`);
  }
}

async function promptOf(context: Context, typed: string | undefined): Promise<string> {
  const { timeout } = await context.settings();
  const text =
    typed === '-'
      ? (await readStdin(context.runtime, 'the prompt -', timeout.value)).toString('utf8')
      : (typed ?? '');
  if (text.trim() !== '') return text;
  throw fail('Usage', typed === undefined ? 'Give a prompt, or --smoke' : 'The prompt is empty', {
    hint: 'Nothing was asked.',
    next: [{ command: ['ask', 'Reply with OK'], why: 'a small question' }],
  });
}
