import { fail } from '../../core/fail.ts';
import { Secret } from '../../core/secret.ts';
import type { Warning } from '../../core/warning.ts';
import { calls } from '../../planes/portkey/calls.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import { kindOf } from '../../planes/portkey/kinds/index.ts';
import type { Kind, KindField } from '../../planes/portkey/kinds/define.ts';
import type { Integration, IntegrationUpdate } from '../../planes/portkey/nouns.ts';
import { lookAfterWrite, requireAsAsked } from './after-write.ts';
import {
  askedOfIntegration,
  integrationDeviations,
  requireSecretsKept,
} from './integration-look.ts';
import { readAffected, type Affected } from './affected.ts';
import { withNeededKey } from './needed-key.ts';
import { dryRunOfCalls, type IntegrationDryRun } from './dry-run-of-calls.ts';
import { storedConfiguration } from './stored-configuration.ts';
import { findIntegration } from './view.ts';

/** The place of the secret that an integration signs in with. */
export interface KeyPlace {
  readonly integration: Integration;
  readonly kind: Kind;
  /** `key`, or a field of its configuration. */
  readonly field: string;
  /** Undefined for `key`. */
  readonly about: KindField | undefined;
}

/**
 * Finds what an integration signs in with.
 *
 * @throws a PortaiError for an integration that is not there, and for one that has no secret of its own.
 */
export async function findKeyPlace(client: PortkeyClient, slug: string): Promise<KeyPlace> {
  const integration = await withNeededKey(() => findIntegration(client, slug));
  const kind = kindOf(integration.ai_provider_id);
  const { open } = storedConfiguration(integration);
  const mode = kind.modeOf(open);
  if (kind.needsKey(open) || integration.masked_key) {
    return { integration, kind, field: 'key', about: undefined };
  }
  const found = Object.entries(kind.fields).find(
    ([, { secret, requiredWhen }]) =>
      secret === true &&
      (requiredWhen === 'always' || (mode !== undefined && requiredWhen?.includes(mode.id))),
  );
  if (found) return { integration, kind, field: found[0], about: found[1] };
  // What is self-hosted may have been without a key so far.
  if (kind.auth === undefined && kind.key !== 'none') {
    return { integration, kind, field: 'key', about: undefined };
  }
  throw fail('Usage', `${slug} signs in by ${mode?.title ?? kind.title}, which has no key`, {
    next: [{ command: ['integrations', 'get', slug], why: 'how it signs in' }],
  });
}

/** A new secret for an integration. */
export interface Rotation {
  readonly place: KeyPlace;
  /** The secret, or a document with secrets in it. */
  readonly value: unknown;
  /** Of an AWS access key its other half, where it changes as well. */
  readonly accessKeyId?: string | undefined;
  readonly dryRun: boolean;
}

export interface RotationDependencies {
  readonly showAffected: (affected: Affected) => Promise<void>;
  readonly sleep: (ms: number) => Promise<void>;
  /** Says something that a program should know as well. */
  readonly warn: (warning: Warning) => void;
}

/** A rotation that Portkey accepted. */
export interface Rotated {
  readonly affected: Affected;
  /** False if nothing that can be read has changed: whether the key is stored is not proved. */
  readonly shown: boolean;
}

/**
 * Stores a new secret; everything else stays. Returns who uses it, or what would be sent if it is a dry run.
 *
 * @throws a PortaiError; SECRET_MALFORMED for what Portkey shows in place of a secret, NotAsSent where the key
 * now goes elsewhere.
 */
export async function rotateKey(
  client: PortkeyClient,
  { place, value, accessKeyId, dryRun }: Rotation,
  { showAffected, sleep, warn }: RotationDependencies,
): Promise<IntegrationDryRun | Rotated> {
  const { integration, field } = place;
  const { slug } = integration;
  const update = updateOf(place, value, accessKeyId);
  const affected = await withNeededKey(() => readAffected(client, integration));
  await showAffected(affected);
  if (dryRun) {
    return dryRunOfCalls('rotate the key', [field], [calls.updateIntegration(slug, update)]);
  }
  await withNeededKey(() => client.integrations.update(slug, update));
  const write = {
    integration: slug,
    asked: [newKey, ...askedOfIntegration(update, integration)],
    read: () => client.integrations.get(slug),
    compare: (now: Integration) => {
      const { differs, others } = integrationDeviations(update, integration, now);
      return { differs: [...(showsChange(integration, now) ? [] : [newKey]), ...differs], others };
    },
    look: ['integrations', 'get', slug],
    sleep,
  };
  const after = await lookAfterWrite(write);
  requireSecretsKept(integration, after.value);
  const missing = after.missing.filter(({ what }) => what !== newKey.what);
  requireAsAsked({ ...after, missing }, write, warn);
  return { affected, shown: missing.length === after.missing.length };
}

/** The change that is looked for in the mask. */
const newKey = { what: 'key', from: 'not shown', to: 'new' };

/** Nobody can read a key: that something was stored shows in its mask, or in the time of the last change. */
const showsChange = (before: Integration, now: Integration): boolean =>
  now.masked_key !== before.masked_key || now.last_updated_at !== before.last_updated_at;

function updateOf(
  { integration, field }: KeyPlace,
  value: Rotation['value'],
  accessKeyId: string | undefined,
): IntegrationUpdate {
  if (field === 'key') {
    if (value instanceof Secret) return { key: value };
    throw fail('Usage', 'The key is one line of text, not a document');
  }
  const { open } = storedConfiguration(integration);
  return {
    configurations: {
      ...open,
      ...(accessKeyId === undefined ? {} : { aws_access_key_id: accessKeyId }),
      [field]: value,
    },
  };
}
