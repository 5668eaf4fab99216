import { PortaiError } from '../../core/errors.ts';
import type { Secret } from '../../core/secret.ts';
import { path, type Api, type Call, type Read } from '../../http/api.ts';
import {
  answers,
  saysDone,
  silentAnswers,
  withTests,
  type Defaults,
  type Organization,
  type Provider,
  type ProviderUpdate,
  type SecretMetadata,
  type User,
} from './wire.ts';

/** A validation runs one model request after the other on Port's side, so it gets more time. */
export const defaultValidationTimeoutMs = 90_000;

export interface Validation {
  readonly validate: boolean;
}

/** A new value or description; what is left out stays as it is. */
export interface SecretChange {
  readonly value?: Secret;
  readonly description?: string;
}

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
    get(): Promise<Defaults | undefined>;
    set(choice: { provider: string; model: string }): Promise<Defaults>;
  };
  readonly secrets: {
    list(): Promise<SecretMetadata[]>;
    get(name: string): Promise<SecretMetadata>;
    create(name: string, value: Secret, description?: string): Promise<SecretMetadata>;
    update(name: string, change: SecretChange): Promise<SecretMetadata>;
    delete(name: string): Promise<void>;
  };
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
    throw new PortaiError({
      name: 'TestUnconfirmed',
      message: `${method} ${route} was answered with nothing: nobody says that ${type} was tested, or saved`,
      exit: 'unverifiable',
      hint: 'Look at what is stored. Something in front of Port may have answered in its place.',
      next: [{ command: ['providers', 'get', type], why: 'what is stored' }],
    });
  };
}

/** Of a write that was answered as done, nothing more, when what is stored could not be read after it. */
function notReadBack(error: unknown, { method, path: route }: Call<unknown>): unknown {
  if (!(error instanceof PortaiError)) return error;
  const done = `${method} ${route} was answered as done, without what is stored now`;
  const { failure } = error;
  return new PortaiError(
    failure.exit === 'notFound'
      ? {
          ...failure,
          name: 'unexpected_answer',
          exit: 'unreachable',
          message: `${done}, and it is not there`,
          hint: 'Look whether the change was made before you repeat it.',
        }
      : { ...failure, hint: `${done}; this was to read it. ${failure.hint ?? ''}`.trim() },
    { cause: error },
  );
}

export function portClient(
  api: Api,
  validationTimeoutMs: number = defaultValidationTimeoutMs,
): PortClient {
  const validation = ({ validate }: Validation) =>
    validate
      ? {
          query: { validate_connection: 'true' },
          timeoutMs: validationTimeoutMs,
          // A validation bills model requests: never repeated blindly.
          repeatable: false,
          mustBeDone: true,
        }
      : {};

  const listProviders = () =>
    api({ method: 'GET', path: path`/v1/llm-providers`, returns: answers.providers });

  async function getProvider(type: string): Promise<Provider> {
    try {
      return await api({
        method: 'GET',
        path: path`/v1/llm-providers/${type}`,
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

  async function getDefaults(): Promise<Defaults | undefined> {
    try {
      return await api({
        method: 'GET',
        path: path`/v1/llm-providers/defaults`,
        returns: silentAnswers.defaults,
      });
    } catch (error) {
      if (error instanceof PortaiError && error.failure.exit === 'notFound') return undefined;
      throw error;
    }
  }

  const getSecret = (name: string) =>
    api({
      method: 'GET',
      path: path`/v1/organization/secrets/${name}`,
      returns: about('secretName', name, answers.secret),
    });

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
    return written({ ...call, returns }, () => getProvider(type));
  };

  const writtenSecret = (name: string, call: Omit<Call<SecretMetadata | undefined>, 'returns'>) =>
    written({ ...call, returns: about('secretName', name, silentAnswers.secret) }, () =>
      getSecret(name).catch((error: unknown): SecretMetadata => {
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
          method: 'POST',
          path: path`/v1/llm-providers`,
          body: { provider: type, ...update },
          ...validation(options),
        }),

      update: (type, update, options) =>
        writtenProvider(type, {
          method: 'PUT',
          path: path`/v1/llm-providers/${type}`,
          body: update,
          ...validation(options),
        }),

      async delete(type) {
        await api({ method: 'DELETE', path: path`/v1/llm-providers/${type}`, returns: nothing });
      },
    },

    defaults: {
      get: getDefaults,
      set: (choice) =>
        written(
          {
            method: 'PUT',
            path: path`/v1/llm-providers/defaults`,
            body: choice,
            returns: silentAnswers.defaults,
          },
          () =>
            api({
              method: 'GET',
              path: path`/v1/llm-providers/defaults`,
              returns: answers.defaults,
            }),
        ),
    },

    secrets: {
      list: () =>
        api({ method: 'GET', path: path`/v1/organization/secrets`, returns: answers.secrets }),

      get: getSecret,

      create: (name, value, description) =>
        writtenSecret(name, {
          method: 'POST',
          path: path`/v1/organization/secrets`,
          body: {
            secretName: name,
            secretValue: value.reveal(),
            ...(description === undefined ? {} : { description }),
          },
        }),

      update: (name, { value, description }) =>
        writtenSecret(name, {
          method: 'PATCH',
          path: path`/v1/organization/secrets/${name}`,
          body: {
            ...(value === undefined ? {} : { secretValue: value.reveal() }),
            ...(description === undefined ? {} : { description }),
          },
        }),

      async delete(name) {
        await api({
          method: 'DELETE',
          path: path`/v1/organization/secrets/${name}`,
          returns: nothing,
        });
      },
    },

    organization: () =>
      api({ method: 'GET', path: path`/v1/organization`, returns: answers.organization }),
    user: (email) => api({ method: 'GET', path: path`/v1/users/${email}`, returns: answers.user }),
  };
}
