// Makes calls with Portkey's own client, the package portkey-ai, and prints what it gives.
// Usage: node portkey-client.mjs <file of the package>, with
// {"apiKey": …, "baseURL": …, "calls": [["integrations.list", argument…], …]} on stdin. The answer is a list
// with {"value": …}, {"error": {"status", "message"}} or {"missing": "integrations.list"} for each.
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

/**
 * A field of an object, as its class or itself has it.
 * @param {unknown} object
 * @param {string} name
 * @returns {unknown}
 */
const fieldOf = (object, name) =>
  typeof object === 'object' && object !== null ? Reflect.get(object, name) : undefined;

/** @type {unknown} */
const module = createRequire(import.meta.url)(process.argv[2] ?? '');
const { calls, ...options } = z
  .looseObject({ calls: z.array(z.tuple([z.string()], z.unknown())) })
  .parse(JSON.parse(await text(process.stdin)));
const Portkey = fieldOf(module, 'Portkey');
if (typeof Portkey !== 'function') throw new TypeError('The package has no Portkey');
/** @type {unknown} */
const client = Reflect.construct(Portkey, [options]);

/**
 * Calls a method by its path.
 * @param {string} path
 * @param {readonly unknown[]} args
 */
async function call(path, args) {
  const names = path.split('.');
  const owner = names.slice(0, -1).reduce(fieldOf, client);
  const method = fieldOf(owner, names.at(-1) ?? '');
  if (typeof method !== 'function') return { missing: path };
  try {
    /** @type {unknown} */
    const value = await Reflect.apply(method, owner, args);
    return { value: value ?? null };
  } catch (error) {
    return { error: { status: fieldOf(error, 'status'), message: fieldOf(error, 'message') } };
  }
}

const answers = [];
for (const [path, ...args] of calls) answers.push(await call(path, args));
process.stdout.write(JSON.stringify(answers));
