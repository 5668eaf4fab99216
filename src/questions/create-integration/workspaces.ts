import { terminalLine } from '../../core/text/terminal.ts';
import {
  limitsInWord,
  type Grant,
  type Limits,
} from '../../operations/integrations/access-words.ts';
import type { WorkspaceAccessChoice } from '../../operations/integrations/desired.ts';
import type { Asker } from '../../operations/ports.ts';
import { chooseSeveral } from './choose-several.ts';
import type { IntegrationAnswers } from './answers.ts';
import { askForLimits } from './limits.ts';
import type { IntegrationConversation } from './conversation.ts';

/**
 * Asks who gets access: which workspaces, with which limits, and whether those that are made later do.
 *
 * @param given what flags say: it is not asked for
 * @param soFar has what was answered the last time, if the step comes again, and is told of every answer
 */
export async function askForWorkspaces(
  conversation: IntegrationConversation,
  given: WorkspaceAccessChoice,
  soFar: IntegrationAnswers,
): Promise<WorkspaceAccessChoice> {
  const { access: before } = soFar.draft;
  const grants =
    given.grants.length > 0
      ? given.grants
      : await askForGrants(conversation, before.grants, (known, open) => {
          soFar.keepAccess({ ...before, grants: known }, open);
        });
  const newWorkspaces =
    given.newWorkspaces ?? (await askForNewOnes(conversation, before.newWorkspaces));
  const access = { grants, ...(newWorkspaces === undefined ? {} : { newWorkspaces }) };
  soFar.keepAccess(access);
  return access;
}

/** Takes who gets in, and the workspaces whose limits are not answered yet. */
type Keep = (grants: readonly Grant[], open: readonly string[]) => void;

async function askForGrants(
  { ask, choices, report }: IntegrationConversation,
  before: readonly Grant[],
  keep: Keep,
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
  const earlier = chosen.map(
    (slug) => before.find(({ workspace }) => workspace === slug) ?? { workspace: slug, limits: {} },
  );
  keep(earlier, chosen);
  const grants = await askForTheirLimits(ask, earlier, keep);
  keep(grants, []);
  return grants;
}

/** Asks for the limits of workspaces, those of before being suggested. */
async function askForTheirLimits(
  ask: Asker,
  earlier: readonly Grant[],
  keep: Keep,
): Promise<readonly Grant[]> {
  const [first] = earlier;
  if (first === undefined) return [];
  const limitsInWords = new Set(earlier.map(({ limits }) => limitsInWord(limits)));
  const common = limitsInWords.size === 1 ? first.limits : {};
  const isCommon = Object.keys(common).length > 0;
  const inOne = earlier.length > 1 ? await askHowLimited(ask, isCommon) : 'each';
  if (inOne === 'none') return earlier.map(({ workspace }) => ({ workspace, limits: {} }));
  const names = earlier.map(({ workspace }) => workspace);
  if (inOne === 'all') {
    const withAll = (limits: Limits) => names.map((workspace) => ({ workspace, limits }));
    return withAll(
      await askForLimits(ask, 'each of them', common, (limits) => {
        keep(withAll(limits), names);
      }),
    );
  }
  let grants = earlier;
  for (const [at, { workspace, limits: before }] of earlier.entries()) {
    const set = (limits: Limits) => {
      grants = grants.with(at, { workspace, limits });
    };
    const limits = await askForLimits(ask, terminalLine(workspace), before, (known) => {
      set(known);
      keep(grants, names.slice(at));
    });
    set(limits);
    keep(grants, names.slice(at + 1));
  }
  return grants;
}

/** Asks whether limits are common; what was so before stands first. */
function askHowLimited(ask: Asker, isCommon: boolean) {
  const each = { name: 'for each workspace its own', short: 'for each', value: 'each' as const };
  const all = {
    name: 'the same for all of them',
    short: 'the same for all',
    value: 'all' as const,
  };
  return ask.pick({ message: 'Budgets and rate limits', flag: '--budget-usd, --rate, …' }, [
    ...(isCommon ? [all, each] : [each, all]),
    { name: 'none', value: 'none' as const },
  ]);
}

async function askForNewOnes(
  { ask }: IntegrationConversation,
  before: Limits | undefined,
): Promise<Limits | undefined> {
  const wanted = await ask.confirm({
    message: 'Let in workspaces that are made later',
    flag: '--auto-provision [limits]',
    suggestion: before !== undefined,
  });
  return wanted ? askForLimits(ask, 'each new one', before) : undefined;
}
