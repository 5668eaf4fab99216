import type { BedrockAccess } from '../../aws/iam-documents/access.ts';
import { checkedOn } from '../../vendors/bedrock/catalogue-rows.ts';
import {
  regionDenyHint,
  reachesWorld,
  type Permissions,
} from '../../aws/iam-documents/permissions.ts';
import type { Report } from '../ports.ts';

/** Where the regions in a policy are from: the list of portai alone, or the account where it tells. */
export type RegionsFrom = 'account or list' | 'list';

/** Says which form a policy has and why, how old what it names is, and how to compare it with AWS. */
export function notePolicy(
  report: Report,
  { form, why }: Permissions,
  access: BedrockAccess,
  from: RegionsFrom,
): void {
  const geographic = geographicIn(access)[0];
  if (form === 'strict' && geographic !== undefined) {
    const known =
      from === 'list'
        ? `as known on ${checkedOn}`
        : `as AWS lists them, or, where it may not be asked, as known on ${checkedOn}`;
    report.note(
      [
        `This is the strict form: it names every region that the profiles route to, ${known}.`,
        'AWS adds regions. What it says today:',
        `  aws bedrock get-inference-profile --region ${access.region} --inference-profile-identifier ${geographic}`,
      ].join('\n'),
    );
  }
  if (form === 'compact' && why !== undefined) {
    report.note(`This is the compact form, with wildcards for regions: ${why}.`);
  }
  if (reachesWorld(access)) report.note(regionDenyHint);
}

const geographicIn = ({ models }: BedrockAccess): readonly string[] =>
  models === 'all'
    ? []
    : models.flatMap(({ profiles }) =>
        profiles.flatMap(({ id, reach }) => (reach === 'geography' ? [id] : [])),
      );
