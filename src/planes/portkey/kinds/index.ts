import { anthropic } from './anthropic.ts';
import { azureAi } from './azure-ai.ts';
import { azureOpenai } from './azure-openai.ts';
import { bedrock } from './bedrock.ts';
import { catalogue } from './catalogue.ts';
import { cortex } from './cortex.ts';
import { databricks } from './databricks.ts';
import { defineKind, type Kind, type KindField } from './define.ts';
import { huggingface } from './huggingface.ts';
import { openai } from './openai.ts';
import { oracle } from './oracle.ts';
import { sagemaker } from './sagemaker.ts';
import { vertexAi } from './vertex-ai.ts';
import { workersAi } from './workers-ai.ts';

/** Kinds with settings of their own. */
export const kinds: readonly Kind[] = [
  ...[openai, anthropic, azureOpenai, azureAi, bedrock, sagemaker, vertexAi],
  ...[workersAi, huggingface, cortex, databricks, oracle],
];

/**
 * Returns the kind of an `ai_provider_id`. One without settings of its own takes a key, a custom host and
 * headers, and sends other fields as they are, as does one that is newer than the catalogue.
 */
export function kindOf(id: string): Kind {
  return (
    kinds.find((each) => each.id === id) ??
    defineKind({
      id,
      title: catalogue.find((each) => each.id === id)?.title ?? id,
      fields: {},
      open: true,
    })
  );
}

/** Returns a field of the first kind that has one of this name. */
export const fieldOfAnyKind = (name: string): KindField | undefined =>
  kinds.find(({ fields }) => Object.hasOwn(fields, name))?.fields[name];

/** Returns the flag that chooses how to sign in, of the kinds that hold the choice in this field. */
export const flagOfAnyChoice = (name: string): string | undefined =>
  kinds.find(({ auth }) => auth?.field === name)?.auth?.flag;

/**
 * Every field that is no secret, of whatever kind, for a change of an integration whose kind is not known
 * before it is read.
 */
export function everyPlainField(): Kind {
  const all = kinds.flatMap(({ fields }) => Object.entries(fields));
  const plain = all.filter(([, { secret }]) => secret !== true);
  return defineKind({ id: '', title: '', fields: Object.fromEntries(plain), open: true });
}
