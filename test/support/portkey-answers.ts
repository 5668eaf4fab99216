import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { z } from 'zod';
import type { Method } from '../../src/core/http.ts';
import { contractFile } from './portkey-contract.ts';

/** What the sandboxed Portkey answers, held to Portkey's OpenAPI document. */

/** Faults of the document: what it forbids, and recorded answers of the control plane have. */
const nullAllTheSame = [
  ['IntegrationList', 'description'],
  ['IntegrationModel', 'pricing_config'],
  ['Providers', 'usage_limits'],
  ['Providers', 'expires_at'],
  ['Workspace', 'usage_limits'],
  ['Workspace', 'rate_limits'],
  ['WorkspaceWithUsers', 'usage_limits'],
  ['WorkspaceWithUsers', 'rate_limits'],
  ['IntegrationDetailResponse', 'secret_mappings'],
  ['IntegrationDetailResponse', 'global_workspace_access_settings'],
  ['IntegrationDetailResponse', 'pricing_adjustments'],
] as const;

const fields = z.record(z.string(), z.unknown());

/** A schema of OpenAPI 3.0 as one of JSON Schema: `nullable` is a type there. */
function plain(value: unknown, at: readonly string[] = []): unknown {
  if (Array.isArray(value)) return value.map((each) => plain(each, at));
  const found = fields.safeParse(value).data;
  if (!found) return value;
  const { nullable, discriminator: _none, ...rest } = found;
  const inner = Object.fromEntries(
    Object.entries(rest).map(([key, each]) => [key, plain(each, [...at, key])]),
  );
  const isNull = nullAllTheSame.some(([name, field]) => at.includes(name) && at.at(-1) === field);
  if (at.at(-1) === 'object' && at.includes('Providers')) return {};
  return nullable === true || isNull ? { anyOf: [{ type: 'null' }, inner] } : inner;
}

const document = z.object({ components: fields, paths: z.record(z.string(), fields) });

let read: { readonly paths: z.infer<typeof document>['paths']; readonly ajv: Ajv2020 } | undefined;

/** The document as it is here; read by the first question. */
function contract() {
  if (read) return read;
  const { components, paths } = document.parse(JSON.parse(readFileSync(contractFile, 'utf8')));
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'portkey', components: plain(components) });
  return (read = { paths, ajv });
}

const operation = z.looseObject({
  responses: z.record(
    z.string(),
    z.looseObject({
      content: z
        .looseObject({ 'application/json': z.looseObject({ schema: z.unknown() }) })
        .optional(),
    }),
  ),
});

const checks = new Map<string, ValidateFunction | undefined>();

/** The check of answers to a path of the document; undefined where it describes none. */
function answerCheck(method: Method, path: string, status: number): ValidateFunction | undefined {
  const key = `${method} ${path} ${status}`;
  if (checks.has(key)) return checks.get(key);
  const { paths, ajv } = contract();
  const found = operation.parse(paths[path]?.[method.toLowerCase()]);
  const schema = found.responses[String(status)]?.content?.['application/json'].schema;
  const absolute = (text: string): unknown => JSON.parse(text.replaceAll('"#/', '"portkey#/'));
  const check =
    schema === undefined
      ? undefined
      : ajv.compile(fields.parse(absolute(JSON.stringify(plain(schema)))));
  checks.set(key, check);
  return check;
}

/** What an answer has against the document, which names its path with parameters. */
export function problemsOfAnswer(
  method: Method,
  path: string,
  status: number,
  body: unknown,
): readonly object[] {
  const check = answerCheck(method, path, status);
  if (!check || check(body)) return [];
  return check.errors ?? [];
}
