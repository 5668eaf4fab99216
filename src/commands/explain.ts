import { action, anyWords, switches } from '../cli/action.ts';
import type { Context } from '../cli/context.ts';
import { explainExitCode } from '../operations/explain-exit-code.ts';
import {
  renderExplanation,
  renderExplanations,
  renderTextExplanation,
} from '../ui/render/explain.ts';
import type { Explanation } from '../operations/explanation.ts';
import { planeErrors } from '../planes/index.ts';
import type { Define } from './define.ts';
import { fail } from '../core/fail.ts';

const examples = `
Examples:
  portai explain LLMProviderModelTestError
  # An answer of Port, of AWS or of any provider: its meaning, and what to type
  portai explain - < answer.json
  portai explain 'The provided model identifier is invalid.'
`;

async function pasted({ runtime, settings }: Context): Promise<string> {
  const { readStdin } = await import('../cli/stdin.ts');
  const { timeout } = await settings();
  return (await readStdin(runtime, '-', timeout.value)).toString('utf8');
}

async function unknownText(text: string): Promise<Error> {
  const { toCollect } = await import('../aws/diagnosis/diagnose.ts');
  return fail(
    'UnknownText',
    'Nothing is known by these words, so that no layer and no cause can be named',
    {
      hint: toCollect(text),
      next: [{ command: ['explain', '--list'], why: 'every name there is' }],
    },
  );
}

export const define: Define = (command, invocation) => {
  command
    .argument(
      '[name]',
      'an error name, in any spelling, or an exit code; a message or answer in quotes, or - for stdin',
    )
    .argument('[model]', 'with MODEL_RETIRED: since when, where, and what to use')
    .option('--list', 'every name there is')
    .addHelpText('after', examples);
  const reads = { args: anyWords, flags: switches('list') };
  command.action(
    action(invocation, reads, async (context, [word, model], { list }) => {
      const { out, runtime } = context;
      // An exit code needs none of the catalogues, which take longer to load than all the rest.
      const code =
        word === undefined || model !== undefined || list
          ? undefined
          : explainExitCode(word.trim());
      if (code) {
        await out.result(code, renderExplanation);
        return undefined;
      }
      const { explain, explanations, nearestName } = await import('../operations/explain.ts');
      const planes = await planeErrors();
      if (list && word === undefined) {
        await out.result(explanations(planes), renderExplanations);
        return undefined;
      }
      if (word === undefined || list) {
        throw fail('Usage', list ? 'Give a name or --list, not both' : 'Give a name, or --list', {
          next: [{ command: ['explain', '--list'], why: 'every name there is' }],
        });
      }
      const { explainText, isText } = await import('../operations/explain-text.ts');
      const text = word === '-' ? await pasted(context) : word;
      const found = explain(text.trim(), planes);
      if (!found && (word === '-' || isText(text))) {
        const read = explainText(text, planes);
        if (read) {
          await out.result(read, renderTextExplanation);
          return undefined;
        }
        // A slip in a name that is written in words is still a slip.
        if (nearestName(text.trim(), planes) === undefined) throw await unknownText(text);
      }
      if (!found) {
        const name = text.trim();
        const near = /^\d+$/.test(name) ? undefined : nearestName(name, planes); // no number is near another
        throw fail(
          'UnknownName',
          `Nothing is known under that name.${near === undefined ? '' : ` Did you mean ${near}?`}`,
          {
            next: [
              {
                command: ['explain', near ?? '--list'],
                why: near === undefined ? 'every name there is' : 'what was probably meant',
              },
            ],
          },
        );
      }
      await out.result(
        model === undefined ? found : await ofModel(found, model, runtime.now()),
        renderExplanation,
      );
      return undefined;
    }),
  );
};

/** The explanation of a retirement with what is known of that model's. */
async function ofModel(found: Explanation, model: string, now: Date): Promise<Explanation> {
  if (found.name !== 'MODEL_RETIRED') {
    throw fail('Usage', `A model goes with MODEL_RETIRED, not with ${found.name}`);
  }
  const { endsOf } = await import('../vendors/model-lifecycle.ts');
  const ends = endsOf(model, now) ?? `No end of ${model} is known to this version.`;
  return { ...found, cause: `${ends} ${found.cause}` };
}
