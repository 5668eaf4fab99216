import { z } from 'zod';
import { PortaiError } from '../../domain/errors.ts';
import type { Secret } from '../../domain/secret.ts';
import { path, type Api } from '../../http/api.ts';
import {
  defaults,
  envelope,
  organization,
  provider,
  secret,
  user,
  type Defaults,
  type Provider,
  type ProviderUpdate,
  type SecretMetadata,
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
    get(): Promise<Defaults>;
    set(choice: { provider: string; model: string }): Promise<Defaults>;
  };
  readonly secrets: {
    list(): Promise<SecretMetadata[]>;
    get(name: string): Promise<SecretMetadata>;
    create(name: string, value: Secret, description?: string): Promise<SecretMetadata>;
    update(name: string, change: SecretChange): Promise<SecretMetadata>;
    delete(name: string): Promise<void>;
  };
  organization(): Promise<z.infer<typeof organization>>;
  user(email: string): Promise<z.infer<typeof user>>;
}

const oneProvider = envelope(['result', 'provider'], provider);
/** A bare provider has a `provider` key of its own, a string, so the wrapped form is tried first. */
const providerAnswer = (body: unknown) => oneProvider(body) ?? provider.safeParse(body).data;
const providerList = envelope(['result', 'providers'], z.array(provider));
const defaultsAnswer = envelope(['result', 'defaults'], defaults);
const secretAnswer = envelope(['secret', 'result'], secret);
const secretList = envelope(['secrets', 'result'], z.array(secret));

/** Deletes answer 204, or a body nobody needs. */
const nothing = () => null;

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
        }
      : {};

  async function listProviders(): Promise<Provider[]> {
    return api({ method: 'GET', path: path`/v1/llm-providers`, returns: providerList });
  }

  return {
    providers: {
      list: listProviders,

      async get(type) {
        try {
          return await api({
            method: 'GET',
            path: path`/v1/llm-providers/${type}`,
            returns: providerAnswer,
          });
        } catch (error) {
          // Members may list providers where reading a single one is refused.
          if (!(error instanceof PortaiError) || error.failure.exit !== 'forbidden') throw error;
          const found = (await listProviders()).find((each) => each.provider === type);
          if (!found) throw error;
          return found;
        }
      },

      create: (type, update, options) =>
        api({
          method: 'POST',
          path: path`/v1/llm-providers`,
          body: { provider: type, ...update },
          returns: providerAnswer,
          ...validation(options),
        }),

      update: (type, update, options) =>
        api({
          method: 'PUT',
          path: path`/v1/llm-providers/${type}`,
          body: update,
          returns: providerAnswer,
          ...validation(options),
        }),

      async delete(type) {
        await api({ method: 'DELETE', path: path`/v1/llm-providers/${type}`, returns: nothing });
      },
    },

    defaults: {
      get: () =>
        api({ method: 'GET', path: path`/v1/llm-providers/defaults`, returns: defaultsAnswer }),
      set: (choice) =>
        api({
          method: 'PUT',
          path: path`/v1/llm-providers/defaults`,
          body: choice,
          returns: defaultsAnswer,
        }),
    },

    secrets: {
      list: () => api({ method: 'GET', path: path`/v1/organization/secrets`, returns: secretList }),

      get: (name) =>
        api({
          method: 'GET',
          path: path`/v1/organization/secrets/${name}`,
          returns: secretAnswer,
        }),

      create: (name, value, description) =>
        api({
          method: 'POST',
          path: path`/v1/organization/secrets`,
          body: {
            secretName: name,
            secretValue: value.reveal(),
            ...(description === undefined ? {} : { description }),
          },
          // What a success looks like is not documented: a 2xx without a secret in it counts.
          returns: (body) => secretAnswer(body) ?? { secretName: name },
        }),

      update: (name, { value, description }) =>
        api({
          method: 'PATCH',
          path: path`/v1/organization/secrets/${name}`,
          body: {
            ...(value === undefined ? {} : { secretValue: value.reveal() }),
            ...(description === undefined ? {} : { description }),
          },
          returns: (body) => secretAnswer(body) ?? { secretName: name },
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
      api({
        method: 'GET',
        path: path`/v1/organization`,
        returns: envelope(['organization', 'result'], organization),
      }),
    user: (email) =>
      api({
        method: 'GET',
        path: path`/v1/users/${email}`,
        returns: envelope(['user', 'result'], user),
      }),
  };
}
