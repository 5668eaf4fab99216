import { PortaiError } from '../core/errors.ts';
import { preflightSecretNames } from '../operations/put-provider/preflight-secret-names.ts';
import type { PreflightRequest, PutRequest } from '../operations/put-provider/request.ts';
import type { Variant } from '../planes/port/provider-types/define.ts';
import { flagsFor } from '../planes/port/rules/config-flags.ts';
import type { Config } from '../planes/port/config.ts';
import type { AnswersSoFar } from './put-provider.ts';

/** A put as it was decided, by whatever questions. */
export interface DecidedPut {
  readonly request: PutRequest;
  readonly config: Config;
  readonly variant: Variant;
  /** Secrets that did not exist before. */
  readonly newSecrets: readonly string[];
  /** The model that was made the organization's default. */
  readonly madeDefault?: string | undefined;
}

/** The commands that do the same without asking, in the order in which they are to be typed. */
export function equivalentCommands({
  request: { provider, enabled, models, tests },
  config,
  variant,
  newSecrets,
  madeDefault,
}: DecidedPut): string[][] {
  const put = [
    'providers',
    'put',
    provider,
    ...flagsFor(variant, config),
    ...(enabled === undefined ? [] : [enabled ? '--enable' : '--disable']),
    ...models.enable.flatMap((model) => ['--enable-model', model]),
    ...models.disable.flatMap((model) => ['--disable-model', model]),
    ...(tests.preflight
      ? preflightWords(config, tests.preflight)
      : tests.validate
        ? ['--validate']
        : []),
  ];
  const ofPreflight = tests.preflight ? preflightSecretNames(tests.preflight, config) : [];
  return [
    // A preflight stores what it was given.
    ...newSecrets
      .filter((name) => !ofPreflight.includes(name))
      .map((name) => ['secrets', 'set', name, '--value-file', '<file>']),
    put,
    ...(madeDefault === undefined
      ? []
      : [['defaults', 'set', '--provider', provider, '--model', madeDefault]]),
  ];
}

/** The values themselves are given anew: they stand in no command. */
function preflightWords(config: Config, preflight: PreflightRequest): string[] {
  const { awsProfile } = preflight;
  return [
    '--preflight',
    ...(awsProfile === undefined ? [] : ['--aws-profile']),
    ...(typeof awsProfile === 'string' ? [awsProfile] : []),
    ...preflightSecretNames(preflight, config).flatMap((name) => [
      '--secret',
      name,
      '--value-file',
      '<file>',
    ]),
  ];
}

/**
 * What ends a conversation early comes with the commands that go on with the answers given, in the
 * place of help that would let all be typed again.
 *
 * @param storedValues values that are stored by now: they need no command of their own
 */
export function withAnswers(
  error: unknown,
  { config, request, newSecrets }: AnswersSoFar,
  storedValues: ReadonlyMap<string, unknown>,
): unknown {
  const { type, fields } = request;
  if (!(error instanceof PortaiError) || !type || Object.keys(config).length === 0) return error;
  const { failure } = error;
  const [first] = type.variants;
  const all = type.variants.flatMap((variant) => Object.entries(variant.fields));
  const commands = equivalentCommands({
    request,
    config: { ...fields, ...config },
    variant: { ...first, fields: Object.fromEntries(all) },
    newSecrets: newSecrets.filter((name) => !storedValues.has(name)),
  });
  const others = (failure.next ?? []).filter(({ command }) => command.at(-1) !== '--help');
  return error.with({
    next: [
      ...commands.map((command) => ({ command, why: 'go on with the answers given' })),
      ...others,
    ],
  });
}
