import { Option, type Command } from 'commander';
import { z } from 'zod';
import type { Context } from '../../cli/context.ts';
import { parseJson } from '../../cli/field-options.ts';
import { readGivenFile } from '../../cli/stdin.ts';
import { fail } from '../../core/fail.ts';
import { once } from '../../core/once.ts';
import type { Secret } from '../../core/secret.ts';
import { fieldsOf } from '../../core/text/json.ts';
import type { ModelSwitches } from '../../operations/integrations/models-plan.ts';
import { problemInCustomHost } from '../../planes/portkey/custom-host.ts';
import { portkey } from '../../planes/portkey/plane.ts';
import { sendableHeaders } from '../../vendors/gateways/header-form.ts';
import { repeated } from './limit-flags.ts';

/** Adds the flags that make a model of one's own. */
export function addCustomModelOptions(command: Command): void {
  command
    .option('--base-model <model>', 'the model that a custom one is made of')
    .option('--finetune', 'it is a fine-tuned model')
    .option('--custom-host <url>', 'a host of its own, with its version path')
    .addOption(
      new Option(
        '--custom-header <name=@file>',
        'a header for that host; its value is read from the file',
      ).argParser(repeated),
    )
    .option('--pricing <file>', 'pricing_config as JSON; Portkey does not document its unit');
}

/** The form of those flags. */
export const customModelFlags = once(() =>
  z.object({
    baseModel: z.string().min(1).optional(),
    finetune: z.boolean().default(false),
    customHost: z.string().optional(),
    customHeader: z.array(z.string()).default([]),
    pricing: z.string().optional(),
  }),
);

type CustomModelFlags = z.infer<ReturnType<typeof customModelFlags>>;

const given = ({ baseModel, finetune, customHost, customHeader, pricing }: CustomModelFlags) =>
  finetune ||
  customHeader.length > 0 ||
  [baseModel, customHost, pricing].some((each) => each !== undefined);

/**
 * Makes a custom model of the flags; undefined where none of them is given.
 *
 * @throws a usage error for more than one model, a host that Portkey does not reach, and a header whose
 * value is not in a file.
 */
export async function customModelOf(
  context: Context,
  models: readonly string[],
  flags: CustomModelFlags,
): Promise<ModelSwitches['custom']> {
  if (!given(flags)) return undefined;
  const [slug, ...others] = models;
  if (slug === undefined || others.length > 0) {
    throw fail('Usage', 'The flags of a custom model take one model', {
      hint: 'Nothing was sent. Give each custom model by a command of its own.',
    });
  }
  const { baseModel, finetune, customHost, pricing } = flags;
  if (customHost !== undefined) await requireHost(context, customHost);
  const headers = await headersOf(context, flags.customHeader);
  const configurations = {
    ...(customHost === undefined ? {} : { custom_host: customHost }),
    ...(headers === undefined ? {} : { custom_headers: headers }),
  };
  return {
    slug,
    ...(finetune ? { is_finetune: true } : {}),
    ...(baseModel === undefined ? {} : { base_model_slug: baseModel }),
    ...(Object.keys(configurations).length === 0 ? {} : { configurations }),
    ...(pricing === undefined ? {} : { pricing_config: await pricingIn(context, pricing) }),
  };
}

/** Hosts of Portkey's own cloud, which reaches no private address. */
const isCloud = (url: string) => /(?:^|\.)portkey\.ai$/i.test(new URL(url).hostname);

async function requireHost({ plane }: Context, host: string): Promise<void> {
  const { value: address } = await plane(portkey).baseUrl();
  const problem = problemInCustomHost(host, { onCloud: isCloud(address) });
  if (problem === undefined) return;
  throw fail('Usage', `--custom-host ${problem}`, { hint: 'Nothing was sent.' });
}

async function headersOf(
  { runtime, hold }: Context,
  words: readonly string[],
): Promise<Readonly<Record<string, Secret>> | undefined> {
  if (words.length === 0) return undefined;
  const headers: Record<string, Secret> = {};
  for (const word of words) {
    const at = word.indexOf('=');
    const [name, file] = at < 1 ? [] : [word.slice(0, at), word.slice(at + 1)];
    if (name === undefined || file === undefined || !/^@./.test(file)) {
      throw fail('Usage', '--custom-header takes NAME=@FILE: the value stands in a file', {
        hint: 'Nothing was sent. A value on the command line is in the shell history now: if it was real, rotate it.',
      });
    }
    const where = `--custom-header ${name}`;
    const text = (await readGivenFile(runtime, file.slice(1), where)).toString('utf8');
    const value = hold(text.replace(/\r?\n$/, ''));
    const { error } = sendableHeaders().safeParse({ [name]: value.reveal() });
    if (value.reveal() === '' || error) {
      const why = error?.issues[0]?.message ?? 'the value is empty';
      throw fail('Usage', `${where}: ${why}`, { hint: 'Nothing was sent.' });
    }
    headers[name] = value;
  }
  return headers;
}

async function pricingIn(
  { runtime }: Context,
  file: string,
): Promise<Readonly<Record<string, unknown>>> {
  const where = `--pricing ${file}`;
  const text = (await readGivenFile(runtime, file, where)).toString('utf8');
  const pricing = fieldsOf(parseJson(text, where));
  if (pricing) return pricing;
  throw fail('Usage', `${where}: must be a JSON object`, {
    hint: 'Such as {"type": "static", "pay_as_you_go": {"request_token": {"price": 0.00003}}}.',
  });
}
