import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Secret } from '../../core/secret.ts';
import { folderDrawer, memoryDrawer, type Drawer } from './key-value-files.ts';
import { openTurns } from '../semaphore.ts';
import { seal, sealedValue, unseal } from './encryption.ts';
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

const storedDestinations = z.strictObject({ hosts: z.array(z.string()), renewed: z.boolean() });
/** Where a secret may be sent; one more host may follow once its value was stored again. */
export type Destinations = z.infer<typeof storedDestinations>;

const storedSecret = z.strictObject({
  secretName: z.string(),
  description: z.string().optional(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  sealed: sealedValue,
});
/** What may be said about a secret. */
export type SecretMetadata = Omit<z.infer<typeof storedSecret>, 'sealed'>;

/** Resources of one kind by name. `create` and `remove` say whether they did something. */
export interface Shelf<T> {
  list(): Promise<T[]>;
  get(name: string): Promise<T | undefined>;
  create(name: string, value: T): Promise<boolean>;
  put(name: string, value: T): Promise<void>;
  remove(name: string): Promise<boolean>;
}

export interface SecretShelf {
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
  readonly providers: Shelf<StoredProvider>;
  readonly secrets: SecretShelf;
  readonly defaults: {
    get(): Promise<StoredDefaults | undefined>;
    put(value: StoredDefaults): Promise<void>;
  };
  /** Connection tests that run, by provider: one at a time, whichever process runs it. */
  readonly tests: Shelf<RunningTest>;
  /** By the name of a secret; absent until a configuration names it. */
  readonly destinations: Shelf<Destinations>;
  /** Roles of the simulated IAM. */
  readonly roles: Shelf<StoredRole>;
  /** By AWS account; absent until the account does something. */
  readonly agreements: Shelf<StoredAgreements>;
  /** The organisation at Portkey. */
  readonly portkey: VersionedDocument<PortkeyState>;
  /** 32 bytes, made once and the same for every process that opens the folder. */
  key(): Promise<Buffer>;
  /** Forgets everything but the key. */
  reset(): Promise<void>;
}

const name = /^[A-Za-z0-9_-]{1,100}$/;
const keyText = z.strictObject({ key: z.base64().length(44) });

/** So many files are open at once: systems allow a thousand, and a shelf may hold more. */
const atOnce = 32;

function shelf<T>(drawer: Drawer, group: string, schema: z.ZodType<T>): Shelf<T> {
  const get = async (each: string) => {
    const text = name.test(each) ? await drawer.read(group, each) : undefined;
    return text === undefined ? undefined : parsed(text, schema, drawer.place(group, each));
  };
  return {
    get,
    async list() {
      const inTurn = openTurns(atOnce);
      const names = (await drawer.list(group)).sort();
      const found = await Promise.all(names.map((each) => inTurn(() => get(each))));
      return found.filter((each) => each !== undefined);
    },
    create: (each, value) => drawer.create(group, each, textOf(value)),
    put: (each, value) => drawer.write(group, each, textOf(value)),
    remove: async (each) => name.test(each) && drawer.remove(group, each),
  };
}

async function keyOf(drawer: Drawer): Promise<Buffer> {
  for (;;) {
    const text = await drawer.read('', 'key');
    if (text !== undefined) {
      return Buffer.from(parsed(text, keyText, drawer.place('', 'key')).key, 'base64');
    }
    await drawer.create('', 'key', textOf({ key: randomBytes(32).toString('base64') }));
  }
}

function secretShelf(drawer: Drawer): SecretShelf {
  const files = shelf(drawer, 'secrets', storedSecret);
  const metadata = ({ sealed: _hidden, ...rest }: z.infer<typeof storedSecret>) => rest;
  const sealing = async (about: SecretMetadata, value: string) => ({
    ...about,
    sealed: seal(value, about.secretName, await keyOf(drawer)),
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
      const value = unseal(found.sealed, each, await keyOf(drawer));
      if (value === undefined) throw damaged(drawer.place('secrets', each));
      return new Secret(value);
    },
  };
}

const groups = [
  'providers',
  'secrets',
  'tests',
  'destinations',
  'roles',
  'agreements',
  'portkey',
] as const;

/** The organization kept in a drawer. */
export function storeIn(drawer: Drawer): SandboxStore {
  const root = shelf(drawer, '', storedDefaults);
  return {
    providers: shelf(drawer, 'providers', storedProvider),
    secrets: secretShelf(drawer),
    tests: shelf(drawer, 'tests', runningTest),
    destinations: shelf(drawer, 'destinations', storedDestinations),
    roles: shelf(drawer, 'roles', storedRole),
    agreements: shelf(drawer, 'agreements', storedAgreements),
    portkey: versionedDocument(drawer, 'portkey', portkeyState, initialPortkeyState),
    defaults: { get: () => root.get('defaults'), put: (value) => root.put('defaults', value) },
    key: () => keyOf(drawer),
    async reset() {
      for (const group of groups) {
        for (const each of await drawer.list(group)) await drawer.remove(group, each);
      }
      await drawer.remove('', 'defaults');
      // A good key stays: another process may be sealing a secret with it just now.
      await keyOf(drawer).catch(() => drawer.remove('', 'key'));
    },
  };
}

/** The organization kept in a folder, shared by every process that opens it. */
export function folderStore(folder: string): SandboxStore {
  return storeIn(folderDrawer(folder));
}

/** An organization that ends with the process. */
export function memoryStore(): SandboxStore {
  return storeIn(memoryDrawer());
}
