import { fail } from '../../core/fail.ts';
import { placeInWords, placePrefix, type Place, type Problem } from '../../core/problem.ts';
import { asksForLimits, limitRefusals, problemsInWords, type LimitWords } from './limit-words.ts';

/** One workspace as it was named, with the limits that it is to have. */
export interface AccessTarget {
  readonly workspace: string;
  readonly words: LimitWords;
  /** Where it stands; undefined for the command line. */
  readonly place?: Place | undefined;
}

/** A change of who may use an integration, and how much. */
export interface AccessRequest {
  readonly integration: string;
  /** `limits` changes limits of workspaces that have access, and nobody's access. */
  readonly verb: 'grant' | 'revoke' | 'limits';
  readonly targets: readonly AccessTarget[];
  /**
   * Mistakes of the file that `targets` are from, which are told together with those that are found later;
   * undefined where they are from no file.
   */
  readonly fileProblems?: readonly Problem[] | undefined;
  /** Limits for every workspace; undefined where only those of `targets` are meant. */
  readonly all: LimitWords | undefined;
  readonly resetUsage: boolean;
  /** What workspaces get that are made later; undefined leaves it. */
  readonly newWorkspaces: { readonly enabled: boolean; readonly words: LimitWords } | undefined;
  /** True replaces what workspaces have already. */
  readonly overrideExisting: boolean;
  readonly dryRun: boolean;
}

/** Returns what no answer of Portkey can mend: words that cannot be read, and contradictions. */
export function contradictionsIn(request: AccessRequest): Problem[] {
  const { integration, targets, all, newWorkspaces, overrideExisting } = request;
  const problems: Problem[] = [...(request.fileProblems ?? [])];
  if (overrideExisting && all === undefined && newWorkspaces === undefined) {
    const error = fail(
      'Usage',
      '--override-existing goes with --all-workspaces or --auto-provision',
      { hint: 'Limits of a workspace that is named are replaced without it.' },
    );
    problems.push({ error, overridable: false });
  }
  const seen = new Map<string, AccessTarget>();
  for (const target of targets) {
    const before = seen.get(target.workspace);
    seen.set(target.workspace, before ?? target);
    if (before) problems.push(twice(target, before));
  }
  for (const [words, { names, workspace, place }] of wordsOf(request)) {
    problems.push(
      ...limitRefusals(problemsInWords(words), {
        place,
        whose: [...new Set(names)].join(', '),
        revoke: ['integrations', 'workspaces', 'revoke', integration, workspace],
      }),
    );
  }
  return problems;
}

interface WordsOfWorkspaces {
  readonly names: string[];
  /** The workspace that a command names as an example. */
  readonly workspace: string;
  readonly place: Place | undefined;
}

/** Words of limits, each once: on a command line all workspaces share them. */
function wordsOf({
  targets,
  all,
  newWorkspaces,
}: AccessRequest): Map<LimitWords, WordsOfWorkspaces> {
  const found = new Map<LimitWords, WordsOfWorkspaces>();
  const add = (words: LimitWords, name: string, workspace: string, place?: Place) => {
    const before = found.get(words);
    if (before) before.names.push(name);
    else found.set(words, { names: [name], workspace, place });
  };
  for (const { workspace, words, place } of targets) add(words, workspace, workspace, place);
  if (all) add(all, 'all workspaces', '<workspace>');
  if (newWorkspaces) add(newWorkspaces.words, 'new workspaces', '<workspace>');
  return found;
}

/** Refuses limits that change nothing, since none was given. */
export function refuseNothingToDo({
  integration,
  verb,
  targets,
  all,
  newWorkspaces,
  resetUsage,
}: AccessRequest): void {
  const words = [...targets.map((each) => each.words), ...(all ? [all] : [])];
  const changesLimits = resetUsage || newWorkspaces !== undefined || words.some(asksForLimits);
  if (verb !== 'limits' || changesLimits) return;
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

/** The refusal of a workspace that is named twice, under whatever names. */
export function twice(target: AccessTarget, before: AccessTarget): Problem {
  const first = before.place === undefined ? '' : `, first on ${placeInWords(before.place)}`;
  const error = fail(
    'Usage',
    `${placePrefix(target.place)}${target.workspace} is named twice${first}`,
    { hint: 'Nothing was sent.' },
  );
  return { error, overridable: false, place: target.place };
}
