import { fieldsOf, type Fields } from '../../../core/text/json.ts';
import { rowsOf, textOf, textsOf, tokens } from '../rows.ts';
import type { StatedFacts } from '../served-model.ts';
import { everyRow, type FactsRequest, type RemarkRequest, type Server } from '../server.ts';

/** What LiteLLM's modes other than `chat`, `completion` and `responses` are. Source: its `ModelGroupInfo`. */
const otherUses: Readonly<Record<string, string>> = {
  embedding: 'an embedding model',
  image_generation: 'an image model',
  image_edit: 'an image model',
  video_generation: 'a video model',
  audio_transcription: 'a model for transcription',
  audio_speech: 'a model for speech',
  rerank: 'a model for ranking',
  moderation: 'a model for moderation',
  moderations: 'a model for moderation',
  ocr: 'a model for reading images',
  search: 'a search service',
};

function useOf(row: Fields | undefined, route: string): Pick<StatedFacts, 'otherUse'> {
  const value = otherUses[textOf(row, 'mode') ?? ''];
  return value === undefined ? {} : { otherUse: { value, source: `${route}: mode` } };
}

/**
 * Parameters that LiteLLM accepts for a model. For a model that is in none of its tables it lists all that
 * OpenAI has, so that they say nothing: such a model has no `mode`.
 */
function parametersOf(row: Fields, route: string): StatedFacts {
  const parameters = textsOf(row, 'supported_openai_params');
  if (parameters === undefined || textOf(row, 'mode') === undefined) return {};
  // False stands for "not known" as well: only that a model reasons is a statement.
  const reasons = row['supports_reasoning'] === true && parameters.includes('reasoning_effort');
  return {
    temperature: {
      value: parameters.includes('temperature'),
      source: `${route}: supported_openai_params`,
    },
    ...(reasons
      ? { reasoningEffort: { value: true, source: `${route}: supports_reasoning` } }
      : {}),
  };
}

const groups: FactsRequest = {
  path: '/model_group/info',
  read: (body) => {
    const rows = rowsOf(body).filter((row) => textOf(row, 'model_group') !== undefined);
    if (rows.length === 0) return undefined;
    const route = 'GET /model_group/info';
    return new Map(
      rows.map((row) => [
        textOf(row, 'model_group') ?? '',
        {
          ...tokens(row, 'max_input_tokens', route),
          ...parametersOf(row, route),
          ...useOf(row, route),
        },
      ]),
    );
  },
};

const deployments: FactsRequest = {
  path: '/model/info',
  read: (body) => {
    const rows = rowsOf(body).filter((row) => textOf(row, 'model_name') !== undefined);
    if (rows.length === 0) return undefined;
    const route = 'GET /model/info';
    const byModel = new Map<string, StatedFacts>();
    for (const row of rows) {
      const name = textOf(row, 'model_name') ?? '';
      const obeys = fieldsOf(row['model_info'])?.['supports_response_schema'];
      if (typeof obeys !== 'boolean') continue;
      // A name may have several deployments: what one of them cannot do is not promised for the name.
      const before = byModel.get(name)?.structuredOutputs?.value ?? true;
      const source = `${route}: supports_response_schema`;
      byModel.set(name, { structuredOutputs: { value: obeys && before, source } });
    }
    return byModel;
  },
};

/**
 * Whether the key is LiteLLM's master key, which may do everything. Its database has every other key:
 * where there is no database, or the key is not in it, the key that was taken is the master key. Source:
 * `info_key_fn` in litellm/proxy/management_endpoints/key_management_endpoints.py, version 1.106.2.
 */
const keyInfo: RemarkRequest = {
  path: '/key/info',
  read: ({ status, body }) => {
    const said = status >= 400 ? body.slice(0, 2000) : '';
    const isMaster = /database not connected|key not found in database/i.test(said);
    return isMaster
      ? 'This looks like the master key of LiteLLM, which may do everything there. Use a key of its own instead, made with POST /key/generate for these models.'
      : undefined;
  },
};

/**
 * LiteLLM's proxy. Its list has OpenAI as the owner of every model and one time of creation for all; its
 * routes for groups and deployments are free, and show a virtual key its own models. Source: answers of
 * version 1.106.2, and `ModelGroupInfo` in litellm/types/router.py.
 */
export const litellm: Server = {
  title: 'LiteLLM',
  shownBy: (list) => {
    if (Object.keys(list.headers).some((name) => name.startsWith('x-litellm-'))) return 'proof';
    const alike = everyRow(
      list,
      (row) => row['owned_by'] === 'openai' && row['created'] === 1_677_610_602,
    );
    return alike ? 'hint' : undefined;
  },
  facts: (row) => ({
    ...tokens(row, 'max_input_tokens', 'GET /models'),
    ...useOf(row, 'GET /models'),
  }),
  more: () => [groups, deployments],
  remarks: [keyInfo],
};
