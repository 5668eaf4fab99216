import { Option, type Command } from 'commander';
import { fail } from '../core/fail.ts';
import type { Secret } from '../core/secret.ts';
import { readDeployment } from '../planes/portkey/kinds/azure-deployments.ts';
import {
  anyKindFields,
  type Kind,
  type KindField,
  type KindValues,
} from '../planes/portkey/kinds/define.ts';
import {
  problemInOpenValue,
  secretValueOf,
  valueInTheOpen,
} from '../planes/portkey/kinds/typed-values.ts';
import type { Context } from './context.ts';
import { readSecretValue } from './secret-value.ts';
import { readGivenFile } from './stdin.ts';

/** Flags of a command, as commander has read them. */
type ParsedFlags = Readonly<Record<string, unknown>>;

/** Reads the values that were given by the flags of a kind. Rejects with a usage error for one that cannot be. */
export type ReadKindValues = (context: Context, given: ParsedFlags) => Promise<KindValues>;

const collect = (word: string, before: string[] | undefined) => [...(before ?? []), word];

const headerHint = 'NAME=@FILE; the file holds the value; repeat for more';

/** Hangs the flags of a kind on its command: its way of signing in, its fields, host and headers. */
export function addKindOptions(command: Command, kind: Kind): ReadKindValues {
  const { auth } = kind;
  const readers: [string, ReadField][] = [];
  if (auth) {
    const ways = auth.modes.map(({ id, title }) => `${id} (${title})`).join(', ');
    const option = new Option(auth.flag, `how to sign in: ${ways}`);
    command.addOption(option);
    readers.push([auth.field, ({ given }) => Promise.resolve(given[option.attributeName()])]);
  }
  const { custom_host: host, custom_headers: headers } = anyKindFields;
  for (const [name, field] of Object.entries({ ...kind.fields, custom_host: host })) {
    readers.push([name, addField(command, field)]);
  }
  const option = new Option(
    `${headers.flag} <spec>`,
    `header to send to the provider (${headerHint})`,
  );
  command.addOption(option.argParser(collect));
  readers.push([
    'custom_headers',
    ({ context, given }) => readHeaders(context, given[option.attributeName()]),
  ]);
  return async (context, given) => {
    const values: Record<string, unknown> = {};
    for (const [name, read] of readers) {
      const value = await read({ context, given });
      if (value !== undefined) values[name] = value;
    }
    return values;
  };
}

type ReadField = (from: {
  readonly context: Context;
  readonly given: ParsedFlags;
}) => Promise<unknown>;

function addField(command: Command, field: KindField): ReadField {
  if (field.secret === true) return addSecretField(command, field);
  const about = field.hint === undefined ? field.label : `${field.label} (${field.hint})`;
  const option = new Option(field.flag, about);
  if (field.repeated === true) option.argParser(collect);
  command.addOption(option);
  const name = option.attributeName();
  return ({ context, given }) => {
    const value = plainValue(field, given[name]);
    if (typeof value === 'string') context.vouchFor(value);
    return Promise.resolve(value);
  };
}

/** A value that everybody may read: a switch, a text, or the deployments of Azure. */
function plainValue(field: KindField, given: unknown): unknown {
  const flag = flagOf(field);
  if (Array.isArray(given)) {
    return given.map((spec: unknown) => {
      const read = readDeployment(String(spec));
      if ('deployment' in read) return read.deployment;
      throw fail('Usage', `${flag} ${read.says}`);
    });
  }
  const problem = typeof given === 'string' ? problemInOpenValue(given) : undefined;
  if (problem === valueInTheOpen) {
    const history = 'It may be in your shell history now: rotate it';
    throw fail('InvalidConfig', `${flag}: ${problem}. ${history}`);
  }
  if (problem !== undefined) throw fail('InvalidConfig', `${flag}: ${problem}`);
  return given;
}

/** The word of a field's flag: `--role-arn`. */
export const flagOf = ({ flag }: Pick<KindField, 'flag'>): string => flag.split(' ')[0] ?? flag;

function addSecretField(command: Command, field: KindField): ReadField {
  const flag = flagOf(field);
  const options = {
    file: new Option(`${flag}-file <file>`, `${field.label}: read it from a file`),
    env: new Option(`${flag}-env <name>`, `${field.label}: take an environment variable`),
    stdin: new Option(`${flag}-stdin`, `${field.label}: read it from stdin`),
  };
  const all = Object.values(options);
  for (const option of all) {
    option.conflicts(all.filter((each) => each !== option).map((each) => each.attributeName()));
    command.addOption(option);
  }
  return async ({ context, given }) => {
    const [file, variable] = [options.file, options.env].map((each) => given[each.attributeName()]);
    const stdin = given[options.stdin.attributeName()] === true;
    if (file === undefined && variable === undefined && !stdin) return undefined;
    const value = await readSecretValue(
      context,
      {
        valueStdin: stdin,
        valueFile: typeof file === 'string' ? file : undefined,
        valueEnv: typeof variable === 'string' ? variable : undefined,
        trim: true,
        keepNewline: false,
        skipClientChecks: false,
      },
      field.label,
      { flag },
    );
    return secretValueOf(field, value, context.hold);
  };
}

/** Reads `NAME=@FILE`, each value from its file. A value in the open is refused: it may be a key. */
async function readHeaders(context: Context, given: unknown): Promise<unknown> {
  if (!Array.isArray(given)) return undefined;
  const headers = new Map<string, Secret>();
  for (const spec of given.map(String)) {
    const [, name = '', file = ''] = /^([^=\s]+)=@(.+)$/.exec(spec) ?? [];
    if (file === '') throw withoutFile(spec);
    if (headers.has(name)) throw fail('Usage', `--custom-header ${name} is given twice`);
    headers.set(name, await headerValue(context, name, file));
  }
  return Object.fromEntries(headers);
}

function withoutFile(spec: string): Error {
  const name = /^[\w-]{1,64}(?==|$)/.exec(spec)?.[0];
  const shown = name === undefined ? '' : ` ${name}`;
  return /=[^@]/.test(spec)
    ? fail('Usage', `--custom-header${shown}: a value does not belong on the command line`, {
        hint: `Write it to a file and give ${name ?? 'NAME'}=@FILE. If it is a real key, it is in the shell history now: rotate it.`,
      })
    : fail('Usage', `--custom-header${shown} has no value`, {
        hint: `Give ${name ?? 'NAME'}=@FILE: the file holds the value.`,
      });
}

async function headerValue(context: Context, name: string, file: string): Promise<Secret> {
  const where = `--custom-header ${name}=@${file}`;
  const text = (await readGivenFile(context.runtime, file, where)).toString('utf8');
  const value = context.hold(text.replace(/\r?\n$/, ''));
  if (value.length > 0) return value;
  throw fail('EmptyValue', `--custom-header ${name}: the file holds no value`);
}
