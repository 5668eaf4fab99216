import type { Command } from 'commander';
import { z } from 'zod';
import { addDirectOptions, directFlags } from '../cli/connection-test-flags.ts';
import type { SecretWord } from '../cli/secret-flags.ts';
import { once } from '../core/once.ts';

/** The flags of `validate`. */
export const validateFlags = once(() =>
  directFlags().extend({
    all: z.boolean().default(false),
    static: z.boolean().default(false),
    direct: z.boolean().default(false),
    allProfiles: z.boolean().default(false),
    junit: z.string().min(1).optional(),
    watch: z
      .string()
      .regex(/^[1-9]\d{0,4}[smh]$/, 'not an interval such as 90s, 5m or 1h')
      .optional(),
  }),
);

/** Adds what `validate` takes; what comes back reads the flags of secrets in order. */
export function addValidateOptions(command: Command): () => readonly SecretWord[] {
  command
    .argument('[type...]', 'provider types, such as bedrock')
    .option('--all', 'every configured provider')
    .option('--static', 'only read: secrets exist, fields are well-formed, the default is enabled');
  command
    .option('--all-profiles', 'in every profile; --profile a,b is in these two')
    .option('--junit <file>', 'write the results to a file as JUnit XML, for a CI')
    .option('--watch <interval>', 'go on, such as every 5m, with a line for each change');
  const words = addDirectOptions(command);
  command.addHelpText(
    'after',
    `
Alone this sends the stored configuration again with a connection test. Port has
no other way to test: it is a write, it needs an admin, and it asks every
enabled model for one word.

--direct asks the provider from this machine, with credentials that you give
now, since what Port stores cannot be read. It tells why something fails and
changes nothing. That it works from here does not prove that Port can do it.

Ends with 8 when something was shown not to work, and with 12 when something was
left open: the provider was not reached, was busy, or was not tested.

Examples:
  portai validate --all
  portai validate --all --all-profiles --junit results.xml
  portai validate --all --static --watch 5m
  portai validate openai --direct --value-env OPENAI_API_KEY
  portai validate openai --direct --config-file openai.json --value-file key.txt
`,
  );
  return words;
}
