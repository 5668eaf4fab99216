import type { CreateRequest } from './create-request.ts';
import { grantInWord, limitsInWord } from './access-words.ts';

/** The flags of models and access that ask for the same. */
export function provisionWords({ models, access }: Pick<CreateRequest, 'models' | 'access'>) {
  const { grants, newWorkspaces } = access;
  const limits = newWorkspaces === undefined ? '' : limitsInWord(newWorkspaces);
  return [
    ...(models === undefined ? [] : models === 'all' ? ['--allow-all'] : only(models.only)),
    ...grants.flatMap((grant) => ['--workspace', grantInWord(grant)]),
    ...(newWorkspaces === undefined ? [] : ['--auto-provision']),
    ...(limits === '' ? [] : [limits]),
  ];
}

const only = (models: readonly string[]) => models.flatMap((model) => ['--model', model]);

/** The words of the command that goes on with a creation that stopped. */
export function resumeWords(request: Pick<CreateRequest, 'slug' | 'models' | 'access'>): string[] {
  return ['integrations', 'create', '--resume', request.slug, ...provisionWords(request)];
}
