import { fieldsOf } from '../../../core/text/json.ts';
import { textOf, tokens } from '../rows.ts';
import { everyRow, type Server } from '../server.ts';

/** Servers of one model each, which write its window into their list or into a route of their own. */

/** vLLM. Source: `ModelCard` of its OpenAI-compatible server, `max_model_len` and `owned_by`. */
export const vllm: Server = {
  title: 'vLLM',
  shownBy: (list) => (everyRow(list, (row) => row['owned_by'] === 'vllm') ? 'proof' : undefined),
  facts: (row) => tokens(row, 'max_model_len', 'GET /models'),
};

/** SGLang, whose list is vLLM's with another owner. */
export const sglang: Server = {
  title: 'SGLang',
  shownBy: (list) => (everyRow(list, (row) => row['owned_by'] === 'sglang') ? 'proof' : undefined),
  facts: (row) => tokens(row, 'max_model_len', 'GET /models'),
};

/**
 * llama.cpp's server. The window is that of a slot, which is what a request gets; `n_ctx_train` of its
 * list is what the model was trained for. Source: `GET /props` in the README of its server.
 */
export const llamaCpp: Server = {
  title: 'llama.cpp',
  shownBy: (list) =>
    list.headers['server'] === 'llama.cpp' ||
    everyRow(list, (row) => row['owned_by'] === 'llamacpp')
      ? 'proof'
      : undefined,
  more: (models) => [
    {
      path: '/props',
      read: (body) => {
        const settings = fieldsOf(fieldsOf(body)?.['default_generation_settings']);
        const [model, second] = models;
        if (!settings || model === undefined || second !== undefined) return undefined;
        const route = 'GET /props: default_generation_settings';
        return new Map([[model, tokens(settings, 'n_ctx', route)]]);
      },
    },
  ],
};

/** Hugging Face's Text Generation Inference. Source: `GET /info` of its API reference. */
export const textGenerationInference: Server = {
  title: 'Text Generation Inference',
  shownBy: (list) =>
    everyRow(list, (row) => row['owned_by'] === row['id'] && row['created'] === 0)
      ? 'hint'
      : undefined,
  more: ([model]) => [
    {
      path: '/info',
      read: (body) => {
        const info = fieldsOf(body);
        if (model === undefined || textOf(info, 'model_id') === undefined) return undefined;
        return new Map([[model, tokens(info, 'max_total_tokens', 'GET /info')]]);
      },
    },
  ],
};
