import type { Context } from '../../cli/context.ts';
import type { ExitClass } from '../../core/errors.ts';
import { fail } from '../../core/fail.ts';
import {
  isComplete,
  requireComplete,
  requireKind,
} from '../../operations/integrations/create-request.ts';
import { createIntegration, resumeCreation } from '../../operations/integrations/create.ts';
import type { Kind } from '../../planes/portkey/kinds/define.ts';
import { dependencies, show } from './create-dependencies.ts';
import { provisionOf, readDraft, type ReadValues } from './create-draft.ts';
import type { CreateFlags } from './create-flags.ts';
import { noteWhatIsOpen } from './open-access.ts';

/** Creates an integration of a provider without settings of its own, or goes on with any. */
export async function createOther(
  context: Context,
  id: string | undefined,
  values: ReadValues,
  given: CreateFlags,
): Promise<ExitClass | undefined> {
  if (given.resume !== undefined) return resume(context, id, given, given.resume);
  if (id !== undefined) return createOf(context, requireKind(id, given.force), values, given);
  // A file is read by the fields of its kind: with one, the kind is said beforehand.
  if (context.ask.available && given.configFile === undefined) {
    return createOf(context, undefined, values, given);
  }
  throw fail('MissingFlags', '<provider-id> is missing', {
    details: { missing: [['<provider-id>']] },
    next: [{ command: ['integrations', 'list', '--catalog'], why: 'the providers there are' }],
  });
}

/** Creates an integration of a kind, or goes on with one. On a terminal it asks for what is missing. */
export async function createOf(
  context: Context,
  kind: Kind | undefined,
  values: ReadValues,
  given: CreateFlags,
): Promise<ExitClass | undefined> {
  if (given.resume !== undefined) return resume(context, kind?.id, given, given.resume);
  const { draft, file } = await readDraft(context, kind, values, given);
  if (given.ask && !context.ask.available) {
    throw fail('Usage', '--ask asks on a terminal, and nobody can be asked here', {
      hint: 'Nothing was sent. Leave it out, or run this on a terminal without --no-input.',
    });
  }
  if (context.ask.available && (given.ask || !isComplete(draft))) {
    const { createByAsking } = await import('./create-wizard.ts');
    return createByAsking(context, draft, file);
  }
  const request = requireComplete(draft);
  const created = await createIntegration(await dependencies(context, request), request);
  const exit = await show(context, created);
  noteWhatIsOpen(context, request);
  return exit;
}

async function resume(
  context: Context,
  providerId: string | undefined,
  given: CreateFlags,
  slug: string,
): Promise<ExitClass | undefined> {
  const request = { slug, providerId, ...provisionOf(given), dryRun: given.dryRun };
  return show(context, await resumeCreation(await dependencies(context, request), request));
}
