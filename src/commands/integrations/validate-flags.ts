import { Option, type Command } from 'commander';
import { z } from 'zod';
import { addValueOptions, valueFlags, type ValueFlags } from '../../cli/secret-value.ts';
import { defaultRequests } from '../../connection-test/budget.ts';
import { fail } from '../../core/fail.ts';
import { once } from '../../core/once.ts';

const filled = once(() => z.string().min(1, 'must not be empty'));

/** The flags of `integrations validate`. */
export const validateFlags = once(() =>
  valueFlags().extend({
    accessKeyId: filled().optional(),
    awsProfile: z.union([z.literal(true), filled()]).optional(),
    model: z.array(filled()).default([]),
    generate: z.boolean().default(true),
    stream: z.boolean().default(false),
    structured: z.boolean().default(false),
    requestBudget: z
      .string()
      .regex(/^[1-9]\d{0,3}$/, 'give a number of requests from 1 to 9999')
      .transform(Number)
      .default(defaultRequests),
    throughGateway: z.boolean().default(false),
    gatewayKeyStdin: z.boolean().default(false),
    gatewayKeyFile: z.string().optional(),
    gatewayKeyEnv: z.string().optional(),
    gatewayUrl: z.string().optional(),
    providerSlug: filled().optional(),
    proveLimits: z.boolean().default(false),
  }),
);

/** The same as values. */
export type ValidateFlags = z.infer<ReturnType<typeof validateFlags>>;

const collect = (word: string, before: string[] | undefined) => [...(before ?? []), word];

/** Hangs the flags on the command. */
export function addValidateOptions(command: Command): void {
  addValueOptions(command);
  const [stdin, file, variable] = [
    new Option('--gateway-key-stdin', 'read the key of a workspace from stdin'),
    new Option('--gateway-key-file <file>', 'read it from a file'),
    new Option('--gateway-key-env <name>', 'take it from an environment variable'),
  ];
  stdin.conflicts(['gatewayKeyFile', 'gatewayKeyEnv', 'valueStdin']);
  file.conflicts(['gatewayKeyStdin', 'gatewayKeyEnv']);
  command
    .option('--access-key-id <id>', 'ID of the AWS key pair, where Portkey does not show it')
    .option('--aws-profile [name]', 'assume the role with AWS credentials of this machine')
    .addOption(
      new Option('--model <model>', 'test this model only; repeat for more').argParser(collect),
    )
    .option('--no-generate', 'make free calls only; whether models answer stays unknown')
    .option('--stream', 'test streamed answers, too')
    .option('--structured', 'test answers after a schema, too')
    .option('--request-budget <n>', `requests at the most (default ${defaultRequests})`)
    .option('--through-gateway', "ask through Portkey's gateway")
    .addOption(stdin)
    .addOption(file)
    .addOption(variable)
    .option('--gateway-url <url>', 'base URL of the gateway, where it is not that of the API')
    .option('--provider-slug <slug>', 'slug of the provider in the workspace, if it is another')
    .option('--prove-limits', 'ask for a model that is not allowed: it must be refused');
}

/** The ways of the gateway's key, as those of any value. */
export const gatewayKey = (flags: ValidateFlags): ValueFlags => ({
  valueStdin: flags.gatewayKeyStdin,
  valueFile: flags.gatewayKeyFile,
  valueEnv: flags.gatewayKeyEnv,
  trim: flags.trim,
  keepNewline: false,
  skipClientChecks: flags.skipClientChecks,
});

/** Throws a usage error for flags of the one way that are given for the other. */
export function requireFitting(flags: ValidateFlags): void {
  const ofGateway = [
    ...(flags.gatewayKeyStdin ? ['--gateway-key-stdin'] : []),
    ...(flags.gatewayKeyFile === undefined ? [] : ['--gateway-key-file']),
    ...(flags.gatewayKeyEnv === undefined ? [] : ['--gateway-key-env']),
    ...(flags.gatewayUrl === undefined ? [] : ['--gateway-url']),
    ...(flags.providerSlug === undefined ? [] : ['--provider-slug']),
    ...(flags.proveLimits ? ['--prove-limits'] : []),
  ];
  const ofProvider = [
    ...(flags.valueStdin ? ['--value-stdin'] : []),
    ...(flags.valueFile === undefined ? [] : ['--value-file']),
    ...(flags.valueEnv === undefined ? [] : ['--value-env']),
    ...(flags.accessKeyId === undefined ? [] : ['--access-key-id']),
    ...(flags.awsProfile === undefined ? [] : ['--aws-profile']),
    ...(flags.generate ? [] : ['--no-generate']),
    ...(flags.stream ? ['--stream'] : []),
    ...(flags.structured ? ['--structured'] : []),
  ];
  const [first] = flags.throughGateway ? ofProvider : ofGateway;
  if (first === undefined) return;
  const says = flags.throughGateway ? 'does not go with' : 'goes with';
  throw fail('Usage', `${first} ${says} --through-gateway${flags.throughGateway ? '' : ' only'}`);
}
