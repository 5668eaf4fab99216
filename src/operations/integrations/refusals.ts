import { PortaiError } from '../../core/errors.ts';
import { didYouMean } from '../../core/text/nearest.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import { allOf } from '../../planes/portkey/paging.ts';

/** What was tried when Portkey refused: `limit` is an update that sets budgets or rates. */
export type RefusedAttempt = 'read' | 'update' | 'limit';

const scopes = {
  read: 'organisation_integrations.read',
  update: 'organisation_integrations.update',
  limit: 'organisation_integrations.update',
} as const;

const stillWorks = [
  { command: ['auth', 'status'], why: 'which key is used, and where it comes from' },
];

/**
 * Runs a call about an integration. Portkey refuses a key that may not, a plan that is too small and a
 * name that is not there in the same words: a refusal is told apart by the list of integrations, as far as
 * that goes, and says which key or plan is needed and what still works.
 */
export async function explained<T>(
  client: PortkeyClient,
  slug: string,
  attempt: RefusedAttempt,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof PortaiError)) throw error;
    const { exit, status, message } = error.failure;
    if (status === 402) throw error.with({ hint: planHint(attempt) });
    if (exit !== 'forbidden' && exit !== 'notFound') throw error;
    const listed = await listedSlugs(client);
    if (listed === undefined) {
      throw exit === 'notFound' ? error : error.with({ hint: keyHint(attempt) });
    }
    if (listed.some((each) => each.includes(slug))) {
      throw error.with({
        hint: `The integration ${slug} is there. ${keyHint(attempt)}`,
        next: stillWorks,
      });
    }
    const names = listed.flatMap(([name]) => (name === undefined ? [] : [name]));
    throw error.with({
      message: `${message}: the list of integrations has no ${slug}.${didYouMean(slug, names)}`,
      ...(exit === 'forbidden'
        ? { hint: `A key lists those that it may see. ${keyHint(attempt)}` }
        : {}),
      next: [{ command: ['integrations', 'list'], why: 'the integrations there are' }],
    });
  }
}

/** Slugs and UUIDs of the integrations that the key may list; undefined where it may not. */
async function listedSlugs({ integrations }: PortkeyClient): Promise<string[][] | undefined> {
  try {
    const all = await allOf(integrations.list());
    return all.map(({ slug, id }) => [slug, ...(typeof id === 'string' ? [id] : [])]);
  } catch {
    return undefined;
  }
}

const keyHint = (attempt: RefusedAttempt) =>
  `This call takes an Admin API key of the organization (organisation-service) with the scope ${scopes[attempt]}; the key of a workspace is refused. ${planHint(attempt)}`;

const planHint = (attempt: RefusedAttempt) =>
  attempt === 'limit'
    ? 'Budgets and rate limits need the Enterprise plan, or some Pro plans: below it, access without limits may still be granted.'
    : 'The Admin API for an organization needs the Enterprise plan: without it, the key of a workspace still manages the integrations of that workspace.';
