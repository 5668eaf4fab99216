import { terminalLine } from '../../core/text/terminal.ts';
import type { Grant, Limits } from '../../operations/integrations/access-words.ts';
import type { WorkspaceAccessChoice } from '../../operations/integrations/desired.ts';
import { chooseSeveral } from './choose-several.ts';
import { askForLimits } from './limits.ts';
import type { IntegrationConversation } from './conversation.ts';

/**
 * Asks who gets access: which workspaces, with which limits, and whether those that are made later do.
 *
 * @param given what flags say: it is not asked for
 * @param before what was answered the last time, if the step comes again
 */
export async function askForWorkspaces(
  conversation: IntegrationConversation,
  given: WorkspaceAccessChoice,
  before: WorkspaceAccessChoice,
): Promise<WorkspaceAccessChoice> {
  const grants =
    given.grants.length > 0 ? given.grants : await askForGrants(conversation, before.grants);
  const newWorkspaces =
    given.newWorkspaces ?? (await askForNewOnes(conversation, before.newWorkspaces));
  return { grants, ...(newWorkspaces === undefined ? {} : { newWorkspaces }) };
}

async function askForGrants(
  { ask, choices, report }: IntegrationConversation,
  before: readonly Grant[],
): Promise<readonly Grant[]> {
  const workspaces = await choices.workspaces();
  if (workspaces.length === 0) {
    report.note('There is no workspace yet.');
    return [];
  }
  const chosen = await chooseSeveral(
    ask,
    { message: 'Workspaces to let in', flag: '--workspace <spec>' },
    workspaces.map(({ slug, name }) => ({
      name: terminalLine(name === slug ? slug : `${slug}  ${name}`),
      short: terminalLine(slug),
      value: slug,
      checked: before.some(({ workspace }) => workspace === slug),
    })),
  );
  const [first] = chosen;
  if (first === undefined) return [];
  const inOne = chosen.length > 1 ? await askHowLimited(ask) : 'each';
  if (inOne === 'none') return chosen.map((workspace) => ({ workspace, limits: {} }));
  if (inOne === 'all') {
    const limits = await askForLimits(ask, 'each of them');
    return chosen.map((workspace) => ({ workspace, limits }));
  }
  const grants: Grant[] = [];
  for (const workspace of chosen) {
    grants.push({ workspace, limits: await askForLimits(ask, terminalLine(workspace)) });
  }
  return grants;
}

const askHowLimited = (ask: IntegrationConversation['ask']) =>
  ask.pick({ message: 'Budgets and rate limits', flag: '--budget-usd, --rate, …' }, [
    { name: 'for each workspace its own', short: 'for each', value: 'each' as const },
    { name: 'the same for all of them', short: 'the same for all', value: 'all' as const },
    { name: 'none', value: 'none' as const },
  ]);

async function askForNewOnes(
  { ask }: IntegrationConversation,
  before: Limits | undefined,
): Promise<Limits | undefined> {
  const wanted = await ask.confirm({
    message: 'Let in workspaces that are made later',
    flag: '--auto-provision [limits]',
    suggestion: before !== undefined,
  });
  return wanted ? askForLimits(ask, 'each new one') : undefined;
}
