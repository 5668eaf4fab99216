/**
 * What is publicly known of Claude on Bedrock. It ages: each row has the day on which it was compared,
 * and the sources. Where only an id is known, its regions are left open, never guessed.
 *
 * Not here, because no source shows them: profiles of `ca.`. LiteLLM's price list alone has `apac.` for
 * models after Sonnet 4; what AWS answered in Seoul (August 2026) and lists taken from AWS have none.
 */

export type Geography = 'us' | 'eu' | 'apac' | 'jp' | 'au' | 'in';

export const factSources = {
  page: "AWS' page of inference profiles, as public code quoted it in March 2026",
  sample: "AWS' sample guidance-for-claude-code-with-amazon-bedrock, July 2026",
  card: "AWS' model card of the model, as public code quotes it",
  announced: "AWS' announcements of cross-region inference",
  lifecycle: "AWS' page of legacy models, as awslabs/startups quotes it",
  answers: 'answers of Bedrock in public issues and repositories',
  litellm: "LiteLLM 1.110.2's table of models",
} as const;
export type FactSource = keyof typeof factSources;

/** One inference profile of a model. */
export interface ProfileRow {
  readonly prefix: Geography | 'global';
  /** Source regions: from them it can be called, and no source that lists them disagrees. */
  readonly from: readonly string[];
  /** Source regions that one source names and another leaves out. */
  readonly disputed: readonly string[];
  /** Whether these are all; else whether it can be called from another region is not known. */
  readonly complete: boolean;
  /** Regions to which it may route besides the one that is called; undefined when nobody says. */
  readonly to?: readonly string[];
  /** True when one source has the profile and another says that there is none. */
  readonly contradicted: boolean;
  readonly by: readonly FactSource[];
  readonly checked: string;
}

export interface Lifecycle {
  /** ISO date by which AWS called it legacy. */
  readonly legacy?: string;
  /** ISO date from which it is not served. */
  readonly end?: string;
  readonly by: readonly FactSource[];
}

export interface CatalogueModel {
  /** The vendor's name, which a control plane stores. */
  readonly name: string;
  /** The id of the foundation model, with its version. */
  readonly baseId: string;
  readonly lifecycle?: Lifecycle;
  readonly profiles: readonly ProfileRow[];
}

/** When every row was last compared with its sources. */
export const checkedOn = '2026-11-26';

const list = (text: string): readonly string[] => text.split(' ').filter(Boolean);

interface ProfileRegions {
  readonly from?: string;
  readonly disputed?: string;
  readonly open?: true;
  readonly to?: string;
  readonly contradicted?: boolean;
}

function row(
  prefix: ProfileRow['prefix'],
  by: readonly FactSource[],
  { from = '', disputed = '', open, to, contradicted = false }: ProfileRegions,
): ProfileRow {
  return {
    prefix,
    from: list(from),
    disputed: list(disputed),
    complete: open === undefined,
    ...(to === undefined ? {} : { to: list(to) }),
    contradicted,
    by,
    checked: checkedOn,
  };
}

/** Profiles of which the id is known, and not from where they can be called. */
const openRows = (prefixes: string, by: readonly FactSource[]): readonly ProfileRow[] =>
  list(prefixes).map((prefix) => row(prefixOf(prefix), by, { open: true }));

const prefixes: readonly ProfileRow['prefix'][] = ['us', 'eu', 'apac', 'jp', 'au', 'in', 'global'];
const prefixOf = (word: string) => prefixes.find((each) => each === word) ?? 'global';

const us3 = 'us-east-1 us-east-2 us-west-2';
const us4 = `${us3} us-west-1`;
const us5 = `${us4} ca-central-1`;
const us6 = `${us5} ca-west-1`;
const eu6 = 'eu-central-1 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-3';
const eu8 = `${eu6} eu-central-2 eu-west-2`;
const apac7 =
  'ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2';
const japan = 'ap-northeast-1 ap-northeast-3';
const australia = 'ap-southeast-2 ap-southeast-4';
const india = 'ap-south-1 ap-south-2';
const world = `${us5} sa-east-1 ${eu8} ${apac7} ap-southeast-3 ap-southeast-4`;
const farther = 'af-south-1 me-central-1 me-south-1 il-central-1';
const newer = 'ap-southeast-5 ap-southeast-7 mx-central-1';
const everywhere = `${world} ca-west-1 ap-east-2 ${farther} ${newer} ap-southeast-6`;

