import { describe, expect, test } from 'vitest';
import { Secret } from '../../../../src/core/secret.ts';
import type { CreateDraft } from '../../../../src/operations/integrations/create-request.ts';
import { createWords } from '../../../../src/operations/integrations/create-words.ts';
import { kindOf } from '../../../../src/planes/portkey/kinds/index.ts';

const secret = new Secret('hush');
const nothing: CreateDraft = {
  values: {},
  secretMappings: [],
  access: { grants: [] },
  dryRun: false,
};
const wordsOf = (draft: Partial<CreateDraft>) =>
  createWords({ ...nothing, ...draft })
    .slice(2)
    .join(' ');

describe('the command that creates the same', () => {
  test.each<[string, Partial<CreateDraft>, string]>([
    ['of nothing yet', {}, ''],
    [
      'has a file in the place of a secret, a header and a document',
      {
        kind: kindOf('vertex-ai'),
        values: {
          vertex_service_account_json: { type: 'service_account', private_key: secret },
          custom_headers: { 'x-a': secret, 'x-b': secret },
          key: secret,
        },
      },
      'vertex-ai --service-account-file <file> --custom-header x-a=@<file> --custom-header x-b=@<file> --value-file <file>',
    ],
    [
      'has a switch without a value, and none that is off',
      {
        kind: kindOf('vertex-ai'),
        values: { vertex_map_metadata: true, is_key_required: false },
      },
      'vertex-ai --map-metadata',
    ],
    [
      'names what a vault holds',
      {
        kind: kindOf('groq'),
        secretMappings: [
          { target_field: 'key', secret_reference_id: 'ref', secret_key: 'part' },
          { target_field: 'configurations.x_y', secret_reference_id: 'other' },
        ],
      },
      'groq --secret-reference ref:part --secret-reference x_y=other',
    ],
    [
      'forces a provider that the catalogue lacks',
      { kind: kindOf('newer-than-portai'), models: 'all' },
      'newer-than-portai --allow-all --force',
    ],
  ])('%s', (_, draft, words) => {
    expect(wordsOf(draft)).toBe(words);
  });

  test('takes from the file what the file gave', () => {
    const values = { openai_organization: 'org', openai_project: 'p' };
    const draft = { ...nothing, kind: kindOf('openai'), values };
    const file = { path: 'c.json', values: { openai_organization: 'org' } };
    expect(createWords(draft, file).slice(2)).toEqual([
      ...['openai', '--config-file', 'c.json', '--openai-project', 'p'],
    ]);
  });
});
