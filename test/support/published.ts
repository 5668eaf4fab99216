import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Method } from '../../src/core/http.ts';

/**
 * Port's OpenAPI document of January 2026. It is the vendor's, and so not in this repository: it is
 * read where it lies beside the clone, and only when it is that very document.
 */

const place = new URL('../../../shared/specs/port.openapi.yaml', import.meta.url);
const edition = '99d7fbb2a869b60d829c7bcf608ed0b771cb1d91340de2dc0f72b39bb38fdb17';

const text = existsSync(place) ? readFileSync(place, 'utf8') : undefined;

/** Whether the document is here. */
export const isPublishedHere =
  text !== undefined && createHash('sha256').update(text).digest('hex') === edition;

/** Says once a file what is not compared, so that a green run hides nothing. */
export function sayWhatIsMissing(tests: number): void {
  if (isPublishedHere) return;
  process.stderr.write(
    `port.openapi.yaml is not here: ${tests} comparisons of the sandbox with it are skipped\n`,
  );
}

const json = z.object({
  'application/json': z.object({ schema: z.record(z.string(), z.unknown()) }),
});
const operation = z.object({
  requestBody: z.object({ content: json }).optional(),
  responses: z.record(z.string(), z.object({ content: json.optional() })),
});
const document = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

let read: z.infer<typeof document>['paths'] | undefined;

/** Paths and what they hold; empty where the document is not here. */
function paths() {
  return (read ??= text === undefined ? {} : document.parse(parse(text)).paths);
}

function operationOf(method: Method, path: string) {
  const found = paths()[path]?.[method.toLowerCase()];
  return found === undefined ? undefined : operation.parse(found);
}

/** The path of the document that a request went to; undefined where it has none. */
export function publishedPath(method: Method, pathname: string): string | undefined {
  const fits = (pattern: string) =>
    new RegExp(`^${pattern.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(pathname);
  const found = Object.keys(paths()).filter(
    (each) => fits(each) && operationOf(method, each) !== undefined,
  );
  return found.find((each) => !each.includes('{')) ?? found[0];
}

const ajv = new Ajv2020({ strict: false, validateFormats: false });
const compiled = new Map<string, ValidateFunction>();

function compile(key: string, schema: unknown): ValidateFunction {
  const found = compiled.get(key) ?? ajv.compile(z.record(z.string(), z.unknown()).parse(schema));
  compiled.set(key, found);
  return found;
}

/** The check of a request's body; undefined where the document describes none. */
export function requestCheck(method: Method, path: string): ValidateFunction | undefined {
  const schema = operationOf(method, path)?.requestBody?.content['application/json'].schema;
  return schema && compile(`${method} ${path}`, schema);
}

/** The check of an answer's body; undefined where the document describes none. */
export function answerCheck(
  method: Method,
  path: string,
  status: number,
): ValidateFunction | undefined {
  const described = operationOf(method, path)?.responses[String(status)];
  const schema = described?.content?.['application/json'].schema;
  return schema && compile(`${method} ${path} ${status}`, schema);
}

/** Whether the document knows this status of a route. */
export function isPublishedStatus(method: Method, path: string, status: number): boolean {
  return operationOf(method, path)?.responses[String(status)] !== undefined;
}
