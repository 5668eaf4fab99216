import { portError } from '../../planes/port/errors.ts';
import { secretMalformed } from '../../vendors/config-invalid.ts';
import { fieldOf, secretReferences } from '../../planes/port/rules/config-fields.ts';
import type { ModelReport } from '../../connection-test/result.ts';
import type { SecretSource } from '../../planes/port/provider-types/define.ts';
import { testSubject, type TestedProvider } from '../../planes/port/tested-provider.ts';
import { misplacedValue, problemInValue } from '../../planes/port/rules/secret-hygiene.ts';
import { type Secret } from '../../core/secret.ts';
import { Redactor } from '../../core/redactor.ts';
import { openBudget, testConnection } from '../../connection-test/run.ts';
import type { PortContext } from './context.ts';

/** What `details.testedModels` says of one model: these two keys, as in Port, and no others. */
export interface ModelTestAnswer {
  readonly isValid: boolean;
  readonly message: string;
}

/** What is known beyond Port's pair; it travels under a key of its own, `details.portai`. */
type ModelFinding = Pick<ModelReport, 'cause' | 'verdict' | 'retryable'> &
  Partial<Pick<ModelReport, 'advice' | 'words' | 'requestId'>>;

/** What a connection test found, as it travels. */
export interface TestedConnection {
  /** Whether a model stands against saving. Where nothing was tested none does, which proves nothing. */
  readonly refused: boolean;
  readonly testedModels: Readonly<Record<string, ModelTestAnswer>>;
  readonly portai: { readonly models: Readonly<Record<string, ModelFinding>> };
}

/** Tests models for `validate_connection`, as Port would: with the values that the secrets hold. */
export async function validateConnection(
  { store, providers, now, sleep, random }: PortContext,
  subject: TestedProvider,
  signal: AbortSignal,
): Promise<TestedConnection> {
  const redactor = new Redactor();
  const values = new Map<unknown, Secret>();
  const problems = new Map<unknown, string>();
  for (const { secret, field } of secretReferences(subject.config)) {
    const value = await store.secrets.reveal(secret);
    if (!value) continue;
    values.set(secret, redactor.hold(value.reveal()));
    const problem =
      problemInValue(value.reveal()) ??
      misplacedValue(value.reveal(), fieldOf(subject.type, field)?.holds);
    if (problem !== undefined) problems.set(secret, problem);
  }
  const secret: SecretSource = (name) => {
    const value = values.get(name);
    const problem = problems.get(name);
    if (problem !== undefined) {
      throw secretMalformed(`The value of the secret '${String(name)}' ${problem}`);
    }
    if (value) return value;
    throw portError('not_found', `Secret '${String(name)}' was not found`);
  };
  const tested = await testSubject(subject, secret);
  const { testedModels } = await testConnection(
    tested,
    {
      send: providers,
      now,
      sleep,
      random,
      signal,
      redact: (text) => redactor.redactForeign(text),
      hold: (value) => redactor.hold(value),
      caller: 'plane',
      provedFrom: 'the sandbox',
      budget: openBudget({ requests: 100, outputTokens: 20_000 }),
    },
    { generate: true, stream: false, structured: false },
  );
  const entries = tested.test ? Object.entries(testedModels) : [];
  return {
    refused: entries.some(([, { isValid }]) => !isValid),
    testedModels: Object.fromEntries(
      entries.map(([model, { isValid, message }]) => [model, { isValid, message }]),
    ),
    portai: {
      models: Object.fromEntries(entries.map(([model, found]) => [model, findingOf(found)])),
    },
  };
}

function findingOf({
  cause,
  verdict,
  retryable,
  advice,
  words,
  requestId,
}: ModelReport): ModelFinding {
  return {
    cause,
    verdict,
    retryable,
    ...(advice === undefined ? {} : { advice }),
    ...(words === undefined ? {} : { words }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

/** Longer than any connection test takes: whoever holds a place this long has died with it. */
const longestTestMs = 16 * 60_000;

/**
 * Runs a connection test of a provider while no other runs, in this process or any that shares the
 * state; undefined when one does.
 */
export async function alone<T>(
  { store: { tests }, now }: PortContext,
  provider: string,
  run: () => Promise<T>,
): Promise<{ readonly result: T } | undefined> {
  const place = () => ({ until: new Date(now().getTime() + longestTestMs).toISOString() });
  if (!(await tests.create(provider, place()))) {
    const held = await tests.get(provider);
    if (held && Date.parse(held.until) > now().getTime()) return undefined;
    await tests.remove(provider);
    if (!(await tests.create(provider, place()))) return undefined;
  }
  try {
    return { result: await run() };
  } finally {
    await tests.remove(provider);
  }
}
