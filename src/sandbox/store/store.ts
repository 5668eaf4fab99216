import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Secret } from '../../core/secret.ts';
import { filesInFolder, filesInMemory, type KeyValueFiles } from './key-value-files.ts';
import { openSemaphore } from '../semaphore.ts';
import { encrypt, encryptedValue, decrypt } from './encryption.ts';
import {
  storedAgreements,
  storedRole,
  type StoredAgreements,
  type StoredRole,
} from './aws-state.ts';
import { initialPortkeyState, portkeyState, type PortkeyState } from './portkey-state.ts';
import { damaged, parsed, textOf } from './stored-text.ts';
import { versionedDocument, type VersionedDocument } from './versioned-document.ts';

const audit = {
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  updatedAt: z.iso.datetime(),
  updatedBy: z.string(),
};

const modelSwitches = z.record(z.string(), z.strictObject({ enabled: z.boolean().optional() }));

export const storedProvider = z.strictObject({
  provider: z.string(),
  enabled: z.boolean(),
  config: z.record(z.string(), z.unknown()).optional(),
  overrides: z.strictObject({ models: modelSwitches.optional() }).optional(),
  ...audit,
});
export type StoredProvider = z.infer<typeof storedProvider>;

const storedDefaults = z.strictObject({ provider: z.string(), model: z.string(), ...audit });
export type StoredDefaults = z.infer<typeof storedDefaults>;

const runningTest = z.strictObject({ until: z.iso.datetime() });
/** A connection test; after `until` whoever ran it is gone without having said so. */
export type RunningTest = z.infer<typeof runningTest>;

const storedInvocation = z.strictObject({
  identifier: z.string(),
  status: z.enum(['Completed', 'Failed']),
  prompt: z.string(),
  response: z.string(),
  provider: z.string(),
  model: z.string(),
  labels: z.record(z.string(), z.string()),
  tools: z.array(z.string()),
  agent: z.string().optional(),
  ...audit,
});
/** An invocation of Port AI, as its record keeps it. */
export type StoredInvocation = z.infer<typeof storedInvocation>;

const storedDestinations = z.strictObject({ hosts: z.array(z.string()), renewed: z.boolean() });
/** Where a secret may be sent; one more host may follow once its value was stored again. */
export type Destinations = z.infer<typeof storedDestinations>;

