import { parsePolicy, type PolicyDocument } from '../../aws/iam-documents/policy-document.ts';
import { element, iamRefusal, iamSuccess, list, noSuchRole } from './iam-answers.ts';
import { members, page, pairs } from './iam-form.ts';
import { boundaryForbids, documentsOf, roleNamed } from './iam-roles.ts';
import type { IamOperation } from './iam-form.ts';
import { evaluate } from './policy-evaluation.ts';
import type { Answer } from '../vendors/vendor.ts';
import { accountOutcome } from '../vendors/outcomes-by-name.ts';

/** IAM's policy simulator. It never looks at trust policies, and sees every change at once. */

/** What an administrator may do: all, as in the sandbox all users may. */
const everything: PolicyDocument = {
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

function simulated(
  action: string,
  form: URLSearchParams,
  documents: readonly PolicyDocument[],
  /** What stands above the policies and refuses all, whatever they allow. */
  above: { readonly organization: boolean; readonly boundary?: boolean } = { organization: false },
): Answer {
  const context = Object.fromEntries(
    pairs(form, 'ContextEntries', 'ContextKeyName', 'ContextKeyValues.member.1'),
  );
  const named = members(form, 'ResourceArns');
  const results = (named.length > 0 ? named : ['*']).flatMap((resource) =>
    members(form, 'ActionNames').map((each) => {
      const { decision, missingContext } = evaluate(documents, { action: each, resource, context });
      const bounded = above.boundary === true && decision === 'allowed' ? 'implicitDeny' : decision;
      return [
        element('EvalActionName', each),
        element('EvalResourceName', resource),
        element('EvalDecision', above.organization ? 'explicitDeny' : bounded),
        list('MatchedStatements', []),
        list('MissingContextValues', missingContext),
        above.organization
          ? `<OrganizationsDecisionDetail>${element('AllowedByOrganizations', 'false')}</OrganizationsDecisionDetail>`
          : '',
        above.boundary === undefined
          ? ''
          : `<PermissionsBoundaryDecisionDetail>${element('AllowedByPermissionsBoundary', String(!above.boundary))}</PermissionsBoundaryDecisionDetail>`,
      ].join('');
    }),
  );
  const { shown, more } = page(form, results);
  return iamSuccess(action, list('EvaluationResults', shown) + more);
}

/** The policies that come with the question; undefined when one is none. */
function policiesIn(form: URLSearchParams): readonly PolicyDocument[] | undefined {
  const read = members(form, 'PolicyInputList').map(parsePolicy);
  const documents = read.filter((each) => each !== undefined);
  return documents.length === read.length ? documents : undefined;
}

const invalidInput = (message: string) => iamRefusal(400, 'InvalidInput', message);

export const simulationCalls: Readonly<Record<string, IamOperation>> = {
  SimulatePrincipalPolicy: async ({ form, caller, dependencies }) => {
    const arn = form.get('PolicySourceArn') ?? '';
    const further = policiesIn(form);
    if (!further) return invalidInput('Invalid Policy');
    const [, account, kind, name = ''] =
      /^arn:aws:iam::(\d{12}):(role|user)\/(.+)$/.exec(arn) ?? [];
    if (kind === undefined || account !== caller.account) {
      return invalidInput(
        `Invalid Entity Arn: ${arn} does not clearly define entity type and name.`,
      );
    }
    if (kind === 'user')
      return simulated('SimulatePrincipalPolicy', form, [everything, ...further]);
    const role = await roleNamed(dependencies, account, name);
    if (!role) return noSuchRole(name);
    const documents = [...documentsOf(role), ...further];
    return simulated('SimulatePrincipalPolicy', form, documents, {
      organization: accountOutcome(role.name) === 'firewall',
      ...(role.boundary === undefined ? {} : { boundary: boundaryForbids(role) }),
    });
  },

  SimulateCustomPolicy: ({ form }) => {
    const documents = policiesIn(form);
    return documents
      ? simulated('SimulateCustomPolicy', form, documents)
      : invalidInput('Invalid Policy');
  },
};
