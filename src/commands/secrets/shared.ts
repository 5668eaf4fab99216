import type { Context } from '../../cli/context.ts';
import { PortaiError } from '../../domain/errors.ts';
import type { Secret } from '../../domain/secret.ts';
import type { DryRun } from '../../ui/render/put.ts';

/** What is known of a secret; undefined when there is none of that name. */
export async function findSecret(
  { port }: Context,
  name: string,
): Promise<{ readonly secretName: string } | undefined> {
  try {
    return await (await port()).secrets.get(name);
  } catch (error) {
    if (error instanceof PortaiError && error.failure.exit === 'notFound') return undefined;
    throw error;
  }
}

/** The request that would be sent. The value shows as a mask, since a Secret prints as one. */
export function storeRequest(
  action: 'create' | 'update',
  name: string,
  description: string | undefined,
  value?: Secret,
): DryRun {
  const creates = action === 'create';
  const body = {
    ...(creates ? { secretName: name } : {}),
    ...(creates || value ? { secretValue: '[secret]' } : {}),
    ...(description === undefined ? {} : { description }),
  };
  return {
    dryRun: true,
    action,
    changed: Object.keys(body).filter((key) => key !== 'secretName'),
    request: {
      method: creates ? 'POST' : 'PATCH',
      path: creates ? '/v1/organization/secrets' : `/v1/organization/secrets/${name}`,
      body,
    },
  };
}
