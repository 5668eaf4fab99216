import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import { z } from 'zod';
import type { Method } from '../../src/core/http.ts';

/**
 * Portkey's OpenAPI document of June 2026, as its companion has it, in which `configurations` can be
 * satisfied. It is the vendor's, and so not in this repository: it is read where it lies beside the clone.
 */
const place = new URL('../../../shared/specs/portkey.openapi.json', import.meta.url);

/** Where the document is, if it is here. */
export const contractFile = fileURLToPath(place);

/** True if the document is here. */
export const isContractHere = existsSync(place);

/** Says once a file what is not compared, so that a green run hides nothing. */
export function sayWhatIsMissing(tests: number): void {
  if (isContractHere) return;
  process.stderr.write(
    `portkey.openapi.json is not here: ${tests} comparisons of requests with it are skipped\n`,
  );
}

const operation = z.looseObject({
  parameters: z
    .array(z.looseObject({ name: z.string().optional(), $ref: z.string().optional() }))
    .optional(),
  requestBody: z
    .looseObject({
      content: z.looseObject({
        'application/json': z.looseObject({ schema: z.record(z.string(), z.unknown()) }),
      }),
    })
    .optional(),
});
const document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.looseObject({
    schemas: z.record(z.string(), z.unknown()),
    parameters: z.record(z.string(), z.looseObject({ name: z.string() })),
  }),
});

let read: z.infer<typeof document> | undefined;

function contract() {
  return (read ??= document.parse(JSON.parse(readFileSync(place, 'utf8'))));
}

/** What the document says of a call; undefined where it has no such operation. */
export function operationOf(method: Method, path: string) {
  const fits = (pattern: string) =>
    new RegExp(`^${pattern.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path);
  const found = Object.keys(contract().paths).find(
    (each) => fits(each) && contract().paths[each]?.[method.toLowerCase()] !== undefined,
  );
  if (found === undefined) return undefined;
  const described = operation.parse(contract().paths[found]?.[method.toLowerCase()]);
  const named = (described.parameters ?? []).map(
    ({ name, $ref }) =>
      name ?? contract().components.parameters[$ref?.split('/').at(-1) ?? '']?.name,
  );
  return {
    path: found,
    parameters: named.filter((name) => name !== undefined),
    body: described.requestBody?.content['application/json'].schema,
  };
}

/** `nullable` of OpenAPI 3.0 beside a reference, which JSON Schema has no word for, as a choice. */
function withNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNull);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([key, each]: [string, unknown]) => [
    key,
    withNull(each),
  ]);
  if (!('nullable' in value) || 'type' in value) return Object.fromEntries(fields);
  const { nullable: _nullable, ...rest } = z
    .looseObject({ nullable: z.unknown() })
    .parse(Object.fromEntries(fields));
  return { anyOf: [rest, { type: 'null' }] };
}

const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true, verbose: true });

/** The check of a request's body; undefined where the document describes none. */
export function requestCheck(method: Method, path: string): ValidateFunction | undefined {
  const schema = operationOf(method, path)?.body;
  if (schema === undefined) return undefined;
  if (ajv.getSchema('contract') === undefined) {
    ajv.addSchema({ $id: 'contract', components: withNull(contract().components) });
  }
  const absolute = JSON.stringify(withNull(schema)).replaceAll(
    '"#/components',
    '"contract#/components',
  );
  return ajv.compile(z.record(z.string(), z.unknown()).parse(JSON.parse(absolute)));
}
