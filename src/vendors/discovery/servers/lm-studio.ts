import { rowsOf, textOf, tokens } from '../rows.ts';
import type { StatedFacts } from '../served-model.ts';
import { everyRow, type Server } from '../server.ts';

const route = 'GET /api/v0/models';

/**
 * LM Studio. A model has the window that it was loaded with; for one that is not loaded, only what it
 * could have is known. Source: its REST API, `GET /api/v0/models`.
 */
export const lmStudio: Server = {
  title: 'LM Studio',
  shownBy: (list) =>
    everyRow(list, (row) => row['owned_by'] === 'organization_owner') ? 'hint' : undefined,
  more: () => [
    {
      path: '/api/v0/models',
      read: (body) => {
        const rows = rowsOf(body).filter((row) => textOf(row, 'state') !== undefined);
        if (rows.length === 0) return undefined;
        return new Map(
          rows.map((row): [string, StatedFacts] => {
            const most = tokens(row, 'max_context_length', route).contextWindow?.value;
            const loaded = tokens(row, 'loaded_context_length', route);
            return [
              textOf(row, 'id') ?? '',
              {
                ...loaded,
                ...(row['type'] === 'embeddings'
                  ? { otherUse: { value: 'an embedding model', source: `${route}: type` } }
                  : {}),
                ...(loaded.contextWindow || most === undefined
                  ? {}
                  : { remark: `It is not loaded; it could be, with up to ${most} tokens.` }),
              },
            ];
          }),
        );
      },
    },
  ],
};
