import { fail } from '../../core/fail.ts';
import { refuse, type Problem } from '../../core/problem.ts';
import { asksForLimits, limitRefusals, problemsInWords, type LimitWords } from './limit-words.ts';

/** One workspace as it was named, with the limits that it is to have. */
export interface AccessTarget {
  readonly workspace: string;
  readonly words: LimitWords;
  /** Where it stands, such as `limits.csv line 3`; undefined for the command line. */
  readonly place?: string | undefined;
}

/** A change of who may use an integration, and how much. */
export interface AccessRequest {
  readonly integration: string;
  /** `limits` changes limits of workspaces that have access, and nobody's access. */
  readonly verb: 'grant' | 'revoke' | 'limits';
  readonly targets: readonly AccessTarget[];
  /** Limits for every workspace; undefined where only those of `targets` are meant. */
  readonly all: LimitWords | undefined;
  readonly resetUsage: boolean;
  /** What workspaces get that are made later; undefined leaves it. */
  readonly newWorkspaces: { readonly enabled: boolean; readonly words: LimitWords } | undefined;
  /** True replaces what workspaces have already. */
  readonly overrideExisting: boolean;
  readonly dryRun: boolean;
}

/** Refuses what no answer of Portkey can mend: words that cannot be read, contradictions, nothing to do. */
export function refuseContradictions(request: AccessRequest): void {
  const { integration, verb, targets, all, newWorkspaces, overrideExisting, resetUsage } = request;
  const problems: Problem[] = [];
  const say = (message: string, hint: string) =>
    problems.push({ error: fail('Usage', message, { hint }), overridable: false });
  if (overrideExisting && all === undefined && newWorkspaces === undefined) {
    say(
      '--override-existing goes with --all-workspaces or --auto-provision',
      'Limits of a workspace that is named are replaced without it.',
    );
  }
  const seen = new Map<string, AccessTarget>();
  for (const target of targets) {
    const before = seen.get(target.workspace);
    seen.set(target.workspace, before ?? target);
    if (before) problems.push(twice(target, before));
  }
  const words = [
    ...targets,
    ...[all, newWorkspaces?.words].flatMap((each) =>
      each === undefined ? [] : [{ workspace: '<workspace>', words: each }],
    ),
  ];
  const told = new Set<LimitWords>();
  for (const { workspace, words: each, place } of words.map((one) => ({
    place: undefined,
    ...one,
  }))) {
    if (told.has(each)) continue;
    told.add(each);
    problems.push(
      ...limitRefusals(problemsInWords(each), {
        place,
        revoke: ['integrations', 'workspaces', 'revoke', integration, workspace],
      }),
    );
  }
  refuse(problems);
  const changesLimits =
    resetUsage || newWorkspaces !== undefined || words.some((one) => asksForLimits(one.words));
  if (verb === 'limits' && !changesLimits) {
    throw fail('MissingFlags', 'No limit was given', {
      details: {
        missing: [['--budget-usd', '--budget-tokens', '--rate', '--clear-limits', '--reset-usage']],
      },
      hint: 'Such as --budget-usd 500 --reset monthly, --rate requests:100/min, or --clear-limits.',
      next: [
        {
          command: ['integrations', 'workspaces', 'list', integration],
          why: 'the limits there are',
        },
      ],
    });
  }
}

/** The refusal of a workspace that is named twice, under whatever names. */
export function twice(target: AccessTarget, before: AccessTarget): Problem {
  const where = target.place === undefined ? '' : `${target.place}: `;
  const first = before.place === undefined ? '' : `, first on ${before.place}`;
  const error = fail('Usage', `${where}${target.workspace} is named twice${first}`, {
    hint: 'Nothing was sent.',
  });
  return { error, overridable: false };
}
