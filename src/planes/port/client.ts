import { aiClient, type AiClient } from './ai-client.ts';
import { portError } from './errors.ts';
import type { RawApi } from '../raw-api.ts';
import { PortaiError } from '../../core/errors.ts';
import { Secret } from '../../core/secret.ts';
import type { Api, Call, Read } from '../../http/api.ts';
import { calls, type PortCall, type SecretChange, type Validation } from './calls.ts';
import { answers, saysDone, silentAnswers, withTests } from './wire.ts';
import type {
  Organization,
  Provider,
  ProviderUpdate,
  SecretInfo,
  StoredDefault,
  User,
} from './nouns.ts';
import { fail } from '../../core/fail.ts';

/** A validation runs one model request after the other on Port's side, so it gets more time. */
export const defaultValidationTimeoutMs = 90_000;

/** A method a route of Port's management API; each rejects with a PortaiError from Port's catalogue. */
export interface PortClient {
  readonly providers: {
    list(): Promise<Provider[]>;
    get(type: string): Promise<Provider>;
    create(type: string, update: ProviderUpdate, options: Validation): Promise<Provider>;
    update(type: string, update: ProviderUpdate, options: Validation): Promise<Provider>;
    delete(type: string): Promise<void>;
  };
  readonly defaults: {
    /** Undefined where none is set and Port names none of its own. */
    get(): Promise<StoredDefault | undefined>;
    set(choice: { provider: string; model: string }): Promise<StoredDefault>;
  };
  readonly secrets: {
    list(): Promise<SecretInfo[]>;
    get(name: string): Promise<SecretInfo>;
    create(name: string, value: Secret, description?: string): Promise<SecretInfo>;
    update(name: string, change: SecretChange): Promise<SecretInfo>;
    delete(name: string): Promise<void>;
  };
  readonly ai: AiClient;
  organization(): Promise<Organization>;
  user(email: string): Promise<User>;
}

/** Deletes answer 204, or a body nobody needs. */
const nothing = () => ({ value: null });

/** The same reading, for an answer that must be about one thing: a cache or a gateway may mix them up. */
function about<T extends Readonly<Record<string, unknown>> | undefined>(
  key: string,
  name: string,
  read: (body: unknown) => Read<T>,
): (body: unknown) => Read<T> {
  return (body) => {
    const found = read(body);
    if ('wrong' in found || found.value === undefined || found.value[key] === name) return found;
    return { wrong: `the answer is about ${key} "${String(found.value[key])}", not "${name}"` };
  };
}

/** Refuses an answer to a connection test in which nobody says anything, not even that it is done. */
function orUnconfirmed<T>(
  { method, path: route }: Omit<Call<unknown>, 'returns'>,
  type: string,
  read: (body: unknown) => Read<T | undefined>,
): (body: unknown) => Read<T | undefined> {
  return (body) => {
    const found = read(body);
    if ('wrong' in found || found.value !== undefined || saysDone(body)) return found;
    throw fail(
      'TestUnconfirmed',
      `${method} ${route} was answered with nothing: nobody says that ${type} was tested, or saved`,
      {
        hint: 'Look at what is stored. Something in front of Port may have answered in its place.',
        next: [{ command: ['providers', 'get', type], why: 'what is stored' }],
      },
    );
  };
}

/** Of a write that was answered as done, nothing more, when what is stored could not be read after it. */
function notReadBack(error: unknown, { method, path: route }: Call<unknown>): unknown {
  if (!(error instanceof PortaiError)) return error;
  const done = `${method} ${route} was answered as done, without what is stored now`;
  const { name: _name, message: _message, exit, ...facts } = error.failure;
  if (exit !== 'notFound') {
    return error.with({ hint: `${done}; this was to read it. ${facts.hint ?? ''}`.trim() });
  }
  return portError('unexpected_answer', `${done}, and it is not there`, {
    ...facts,
    hint: 'Look whether the change was made before you repeat it.',
    cause: error,
  });
}

/**
 * @param raw makes calls whose answers come piece by piece
 * @param givenTimeoutMs milliseconds that a person has given for one request
 */