const storedSecret = z.strictObject({
  secretName: z.string(),
  description: z.string().optional(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  sealed: encryptedValue,
});
/** What may be said about a secret. */
export type SecretMetadata = Omit<z.infer<typeof storedSecret>, 'sealed'>;

/** Resources of one kind by name. `create` and `remove` say whether they did something. */
export interface Collection<T> {
  list(): Promise<T[]>;
  get(name: string): Promise<T | undefined>;
  create(name: string, value: T): Promise<boolean>;
  put(name: string, value: T): Promise<void>;
  remove(name: string): Promise<boolean>;
}

export interface SecretCollection {
  list(): Promise<SecretMetadata[]>;
  get(name: string): Promise<SecretMetadata | undefined>;
  create(metadata: SecretMetadata, value: string): Promise<boolean>;
  /** Replaces metadata, and the value when one is given; false when there is no such secret. */
  change(metadata: SecretMetadata, value: string | undefined): Promise<boolean>;
  remove(name: string): Promise<boolean>;
  reveal(name: string): Promise<Secret | undefined>;
}

/** The sandbox's organization. Rejects with a PortaiError that names the file when one is damaged. */
export interface SandboxStore {
  readonly providers: Collection<StoredProvider>;
  readonly secrets: SecretCollection;
  readonly defaults: {
    get(): Promise<StoredDefaults | undefined>;
    put(value: StoredDefaults): Promise<void>;
  };
  /** Connection tests that run, by provider: one at a time, whichever process runs it. */
  readonly tests: Collection<RunningTest>;
  /** What Port AI was asked, by identifier. */
  readonly invocations: Collection<StoredInvocation>;
  /** By the name of a secret; absent until a configuration names it. */
  readonly destinations: Collection<Destinations>;
  /** Roles of the simulated IAM. */
  readonly roles: Collection<StoredRole>;
  /** By AWS account; absent until the account does something. */
  readonly agreements: Collection<StoredAgreements>;
  /** The organisation at Portkey. */
  readonly portkey: VersionedDocument<PortkeyState>;
  /** 32 bytes, made once and the same for every process that opens the folder. */
  key(): Promise<Buffer>;
  /** Forgets everything but the key. */
  reset(): Promise<void>;
}

const name = /^[A-Za-z0-9_-]{1,100}$/;
const keyText = z.strictObject({ key: z.base64().length(44) });

/** So many files are open at once: systems allow a thousand, and a collection may hold more. */
const atOnce = 32;

function collection<T>(
  keyValues: KeyValueFiles,
  group: string,
  schema: z.ZodType<T>,
): Collection<T> {
  const get = async (each: string) => {
    const text = name.test(each) ? await keyValues.read(group, each) : undefined;
    return text === undefined ? undefined : parsed(text, schema, keyValues.place(group, each));
  };
  return {
    get,
    async list() {
      const inTurn = openSemaphore(atOnce);
      const names = (await keyValues.list(group)).sort();
      const found = await Promise.all(names.map((each) => inTurn(() => get(each))));
      return found.filter((each) => each !== undefined);
    },
    create: (each, value) => keyValues.create(group, each, textOf(value)),
    put: (each, value) => keyValues.write(group, each, textOf(value)),
    remove: async (each) => name.test(each) && keyValues.remove(group, each),
  };
}

async function keyOf(keyValues: KeyValueFiles): Promise<Buffer> {
  for (;;) {
    const text = await keyValues.read('', 'key');
    if (text !== undefined) {
      return Buffer.from(parsed(text, keyText, keyValues.place('', 'key')).key, 'base64');
    }
    await keyValues.create('', 'key', textOf({ key: randomBytes(32).toString('base64') }));
  }
}

function secretCollection(keyValues: KeyValueFiles): SecretCollection {
  const files = collection(keyValues, 'secrets', storedSecret);
  const metadata = ({ sealed: _hidden, ...rest }: z.infer<typeof storedSecret>) => rest;
  const sealing = async (about: SecretMetadata, value: string) => ({
    ...about,
    sealed: encrypt(value, about.secretName, await keyOf(keyValues)),
  });
  return {
    list: async () => (await files.list()).map(metadata),
    async get(each) {
      const found = await files.get(each);
      return found && metadata(found);
    },
    create: async (about, value) => files.create(about.secretName, await sealing(about, value)),
    async change(about, value) {
      const before = await files.get(about.secretName);
      if (!before) return false;
      const next =
        value === undefined ? { ...about, sealed: before.sealed } : await sealing(about, value);
      await files.put(about.secretName, next);
      return true;
    },
    remove: (each) => files.remove(each),
    async reveal(each) {
      const found = await files.get(each);
      if (!found) return undefined;
      const value = decrypt(found.sealed, each, await keyOf(keyValues));
      if (value === undefined) throw damaged(keyValues.place('secrets', each));
      return new Secret(value);
    },
  };
}

const groups = [
  'providers',
  'secrets',
  'tests',
  'invocations',
  'destinations',
  'roles',
  'agreements',
  'portkey',
] as const;

/** The organization kept in key-value files. */
export function storeIn(keyValues: KeyValueFiles): SandboxStore {
  const root = collection(keyValues, '', storedDefaults);
  return {
    providers: collection(keyValues, 'providers', storedProvider),
    secrets: secretCollection(keyValues),
    tests: collection(keyValues, 'tests', runningTest),
    invocations: collection(keyValues, 'invocations', storedInvocation),
    destinations: collection(keyValues, 'destinations', storedDestinations),
    roles: collection(keyValues, 'roles', storedRole),
    agreements: collection(keyValues, 'agreements', storedAgreements),
    portkey: versionedDocument(keyValues, 'portkey', portkeyState, initialPortkeyState),
    defaults: { get: () => root.get('defaults'), put: (value) => root.put('defaults', value) },
    key: () => keyOf(keyValues),
    async reset() {
      for (const group of groups) {
        for (const each of await keyValues.list(group)) await keyValues.remove(group, each);
      }
      await keyValues.remove('', 'defaults');
      // A good key stays: another process may be sealing a secret with it just now.
      await keyOf(keyValues).catch(() => keyValues.remove('', 'key'));
    },
  };
}

/** The organization kept in a folder, shared by every process that opens it. */
export function folderStore(folder: string): SandboxStore {
  return storeIn(filesInFolder(folder));
}

/** An organization that ends with the process. */
export function memoryStore(): SandboxStore {
  return storeIn(filesInMemory());
}
