import type { CatalogueModel } from '../../src/vendors/bedrock/catalogue-rows.ts';

/**
 * Inference profiles as a sample of AWS lists them, taken over by hand and apart from the table that is
 * tested: aws-solutions-library-samples/guidance-for-claude-code-with-amazon-bedrock, commit 064fdc0,
 * source/claude_code_with_bedrock/models.py. Left out: models that have ended, GovCloud, the profile of
 * Europe for Sonnet 4.5 and its worldwide one, which name regions that do not exist.
 */
const models = [
  {
    name: 'claude-opus-4-6',
    baseId: 'anthropic.claude-opus-4-6-v1',
    geographies: {
      us: 'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 ca-west-1',
      eu: 'eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-3',
      au: 'ap-southeast-2 ap-southeast-4',
    },
    global:
      'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 me-south-1 me-central-1 af-south-1 il-central-1 sa-east-1',
  },
  {
    name: 'claude-opus-4-5-20251101',
    baseId: 'anthropic.claude-opus-4-5-20251101-v1:0',
    geographies: { us: 'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1' },
    global:
      'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 sa-east-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4',
  },
  {
    name: 'claude-opus-4-1-20250805',
    baseId: 'anthropic.claude-opus-4-1-20250805-v1:0',
    geographies: { us: 'us-east-1 us-east-2 us-west-2' },
    global: '',
  },
  {
    name: 'claude-sonnet-4-5-20250929',
    baseId: 'anthropic.claude-sonnet-4-5-20250929-v1:0',
    geographies: {
      us: 'us-east-1 us-east-2 us-west-1 us-west-2',
      jp: 'ap-northeast-1 ap-northeast-3',
    },
    global: '',
  },
  {
    name: 'claude-haiku-4-5-20251001',
    baseId: 'anthropic.claude-haiku-4-5-20251001-v1:0',
    geographies: {
      us: 'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1',
      eu: 'eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3',
      jp: 'ap-northeast-1 ap-northeast-3',
      au: 'ap-southeast-2 ap-southeast-4',
    },
    global:
      'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 sa-east-1',
  },
] as const;

const words = (text: string) => text.split(' ').filter(Boolean);

const common = {
  disputed: [],
  complete: true,
  contradicted: false,
  by: ['sample'],
  checked: '2026-11-26',
} as const;

const prefixes = ['us', 'eu', 'jp', 'au'] as const;

/** In the sample each of these profiles routes to the regions from which it can be called. */
export const awsSampleProfiles: readonly CatalogueModel[] = models.map(
  ({ name, baseId, geographies, global }) => {
    const lists: Readonly<Partial<Record<(typeof prefixes)[number], string>>> = geographies;
    return {
      name,
      baseId,
      profiles: [
        ...prefixes.flatMap((prefix) => {
          const regions = words(lists[prefix] ?? '');
          return regions.length === 0 ? [] : [{ ...common, prefix, from: regions, to: regions }];
        }),
        ...(global === '' ? [] : [{ ...common, prefix: 'global', from: words(global) } as const]),
      ],
    };
  },
);
