import { Option, type Command } from 'commander';
import { z } from 'zod';
import { once } from '../core/once.ts';
import { readJson } from '../core/text/json.ts';
import { parseModelSpec } from '../planes/port/rules/model-spec.ts';
import { flagName, type Field, type ProviderType } from '../planes/port/provider-types/define.ts';
import type { Config } from '../planes/port/config.ts';
import { readGivenFile } from './stdin.ts';
import { fail } from '../core/fail.ts';

const headersFile = once(() => z.record(z.string(), z.string()));

type Stoppable = Parameters<typeof readGivenFile>[0];

/** All fields of a type, each once, in the order of its variants. */
function fieldsOf(type: ProviderType): [string, Field][] {
  const all = type.variants.flatMap(({ fields }) => Object.entries(fields));
  return [...new Map(all).entries()];
}

/** Hangs a type's flags on its command, and gives back how to read them into configuration values. */
export function addFieldOptions(
  command: Command,
  type: ProviderType,
): (flags: Readonly<Record<string, unknown>>, context: Stoppable) => Promise<Config> {
  const fields = fieldsOf(type).map(([key, field]) => {
    const option = new Option(
      field.flag,
      field.hint ? `${field.label} (${field.hint})` : field.label,
    );
    if (field.kind === 'models') {
      option.argParser((spec: string, before: string[] | undefined) => [...(before ?? []), spec]);
    }
    command.addOption(option);
    if (field.kind === 'switch') {
      command.addOption(new Option(`--no-${flagName(field).slice(2)}`).hideHelp());
    }
    return { key, field, name: option.attributeName() };
  });

  return async (flags, context) => {
    const config: Record<string, unknown> = {};
    for (const { key, field, name } of fields) {
      if (flags[name] === undefined) continue;
      config[key] = await valueOf(field, flags[name], context);
    }
    return config;
  };
}

async function valueOf(field: Field, given: unknown, context: Stoppable): Promise<unknown> {
  switch (field.kind) {
    case 'models':
      return z.array(z.string()).parse(given).map(parseModelSpec);
    case 'headers':
      return readHeaders(z.string().parse(given), context);
    default:
      return given;
  }
}

async function readHeaders(file: string, context: Stoppable): Promise<Record<string, string>> {
  const where = `--headers-file ${file}`;
  const text = (await readGivenFile(context, file, where)).toString('utf8');
  const headers = headersFile().safeParse(parseJson(text, where));
  if (headers.success) return headers.data;
  throw fail('Usage', `${where}: must be a JSON object with texts as values`, {
    hint: 'Such as {"x-team": "platform"}.',
  });
}

/** JSON of a file somebody wrote; where it breaks is said, what it holds is not repeated. */
export function parseJson(text: string, where: string): unknown {
  try {
    return readJson(text.replace(/^\ufeff/, ''));
  } catch (error) {
    const at = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
    const line = at === undefined ? undefined : text.slice(0, Number(at)).split('\n').length;
    throw fail('Usage', `${where}: is not JSON${line === undefined ? '' : ` (line ${line})`}`);
  }
}
