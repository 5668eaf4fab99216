import type { HttpRequest } from '../core/http.ts';
import type { DescribedChange, DescribeChange } from '../core/recorded-change.ts';
import { fieldsOf, jsonIn } from '../core/text/json.ts';

/** What each request of IAM that portai sends does, by the `Action` of its form. */
const iamChanges: Readonly<
  Record<string, Pick<DescribedChange, 'action' | 'kind' | 'changed'> & { readonly part?: string }>
> = {
  CreateRole: { action: 'created', kind: 'role', changed: ['trust', 'description', 'tags'] },
  UpdateAssumeRolePolicy: { action: 'updated', kind: 'role', changed: ['trust'] },
  DeleteRole: { action: 'deleted', kind: 'role', changed: [] },
  PutRolePolicy: {
    action: 'updated',
    kind: 'role policy',
    part: 'PolicyName',
    changed: ['policy'],
  },
  DeleteRolePolicy: { action: 'deleted', kind: 'role policy', part: 'PolicyName', changed: [] },
};

/** Describes a request to IAM or to Bedrock's control plane. It names roles and policies, and no document. */
const describeAwsChange: DescribeChange = (request) => {
  const form = new URLSearchParams(request.body ?? '');
  const known = iamChanges[form.get('Action') ?? ''];
  if (known) {
    const { part, ...change } = known;
    const names = [form.get('RoleName'), part === undefined ? null : form.get(part)];
    return { ...change, name: names.filter((name) => name !== null).join('/') };
  }
  return bedrockChange(request);
};

/** Paths of Bedrock's control plane, as the API reference of AWS has them. */
function bedrockChange({ method, url, body }: HttpRequest): DescribedChange {
  const region = /^bedrock\.([a-z0-9-]+)\./.exec(url.hostname)?.[1] ?? url.hostname;
  if (url.pathname === '/use-case-for-model-access') {
    return { action: 'sent', kind: 'use-case form', name: region, changed: ['formData'] };
  }
  if (url.pathname === '/create-foundation-model-agreement') {
    const { modelId } = fieldsOf(jsonIn(body)) ?? {};
    const model = typeof modelId === 'string' ? modelId : '';
    return { action: 'created', kind: 'model agreement', name: model, changed: [] };
  }
  return { action: 'sent', kind: 'route', name: `${method} ${url.pathname}`, changed: [] };
}

/** AWS as the history of changes knows it. */
export const awsChanges = {
  id: 'aws',
  changes: () => Promise.resolve(describeAwsChange),
  /** What was there before is not kept: policies are written anew by `bedrock setup`. */
  remembers: () => false,
} as const;