export function portClient(api: Api, raw: RawApi, givenTimeoutMs?: number): PortClient {
  const validationTimeoutMs = givenTimeoutMs ?? defaultValidationTimeoutMs;
  const patience = ({ validate }: Validation) =>
    validate
      ? {
          timeoutMs: validationTimeoutMs,
          // A validation bills model requests: never repeated blindly.
          repeatable: false,
          mustBeDone: true,
        }
      : {};

  const listProviders = () => api({ ...calls.listProviders(), returns: answers.providers });

  async function getProvider(type: string): Promise<Provider> {
    try {
      return await api({
        ...calls.getProvider(type),
        returns: about('provider', type, answers.provider),
      });
    } catch (error) {
      // Members may list providers where reading a single one is refused.
      if (!(error instanceof PortaiError) || error.failure.exit !== 'forbidden') throw error;
      const found = (await listProviders()).find((each) => each.provider === type);
      if (!found) throw error;
      return found;
    }
  }

  async function getDefaults(): Promise<StoredDefault | undefined> {
    try {
      return await api({ ...calls.getDefault(), returns: silentAnswers.defaults });
    } catch (error) {
      if (error instanceof PortaiError && error.failure.exit === 'notFound') return undefined;
      throw error;
    }
  }

  const getSecret = (name: string) =>
    api({ ...calls.getSecret(name), returns: about('secretName', name, answers.secret) });

  /** A write. Where the answer says no more than that it is done, what is stored is read. */
  async function written<T>(call: Call<T | undefined>, stored: () => Promise<T>): Promise<T> {
    const answer = await api(call);
    if (answer !== undefined) return answer;
    try {
      return await stored();
    } catch (error) {
      throw notReadBack(error, call);
    }
  }

  const writtenProvider = (type: string, call: Omit<Call<Provider | undefined>, 'returns'>) => {
    const read = about('provider', type, withTests(silentAnswers.provider));
    const returns = call.mustBeDone === true ? orUnconfirmed(call, type, read) : read;
    return written<Provider>({ ...call, returns }, () => getProvider(type));
  };

  const writtenSecret = (name: string, call: PortCall) =>
    written({ ...revealed(call), returns: about('secretName', name, silentAnswers.secret) }, () =>
      getSecret(name).catch((error: unknown): SecretInfo => {
        // Who may write need not be allowed to read.
        if (!(error instanceof PortaiError) || error.failure.exit !== 'forbidden') throw error;
        return { secretName: name };
      }),
    );

  return {
    providers: {
      list: listProviders,
      get: getProvider,

      create: (type, update, options) =>
        writtenProvider(type, {
          ...calls.createProvider(type, update, options),
          ...patience(options),
        }),

      update: (type, update, options) =>
        writtenProvider(type, {
          ...calls.updateProvider(type, update, options),
          ...patience(options),
        }),

      async delete(type) {
        await api({ ...calls.deleteProvider(type), returns: nothing });
      },
    },

    defaults: {
      get: getDefaults,
      set: (choice) =>
        written({ ...calls.setDefault(choice), returns: silentAnswers.defaults }, () =>
          api({ ...calls.getDefault(), returns: answers.defaults }),
        ),
    },

    secrets: {
      list: () => api({ ...calls.listSecrets(), returns: answers.secrets }),

      get: getSecret,

      create: (name, value, description) =>
        writtenSecret(name, calls.createSecret(name, value, description)),

      update: (name, change) => writtenSecret(name, calls.updateSecret(name, change)),

      async delete(name) {
        await api({ ...calls.deleteSecret(name), returns: nothing });
      },
    },

    ai: aiClient(api, raw, givenTimeoutMs),
    organization: () => api({ ...calls.getOrganization(), returns: answers.organization }),
    user: (email) => api({ ...calls.getUser(email), returns: answers.user }),
  };
}

/** The call with the values of its secrets, which are masked until it is sent. */
function revealed({ body, ...call }: PortCall): PortCall {
  const entries = Object.entries(body ?? {}).map(
    ([key, value]) => [key, value instanceof Secret ? value.reveal() : value] as const,
  );
  return { ...call, body: Object.fromEntries(entries) };
}
