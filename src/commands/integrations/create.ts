import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { addKindOptions } from '../../cli/kind-options.ts';
import { kindOf, kinds } from '../../planes/portkey/kinds/index.ts';
import type { Define, Node } from '../define.ts';
import { addCreateOptions, createFlags } from './create-flags.ts';

/** `create` has one subcommand a kind with settings of its own, so that its help shows its flags and no others. */
export const kindCommands: readonly Node[] = kinds.map((kind) => ({
  name: kind.id,
  summary: kind.title,
  load: async () => (await import('./create-kind.ts')).defineFor(kind),
}));

/** Every other provider takes a key, a host and headers. */
export const define: Define = (command, invocation) => {
  command
    .argument('[provider-id]', 'a provider listed below, or any other of list --catalog')
    .usage('<provider-id> [flags]');
  const valuesFrom = addKindOptions(command, kindOf(''));
  addCreateOptions(command);
  command.addHelpText('after', examples);
  const reads = {
    args: () => z.tuple([z.string().optional()]),
    flags: () => createFlags().loose(),
  };
  command.action(
    action(invocation, reads, async (context, [id], given) => {
      const { createOther } = await import('./run-create.ts');
      return createOther(context, id, () => valuesFrom(context, given), given);
    }),
  );
};

const examples = `
Examples:
  # ask for everything, in three steps
  portai integrations create
  # a provider that takes a key
  portai integrations create groq --name "Groq" --value-file key.txt
  # a model server of one's own that speaks OpenAI's API
  portai integrations create openai --name vllm --custom-host https://llm.example.com/v1
  # go on with a creation that stopped
  portai integrations create --resume groq --model llama-3.3-70b --workspace eng
`;
