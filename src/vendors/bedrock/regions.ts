/** AWS' commercial regions. China and those of governments are left out: control planes refuse them. */
export interface AwsRegion {
  readonly name: string;
  readonly city: string;
  /** Whether Bedrock has an endpoint of its own there. */
  readonly servesBedrock: boolean;
  /** Whether an account has to switch the region on first. */
  readonly optIn: boolean;
}

/** When the table was last compared with its source. */
export const regionsChecked = {
  on: '2026-11-26',
  by: "botocore 1.43.11 (AWS' partitions and the endpoints of Bedrock)",
} as const;

const table = `
af-south-1 Cape Town
ap-east-1 Hong Kong
ap-east-2 Taipei
ap-northeast-1 Tokyo
ap-northeast-2 Seoul
ap-northeast-3 Osaka
ap-south-1 Mumbai
ap-south-2 Hyderabad
ap-southeast-1 Singapore
ap-southeast-2 Sydney
ap-southeast-3 Jakarta
ap-southeast-4 Melbourne
ap-southeast-5 Malaysia
ap-southeast-6 New Zealand
ap-southeast-7 Thailand
ca-central-1 Canada Central
ca-west-1 Calgary
eu-central-1 Frankfurt
eu-central-2 Zurich
eu-north-1 Stockholm
eu-south-1 Milan
eu-south-2 Spain
eu-west-1 Ireland
eu-west-2 London
eu-west-3 Paris
il-central-1 Tel Aviv
me-central-1 UAE
me-south-1 Bahrain
mx-central-1 Mexico Central
sa-east-1 São Paulo
us-east-1 N. Virginia
us-east-2 Ohio
us-west-1 N. California
us-west-2 Oregon`;

/** Regions that every account has from the start: those older than March 2019, as AWS documents it. */
const always = new Set(
  'ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2'.split(
    ' ',
  ),
);

export const regions: readonly AwsRegion[] = table
  .trim()
  .split('\n')
  .map((line) => {
    const [name = '', ...city] = line.split(' ');
    return {
      name,
      city: city.join(' '),
      servesBedrock: name !== 'ap-east-1',
      optIn: !always.has(name),
    };
  });

export const regionNames: readonly string[] = regions.map(({ name }) => name);

/** `ap-southeast-1 (Singapore)`; a region that is not in the table by its name alone. */
export function withCity(region: string): string {
  const known = regions.find(({ name }) => name === region);
  return known === undefined ? region : `${region} (${known.city})`;
}
