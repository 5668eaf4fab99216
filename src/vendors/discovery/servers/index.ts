import type { Server } from '../server.ts';
import { llamaCpp, sglang, textGenerationInference, vllm } from './inference-engines.ts';
import { litellm } from './litellm.ts';
import { lmStudio } from './lm-studio.ts';
import { ollama } from './ollama.ts';
import { openrouter } from './openrouter.ts';

/** Portkey's gateway, which lists models as `@integration/model` and states nothing else of them. */
const portkey: Server = {
  title: 'Portkey',
  shownBy: ({ rows, headers }) =>
    Object.keys(headers).some((name) => name.startsWith('x-portkey-')) ||
    rows.some(({ id }) => typeof id === 'string' && /^@[^/\s]+\/./.test(id))
      ? 'proof'
      : undefined,
};

/** The servers that are told apart, those with a sign of their own first. */
export const servers: readonly Server[] = [
  openrouter,
  vllm,
  sglang,
  llamaCpp,
  portkey,
  lmStudio,
  ollama,
  litellm,
  textGenerationInference,
];