const both: readonly FactSource[] = ['page', 'sample'];
const priced: readonly FactSource[] = ['litellm', 'answers'];

const japanese = (by: readonly FactSource[]) => row('jp', by, { from: japan, to: japan });
const australian = (by: readonly FactSource[]) => row('au', by, { from: australia, to: australia });
const indian = row('in', ['answers', 'announced'], { from: 'ap-south-1', open: true, to: india });

export const catalogueRows: readonly CatalogueModel[] = [
  {
    name: 'claude-3-5-sonnet-20241022',
    baseId: 'anthropic.claude-3-5-sonnet-20241022-v2:0',
    lifecycle: { end: '2026-07-30', by: ['lifecycle'] },
    profiles: [row('us', ['page'], { from: us3 }), row('apac', ['page'], { from: apac7 })],
  },
  {
    name: 'claude-3-7-sonnet-20250219',
    baseId: 'anthropic.claude-3-7-sonnet-20250219-v1:0',
    lifecycle: { end: '2026-04-28', by: ['lifecycle'] },
    profiles: [
      row('us', both, { from: us3, to: us3 }),
      row('eu', both, {
        from: 'eu-north-1 eu-west-1 eu-west-3',
        disputed: 'eu-central-1',
        to: 'eu-central-1 eu-north-1 eu-west-1 eu-west-3',
      }),
      row('apac', both, { from: apac7, to: `${apac7} ap-southeast-4` }),
    ],
  },
  {
    name: 'claude-opus-4-20250514',
    baseId: 'anthropic.claude-opus-4-20250514-v1:0',
    lifecycle: { end: '2026-05-31', by: ['lifecycle'] },
    profiles: [row('us', both, { from: us3, to: us3 })],
  },
  {
    name: 'claude-sonnet-4-20250514',
    baseId: 'anthropic.claude-sonnet-4-20250514-v1:0',
    // Legacy six months before the end, which AWS promises as the least; awslabs/threat-composer names the day.
    lifecycle: { legacy: '2026-04-14', end: '2026-10-14', by: ['lifecycle', 'litellm', 'answers'] },
    profiles: [
      row('us', both, { from: us3, disputed: 'us-west-1', to: us3 }),
      row('eu', both, { from: eu6, disputed: 'il-central-1', to: eu6 }),
      row('apac', both, {
        from: apac7,
        disputed:
          'ap-east-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-7 me-central-1',
        to: `${apac7} ap-southeast-4`,
      }),
      row('global', both, {
        from: 'ap-northeast-1 eu-west-1 us-east-1 us-east-2 us-west-2',
        disputed:
          'us-west-1 eu-central-1 eu-north-1 eu-south-1 eu-south-2 eu-west-3 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-4',
      }),
    ],
  },
  {
    name: 'claude-opus-4-1-20250805',
    baseId: 'anthropic.claude-opus-4-1-20250805-v1:0',
    lifecycle: { end: '2027-01-08', by: ['litellm'] },
    profiles: [row('us', both, { from: us3, to: us3 }), ...openRows('eu', ['litellm'])],
  },
  {
    name: 'claude-sonnet-4-5-20250929',
    baseId: 'anthropic.claude-sonnet-4-5-20250929-v1:0',
    lifecycle: { end: '2027-04-08', by: ['litellm'] },
    profiles: [
      row('us', both, { from: us4, disputed: 'ca-central-1', to: us4 }),
      row('eu', both, { from: eu8, to: eu8 }),
      japanese([...both, 'announced']),
      australian(['page', 'announced']),
      row('global', both, {
        from: world,
        disputed: 'af-south-1 ca-west-1 me-central-1 il-central-1',
      }),
    ],
  },
  {
    // LiteLLM has 2026-10-15 for `eu.` alone: the first day on which AWS may end it, a year after its
    // start. It answered after that, and the other rows have no date.
    name: 'claude-haiku-4-5-20251001',
    baseId: 'anthropic.claude-haiku-4-5-20251001-v1:0',
    profiles: [
      row('us', both, { from: us5, to: us5 }),
      row('eu', both, { from: eu8, to: eu8 }),
      japanese([...both, 'announced']),
      australian([...both, 'announced']),
      indian,
      row('global', [...both, 'announced'], {
        from: world,
        disputed: `${farther} ap-east-2 ap-southeast-5 ap-southeast-7`,
      }),
    ],
  },
  {
    name: 'claude-opus-4-5-20251101',
    baseId: 'anthropic.claude-opus-4-5-20251101-v1:0',
    profiles: [
      row('us', both, { from: us5, to: us5 }),
      row('eu', ['page'], { from: eu8 }),
      row('global', both, { from: world, disputed: farther }),
    ],
  },
  {
    name: 'claude-opus-4-6',
    baseId: 'anthropic.claude-opus-4-6-v1',
    profiles: [
      row('us', both, { from: us6, to: us6 }),
      row('eu', both, { from: `${eu6} eu-central-2`, disputed: 'eu-west-2', to: eu8 }),
      australian(both),
      row('global', [...both, 'announced'], {
        from: `${world} ca-west-1 ap-east-2 ${farther} ap-southeast-5 ap-southeast-7`,
        disputed: 'mx-central-1',
      }),
    ],
  },
  {
    name: 'claude-sonnet-4-6',
    baseId: 'anthropic.claude-sonnet-4-6',
    profiles: [
      row('us', ['page'], { from: us6 }),
      row('eu', ['page', 'answers'], { from: eu8, to: eu6 }),
      row('jp', ['page'], { from: japan }),
      row('au', ['page'], { from: australia }),
      row('global', ['page', 'announced'], {
        from: `${world} ca-west-1 ap-east-2 ${farther} ${newer}`,
      }),
    ],
  },
  {
    name: 'claude-opus-4-7',
    baseId: 'anthropic.claude-opus-4-7',
    profiles: [...openRows('us eu jp au', priced), row('global', ['card'], { from: everywhere })],
  },
  {
    name: 'claude-opus-4-8',
    baseId: 'anthropic.claude-opus-4-8',
    profiles: openRows('us eu jp au global', priced),
  },
  {
    name: 'claude-opus-5',
    baseId: 'anthropic.claude-opus-5',
    profiles: [
      ...openRows('us eu au', ['card', 'litellm']),
      row('jp', ['litellm', 'card'], { open: true, contradicted: true }),
      row('in', ['announced'], { open: true }),
      ...openRows('global', ['card', 'litellm']),
    ],
  },
  {
    name: 'claude-opus-5-5',
    baseId: 'anthropic.claude-opus-5-5',
    profiles: [
      ...openRows('us eu', priced),
      row('jp', ['answers'], { from: 'ap-northeast-1', open: true, to: japan }),
      ...openRows('au', priced),
      row('global', ['card'], { from: everywhere }),
    ],
  },
  {
    name: 'claude-sonnet-5',
    baseId: 'anthropic.claude-sonnet-5',
    profiles: [
      row('us', ['answers', 'litellm'], { from: us3, open: true }),
      ...openRows('eu jp au', priced),
      indian,
      row('global', ['answers', 'litellm'], {
        from: 'ap-northeast-2 us-east-1 us-west-2',
        open: true,
      }),
    ],
  },
  {
    name: 'claude-sonnet-5-5',
    baseId: 'anthropic.claude-sonnet-5-5',
    profiles: openRows('us eu jp au global', priced),
  },
  {
    name: 'claude-haiku-5-5',
    baseId: 'anthropic.claude-haiku-5-5',
    profiles: openRows('us eu jp au global', priced),
  },
  {
    name: 'claude-fable-5',
    baseId: 'anthropic.claude-fable-5',
    profiles: openRows('us eu au global', priced),
  },
  {
    name: 'claude-fable-5-1',
    baseId: 'anthropic.claude-fable-5-1',
    profiles: openRows('us eu global', ['litellm']),
  },
  {
    // For vetted organizations only.
    name: 'claude-mythos-5-1',
    baseId: 'anthropic.claude-mythos-5-1',
    profiles: openRows('us global', ['litellm']),
  },
];
