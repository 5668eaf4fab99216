import type { FoundProfile } from '../../aws/iam-documents/model-access.ts';
import { checkedOn } from '../../vendors/bedrock/catalogue-rows.ts';

/** What an AWS account said of Bedrock in a region, and when. */
export interface AccountAnswer {
  readonly account: string;
  /** ISO 8601. */
  readonly askedAt: string;
  readonly profiles: readonly FoundProfile[];
  readonly models: readonly { readonly baseId: string; readonly lifecycle?: string | undefined }[];
}

/** Gives what the account said of a region; undefined where that is not newer than portai's list. */
export type NewerAnswer = (region: string) => Promise<AccountAnswer | undefined>;

/** Whether an answer of the account is newer than the list that comes with portai. */
export const isNewer = ({ askedAt }: AccountAnswer): boolean =>
  Date.parse(askedAt) > Date.parse(checkedOn);

/** Which of the two lists is used, in a sentence. */
export function sourceOf(found: AccountAnswer | undefined): string {
  return found === undefined
    ? `Profiles as public lists had them on ${checkedOn}`
    : `Profiles as AWS account ${found.account} listed them on ${found.askedAt.slice(0, 10)}`;
}
