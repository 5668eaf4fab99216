import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { hasValueFlag, readSecretValue } from '../../cli/secret-value.ts';
import { PortaiError, type ExitClass } from '../../core/errors.ts';
import { secretName } from '../../planes/port/provider-types/field-schemas.ts';
import { renderDone, renderDryRun } from '../../ui/render/put.ts';
import type { Define } from '../define.ts';
import {
  addStoreOptions,
  findSecret,
  requireFitting,
  requireUsableName,
  storeFlags,
  changeOf,
  rehearseStore,
} from './shared.ts';
import { storedSecretOr } from '../missing-argument.ts';
import type { PortClient } from '../../planes/port/client.ts';
import { port } from '../../planes/port/plane.ts';

type Secrets = PortClient['secrets'];
type Change = Parameters<Secrets['update']>[1];

export const define: Define = (command, world) => {
  addStoreOptions(command, 'what it is for; alone it leaves the value as it is');
  const reads = { args: () => z.tuple([secretName().optional()]), flags: storeFlags };
  command.action(
    action(world, reads, async (context, [word], given) => {
      const name = await storedSecretOr(context, word, ['secrets', 'set']);
      const { out, plane } = context;
      const { description } = given;
      await requireUsableName(context, name, given);
      const describesOnly = description !== undefined && !hasValueFlag(given);
      const early = describesOnly ? await findSecret(context, name) : undefined;
      const value =
        describesOnly && early
          ? undefined
          : await readSecretValue(context, given, `value of ${name}`);
      const [existing] = await Promise.all([
        early ?? findSecret(context, name),
        value && requireFitting(context, name, value, given),
      ]);
      if (given.dryRun) {
        const request = rehearseStore(existing ? 'update' : 'create', name, description, value);
        await out.result(request, renderDryRun);
        return undefined;
      }
      const client = await plane(port).client();
      const change = changeOf(value, description);
      const done = await store(client.secrets, name, change, existing !== undefined);
      await out.result({ ...done, name }, renderDone);
      return undefined;
    }),
  );
};

/**
 * Stores a value, new or not. Whether the name exists may have changed since it was looked up, so
 * each way turns into the other once.
 */
async function store(
  secrets: Secrets,
  name: string,
  change: Change,
  exists: boolean,
): Promise<{ action: 'created' | 'updated'; secret: object }> {
  const { value, description } = change;
  const update = async () =>
    ({ action: 'updated', secret: await secrets.update(name, change) }) as const;
  if (!value) return update();
  const create = async () =>
    ({ action: 'created', secret: await secrets.create(name, value, description) }) as const;
  const [first, second, turns] = exists
    ? ([update, create, 'notFound'] as const)
    : ([create, update, 'conflict'] as const);
  try {
    return await first();
  } catch (error) {
    if (!(error instanceof PortaiError) || exitOf(error) !== turns) throw error;
    return second();
  }
}

/** A name that is taken is a conflict, also where the server only says so in words. */
function exitOf({ failure: { exit, message } }: PortaiError): ExitClass {
  return exit === 'refused' && /already exists|taken/i.test(message) ? 'conflict' : exit;
}
