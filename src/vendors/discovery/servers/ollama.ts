import { fieldsOf, type Fields } from '../../../core/text/json.ts';
import { textOf, textsOf } from '../rows.ts';
import type { StatedFacts } from '../served-model.ts';
import type { FactsRequest, Server } from '../server.ts';

/** The window that a model file sets; Ollama's own is small, and set where the server starts. */
function windowOf(shown: Fields): StatedFacts {
  const set = /^num_ctx\s+(\d{1,9})$/m.exec(textOf(shown, 'parameters') ?? '')?.[1];
  const source = 'POST /api/show: parameters';
  if (set !== undefined) return { contextWindow: { value: Number(set), source } };
  const info = fieldsOf(shown['model_info']) ?? {};
  const trained = Object.entries(info).find(([name]) => name.endsWith('.context_length'))?.[1];
  return typeof trained === 'number'
    ? {
        remark: `It was trained for ${trained} tokens. What Ollama serves is set where it starts (OLLAMA_CONTEXT_LENGTH), and is not stated.`,
      }
    : {};
}

function factsOf(shown: Fields): StatedFacts {
  const abilities = textsOf(shown, 'capabilities');
  const source = 'POST /api/show: capabilities';
  const writes = abilities?.includes('completion') ?? true;
  return {
    ...windowOf(shown),
    ...(writes ? {} : { otherUse: { value: 'no model for chats', source } }),
    ...(abilities?.includes('embedding') === true && !writes
      ? { otherUse: { value: 'an embedding model', source } }
      : {}),
  };
}

const shownAbout = (model: string): FactsRequest => ({
  path: '/api/show',
  body: { model },
  read: (body) => {
    const shown = fieldsOf(body);
    const isShown = shown && (shown['model_info'] ?? shown['capabilities'] ?? shown['details']);
    return isShown ? new Map([[model, factsOf(shown)]]) : undefined;
  },
});

/** Models that are asked for one by one; the rest keep the little that their list says. */
const mostShown = 8;

/**
 * Ollama, which owns what it pulled from its library. Source: its API reference, `POST /api/show` and the
 * OpenAI-compatible list.
 */
export const ollama: Server = {
  title: 'Ollama',
  shownBy: ({ rows }) =>
    rows.some((row) => row['owned_by'] === 'library' || row['owned_by'] === 'ollama')
      ? 'hint'
      : undefined,
  more: (models) => models.slice(0, mostShown).map(shownAbout),
};
