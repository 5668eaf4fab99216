import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BedrockClient,
  CreateFoundationModelAgreementCommand,
  GetFoundationModelAvailabilityCommand,
  GetGuardrailCommand,
  GetInferenceProfileCommand,
  GetUseCaseForModelAccessCommand,
  ListFoundationModelAgreementOffersCommand,
  ListFoundationModelsCommand,
  ListGuardrailsCommand,
  ListInferenceProfilesCommand,
  PutUseCaseForModelAccessCommand,
} from '@aws-sdk/client-bedrock';
import {
  ApplyGuardrailCommand,
  BedrockRuntimeClient,
  ConverseCommand,
} from '@aws-sdk/client-bedrock-runtime';
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePolicyCommand,
  SimulateCustomPolicyCommand,
  SimulatePrincipalPolicyCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { requestHandler } from '../../src/aws/request-handler.ts';
import { guardrailProfileFrom } from '../../src/aws/iam-documents/guardrail-profiles.ts';
import { openSandbox, type Sandbox } from '../../src/sandbox/open.ts';
import { freshFolder, portai } from '../support/run.ts';

/** The clients that AWS publishes, against the simulated AWS: roles, and what becomes of them. */

const region = 'eu-west-1';
const account = '111122223333';
const haiku = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const profile = `arn:aws:bedrock:${region}:${account}:inference-profile/eu.${haiku}`;
const model = (at: string) => `arn:aws:bedrock:${at}::foundation-model/${haiku}`;
const externalId = 'port-0123456789abcdef0123456789abcdef';
const portRole = (place: string) =>
  `arn:aws:iam::185657066287:role/port-ai-bring-your-own-llm-${place}`;

/** The sandbox's clock stands still, and the clients sign by it. */
const start = Date.parse('2026-08-01T12:00:00Z');
let laterMs = 0;
let slept: number[] = [];
let sandbox: Sandbox;

const opened = (dir?: string) =>
  openSandbox({
    now: () => new Date(start + laterMs),
    sleep: (milliseconds) => {
      slept.push(milliseconds);
      return Promise.resolve();
    },
    ...(dir === undefined ? {} : { dir }),
  });

beforeEach(() => {
  laterMs = 0;
  slept = [];
  sandbox = opened();
});

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const keys = (accessKeyId: string): Keys => ({ accessKeyId, secretAccessKey: 'any' });
const admin = keys('AKIASANDBOX0000ADMIN');

const settings = (credentials: Keys) => ({
  region,
  credentials,
  maxAttempts: 1,
  systemClockOffset: start - Date.now(),
  requestHandler: requestHandler(sandbox.simulated),
});
const iam = (of = admin) => new IAMClient(settings(of));
const sts = (of = admin) => new STSClient(settings(of));
const control = (of = admin) => new BedrockClient(settings(of));
const runtime = (of: Keys) => new BedrockRuntimeClient(settings(of));

const trusting = (principals: string | readonly string[], id: string | undefined = externalId) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { AWS: principals },
      ...(id === '' ? {} : { Condition: { StringEquals: { 'sts:ExternalId': id } } }),
    },
  ],
});
const forPort = trusting([portRole('eu-west-1'), portRole('us-east-1')]);

const destinations = [
  'eu-central-1',
  'eu-central-2',
  'eu-north-1',
  'eu-south-1',
  'eu-south-2',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
];
const invoke = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];
const strict = (regions = destinations) => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: invoke, Resource: profile },
    {
      Effect: 'Allow',
      Action: invoke,
      Resource: regions.map(model),
      Condition: { StringEquals: { 'bedrock:InferenceProfileArn': profile } },
    },
  ],
});

const create = (RoleName: string, trust: unknown = forPort) =>
  iam().send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
const put = (RoleName: string, document: unknown, PolicyName = 'bedrock-invoke') =>
  iam().send(
    new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(document) }),
  );

const form = (words: Readonly<Record<string, string>>) => ({
  method: 'POST' as const,
  url: new URL(`https://sts.${region}.amazonaws.com/`),
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(words).toString(),
});

/** AssumeRole as Port does it: the keys, or the text of the refusal. */
async function asPort(RoleName: string, id: string | undefined = externalId) {
  const { status, body } = await sandbox.simulated(
    form({
      Action: 'AssumeRole',
      RoleArn: `arn:aws:iam::${account}:role/${RoleName}`,
      RoleSessionName: 'port',
      ...(id === '' ? {} : { ExternalId: id }),
    }),
  );
  const text = (tag: string) => new RegExp(`<${tag}>([^<]+)`).exec(body)?.[1] ?? '';
  if (status !== 200) return `${text('Code')}: ${text('Message')}`;
  return {
    accessKeyId: text('AccessKeyId'),
    secretAccessKey: text('SecretAccessKey'),
    sessionToken: text('SessionToken'),
  };
}

async function portKeys(RoleName: string): Promise<Keys> {
  const answer = await asPort(RoleName);
  if (typeof answer === 'string') throw new Error(answer);
  return answer;
}

const converse = (of: Keys, id = `eu.${haiku}`, guardrail?: string) =>
  runtime(of).send(
    new ConverseCommand({
      modelId: id,
      messages: [{ role: 'user', content: [{ text: 'Reply with the word pong.' }] }],
      ...(guardrail === undefined
        ? {}
        : { guardrailConfig: { guardrailIdentifier: guardrail, guardrailVersion: '1' } }),
    }),
  );

describe('a role', () => {
  test('is made, read, listed, tagged and removed', async () => {
    const made = await iam().send(
      new CreateRoleCommand({
        RoleName: 'port-bedrock',
        Description: 'For Port <AI>',
        AssumeRolePolicyDocument: JSON.stringify(forPort),
        MaxSessionDuration: 7200,
        PermissionsBoundary: `arn:aws:iam::${account}:policy/edge`,
        Tags: [{ Key: 'managed-by', Value: 'portai' }],
      }),
    );
    expect(made.Role?.Arn).toBe(`arn:aws:iam::${account}:role/port-bedrock`);
    await create('other');
    await iam().send(
      new TagRoleCommand({ RoleName: 'other', Tags: [{ Key: 'team', Value: 'a b' }] }),
    );

    const { Role } = await iam().send(new GetRoleCommand({ RoleName: 'port-bedrock' }));
    expect(Role).toMatchObject({
      RoleName: 'port-bedrock',
      Description: 'For Port <AI>',
      MaxSessionDuration: 7200,
      CreateDate: new Date(start),
      PermissionsBoundary: { PermissionsBoundaryArn: `arn:aws:iam::${account}:policy/edge` },
      Tags: [{ Key: 'managed-by', Value: 'portai' }],
    });
    const trust = Role?.AssumeRolePolicyDocument ?? '';
    expect(trust).not.toContain('{');
    expect(JSON.parse(decodeURIComponent(trust))).toEqual(forPort);

    const { Roles = [], IsTruncated } = await iam().send(new ListRolesCommand({}));
    expect(Roles.map(({ RoleName }) => RoleName)).toEqual(['other', 'port-bedrock']);
    expect(Roles.some(({ Tags }) => Tags && Tags.length > 0)).toBe(false);
    expect(IsTruncated).toBe(false);
    const { Tags } = await iam().send(new ListRoleTagsCommand({ RoleName: 'other' }));
    expect(Tags).toEqual([{ Key: 'team', Value: 'a b' }]);

    await iam().send(new DeleteRoleCommand({ RoleName: 'port-bedrock' }));
    await expect(
      iam().send(new GetRoleCommand({ RoleName: 'port-bedrock' })),
    ).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The role with name port-bedrock cannot be found.',
    });
  });

  test('is listed page by page', async () => {
    for (const name of ['a', 'b', 'c']) await create(name);
    const first = await iam().send(new ListRolesCommand({ MaxItems: 2 }));
    expect(first.IsTruncated).toBe(true);
    const { Marker } = first;
    const second = await iam().send(new ListRolesCommand({ Marker, MaxItems: 2 }));
    const names = [...(first.Roles ?? []), ...(second.Roles ?? [])].map((each) => each.RoleName);
    expect(names).toEqual(['a', 'b', 'c']);
    expect(second.IsTruncated).toBe(false);
  });

  test('keeps inline policies, and cannot go before them', async () => {
    const RoleName = 'port-bedrock';
    const PolicyName = 'bedrock-invoke';
    await create(RoleName);
    await put(RoleName, strict());
    const { PolicyNames } = await iam().send(new ListRolePoliciesCommand({ RoleName }));
    expect(PolicyNames).toEqual([PolicyName]);
    const { PolicyDocument = '' } = await iam().send(
      new GetRolePolicyCommand({ RoleName, PolicyName }),
    );
    expect(JSON.parse(decodeURIComponent(PolicyDocument))).toEqual(strict());
    const attached = await iam().send(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect(attached.AttachedPolicies).toEqual([]);

    const remove = () => iam().send(new DeleteRoleCommand({ RoleName }));
    await expect(remove()).rejects.toMatchObject({ name: 'DeleteConflictException' });
    await iam().send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    await expect(
      iam().send(new GetRolePolicyCommand({ RoleName, PolicyName })),
    ).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    await remove();
  });

  test('keeps both of two policies that come at once', async () => {
    await create('port-bedrock');
    await Promise.all(['one', 'two'].map((name) => put('port-bedrock', strict(), name)));
    const { PolicyNames } = await iam().send(
      new ListRolePoliciesCommand({ RoleName: 'port-bedrock' }),
    );
    expect(PolicyNames).toEqual(['one', 'two']);
  });

  test('is refused where IAM refuses it', async () => {
    await create('port-bedrock');
    await expect(create('Port-Bedrock')).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
    });
    await expect(create('a b')).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(create('a'.repeat(65))).rejects.toMatchObject({ name: 'ValidationError' });
    const withTrust = (AssumeRolePolicyDocument: string) =>
      iam().send(new CreateRoleCommand({ RoleName: 'new', AssumeRolePolicyDocument }));
    await expect(withTrust('not json')).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
    });
    for (const stranger of [
      portRole('eu-west-9'),
      `arn:aws:iam::${account}:role/not-there`,
      'AROAEXAMPLE',
    ]) {
      await expect(create('new', trusting(stranger)), stranger).rejects.toMatchObject({
        name: 'MalformedPolicyDocumentException',
        message: `Invalid principal in policy: "AWS":"${stranger}"`,
      });
    }
    await expect(
      create('new', trusting(portRole('eu-west-1'), 'x'.repeat(2048))),
    ).rejects.toMatchObject({ name: 'LimitExceededException' });
    const { Roles = [] } = await iam().send(new ListRolesCommand({}));
    expect(Roles).toHaveLength(1);
  });

  test('holds 10,240 characters of inline policies, blanks not counted', async () => {
    await create('port-bedrock');
    const sized = (size: number) => {
      const statement = { Effect: 'Allow', Action: 'bedrock:*', Resource: '' };
      const empty = JSON.stringify({ Statement: [statement] }).length;
      return { Statement: [{ ...statement, Resource: 'r'.repeat(size - empty) }] };
    };
    const PolicyDocument = JSON.stringify(sized(10_000), null, 200);
    await iam().send(
      new PutRolePolicyCommand({ RoleName: 'port-bedrock', PolicyName: 'one', PolicyDocument }),
    );
    await put('port-bedrock', sized(240), 'two');
    await expect(put('port-bedrock', sized(241), 'two')).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Maximum policy size of 10240 bytes exceeded for role port-bedrock',
    });
    await expect(put('port-bedrock', forPort, 'three')).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
    });
  });

  test('cannot be made by a key without permission, nor by keys of a role that may not', async () => {
    await create('port-bedrock');
    await put('port-bedrock', strict());
    const send = (of: Keys) =>
      iam(of).send(
        new CreateRoleCommand({
          RoleName: 'new',
          AssumeRolePolicyDocument: JSON.stringify(forPort),
        }),
      );
    await expect(send(keys('AKIA0000000FORBIDDEN'))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:iam::${account}:user/simulated is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::${account}:role/new because no identity-based policy allows the iam:CreateRole action`,
    });
    await expect(send(await portKeys('port-bedrock'))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    await expect(send(keys('AKIA000000000INVALID'))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
    });
  });
});

describe('the simulator of policies', () => {
  const asked = {
    ActionNames: invoke,
    ResourceArns: [model('eu-north-1')],
    ContextEntries: [
      {
        ContextKeyName: 'bedrock:InferenceProfileArn',
        ContextKeyType: 'string' as const,
        ContextKeyValues: [profile],
      },
    ],
  };
  const simulate = async (name: string, question: Partial<typeof asked> = asked) => {
    const { EvaluationResults = [] } = await iam().send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: `arn:aws:iam::${account}:role/${name}`,
        ...asked,
        ...question,
      }),
    );
    return EvaluationResults;
  };

  test('decides by the inline policies of a role, and names the context that is missing', async () => {
    await create('port-bedrock');
    expect((await simulate('port-bedrock')).map(({ EvalDecision }) => EvalDecision)).toEqual([
      'implicitDeny',
      'implicitDeny',
    ]);
    await put('port-bedrock', strict());
    expect(await simulate('port-bedrock')).toMatchObject(
      invoke.map((EvalActionName) => ({
        EvalActionName,
        EvalResourceName: model('eu-north-1'),
        EvalDecision: 'allowed',
        MissingContextValues: [],
      })),
    );
    const [without] = await simulate('port-bedrock', { ContextEntries: [] });
    expect(without).toMatchObject({
      EvalDecision: 'implicitDeny',
      MissingContextValues: ['bedrock:InferenceProfileArn'],
    });
  });

  test('tells an organization that forbids it', async () => {
    await create('port-firewall');
    await put('port-firewall', strict());
    expect((await simulate('port-firewall'))[0]).toMatchObject({
      EvalDecision: 'explicitDeny',
      OrganizationsDecisionDetail: { AllowedByOrganizations: false },
    });
  });

  test('decides by policies that no role has, and knows no role that is not there', async () => {
    const { EvaluationResults } = await iam().send(
      new SimulateCustomPolicyCommand({ PolicyInputList: [JSON.stringify(strict())], ...asked }),
    );
    expect(EvaluationResults?.[0]?.EvalDecision).toBe('allowed');
    await expect(simulate('not-there')).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });
});

describe('AssumeRole of a role that IAM has', () => {
  const denied = (name: string) =>
    `AccessDenied: User: arn:aws:sts::185657066287:assumed-role/port/simulated is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${account}:role/${name}`;

  test('lets Port in with the external id only', async () => {
    await create('port-bedrock');
    expect(await asPort('port-bedrock')).toHaveProperty('sessionToken');
    for (const wrong of [`${externalId}0`, externalId.toUpperCase(), '']) {
      expect(await asPort('port-bedrock', wrong), wrong).toBe(denied('port-bedrock'));
    }
  });

  test('lets Port in by either of its roles', async () => {
    for (const place of ['eu-west-1', 'us-east-1']) {
      await create(`for-${place}`, trusting(portRole(place)));
      expect(await asPort(`for-${place}`)).toHaveProperty('sessionToken');
    }
  });

  test('follows the trust policy as it is now', async () => {
    const change = (trust: unknown) =>
      iam().send(
        new UpdateAssumeRolePolicyCommand({
          RoleName: 'port-bedrock',
          PolicyDocument: JSON.stringify(trust),
        }),
      );
    await create('port-bedrock', trusting(`arn:aws:iam::${account}:root`));
    expect(await asPort('port-bedrock')).toBe(denied('port-bedrock'));
    await change(forPort);
    expect(await asPort('port-bedrock')).toHaveProperty('sessionToken');
    const [allow] = forPort.Statement;
    const foreign = { ...allow, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };
    await change({ ...forPort, Statement: [foreign] });
    expect(await asPort('port-bedrock')).toBe(denied('port-bedrock'));
    await change({ ...forPort, Statement: [{ ...allow, Action: 'sts:TagSession' }] });
    expect(await asPort('port-bedrock')).toBe(denied('port-bedrock'));
    const deny = { Effect: 'Deny', Action: '*', Principal: '*' };
    await change({ ...forPort, Statement: [allow, deny] });
    expect(await asPort('port-bedrock')).toBe(denied('port-bedrock'));
  });

  test('lets a signed caller in by its own ARN, with the negative control of a twin', async () => {
    const { Arn = '' } = await sts().send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe(`arn:aws:iam::${account}:user/sandbox-admin`);
    await create('portai-preflight-0123abcd', trusting(Arn));
    const assume = (id?: string) =>
      sts().send(
        new AssumeRoleCommand({
          RoleArn: `arn:aws:iam::${account}:role/portai-preflight-0123abcd`,
          RoleSessionName: 'portai',
          ...(id === undefined ? {} : { ExternalId: id }),
        }),
      );
    expect((await assume(externalId)).Credentials?.SessionToken).toBeDefined();
    await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(await asPort('portai-preflight-0123abcd')).toBe(denied('portai-preflight-0123abcd'));
  });

  test('still heeds the words in its name, and knows of other roles only the examples', async () => {
    await create('port-denied');
    expect(await asPort('port-denied')).toBe(denied('port-denied'));
    expect(await asPort('not-in-iam', '')).toBe(denied('not-in-iam'));
    expect(await asPort('example-not-in-iam', '')).toHaveProperty('sessionToken');
  });

  test('of `slowiam` acts for six seconds as if the last change had not happened', async () => {
    await create('port-slowiam');
    expect(await asPort('port-slowiam')).toBe(denied('port-slowiam'));
    laterMs += 5999;
    expect(await asPort('port-slowiam')).toBe(denied('port-slowiam'));
    laterMs += 1;
    const role = await portKeys('port-slowiam');
    await put('port-slowiam', strict());
    expect(await asPort('port-slowiam')).toHaveProperty('sessionToken');
    await expect(converse(role)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    laterMs += 6000;
    await expect(converse(role)).resolves.toMatchObject({ stopReason: 'end_turn' });
    // It is not one of the credentials that let everybody wait.
    expect(slept).toEqual([]);
  });
});

describe('keys of a role that IAM has', () => {
  const refusal = (action: string, resource: string, why: string) => ({
    name: 'AccessDeniedException',
    message: `User: arn:aws:sts::${account}:assumed-role/port-bedrock/simulated is not authorized to perform: bedrock:${action} on resource: ${resource} ${why}`,
  });
  const noPolicy = (action: string) =>
    `because no identity-based policy allows the bedrock:${action} action`;

  test('call what the policies allow, through the profile and in every destination', async () => {
    await create('port-bedrock');
    const role = await portKeys('port-bedrock');
    const wanted = (resource: string) => refusal('InvokeModel', resource, noPolicy('InvokeModel'));
    await expect(converse(role)).rejects.toMatchObject(wanted(profile));
    await put('port-bedrock', strict(destinations.filter((each) => each !== 'eu-north-1')));
    await expect(converse(role)).rejects.toMatchObject(wanted(model('eu-north-1')));
    await put('port-bedrock', strict());
    await expect(converse(role)).resolves.toMatchObject({ stopReason: 'end_turn' });
    await expect(converse(role, `global.${haiku}`)).rejects.toMatchObject(
      wanted(profile.replace('/eu.', '/global.')),
    );
    await expect(converse(role, haiku)).rejects.toMatchObject(wanted(model(region)));
  });

  test('need the region-less model for a global profile', async () => {
    const profiles = `arn:aws:bedrock:*:${account}:inference-profile/*.${haiku}`;
    const compact = (at: string) => ({
      Statement: [
        { Effect: 'Allow', Action: invoke, Resource: profiles },
        {
          Effect: 'Allow',
          Action: invoke,
          Resource: model(at),
          Condition: { StringLike: { 'bedrock:InferenceProfileArn': profiles } },
        },
      ],
    });
    await create('port-bedrock');
    const role = await portKeys('port-bedrock');
    await put('port-bedrock', compact('eu-*'));
    await expect(converse(role, `global.${haiku}`)).rejects.toMatchObject(
      refusal('InvokeModel', model(''), noPolicy('InvokeModel')),
    );
    await put('port-bedrock', compact('*'));
    await expect(converse(role, `global.${haiku}`)).resolves.toBeDefined();
  });

  test('are asked for each part of a global profile in a region of its own', async () => {
    const everywhere = profile.replace('/eu.', '/global.');
    const through = { 'bedrock:InferenceProfileArn': everywhere };
    const statement = (Resource: string, at: string, more = {}) => ({
      Effect: 'Allow',
      Action: invoke,
      Resource,
      Condition: { StringEquals: { 'aws:RequestedRegion': at, ...more } },
    });
    const parts = [
      statement(everywhere, region),
      statement(model(region), region, through),
      statement(model(''), 'unspecified', through),
    ];
    await create('port-bedrock');
    const role = await portKeys('port-bedrock');
    await put('port-bedrock', { Statement: parts });
    await expect(converse(role, `global.${haiku}`)).resolves.toBeDefined();
    for (const [index, missing] of [everywhere, model(region), model('')].entries()) {
      await put('port-bedrock', { Statement: parts.filter((_part, each) => each !== index) });
      await expect(converse(role, `global.${haiku}`)).rejects.toMatchObject(
        refusal('InvokeModel', missing, noPolicy('InvokeModel')),
      );
    }
  });

  test('are refused by an explicit deny in its own words', async () => {
    await create('port-bedrock');
    const deny = { Effect: 'Deny', Action: '*', Resource: model('eu-south-2') };
    await put('port-bedrock', { Statement: [...strict().Statement, deny] });
    await expect(converse(await portKeys('port-bedrock'))).rejects.toMatchObject(
      refusal(
        'InvokeModel',
        model('eu-south-2'),
        'with an explicit deny in an identity-based policy',
      ),
    );
  });

  test('are refused by a permissions boundary, which the simulator tells apart', async () => {
    await iam().send(
      new CreateRoleCommand({
        RoleName: 'port-bedrock',
        AssumeRolePolicyDocument: JSON.stringify(forPort),
        PermissionsBoundary: `arn:aws:iam::${account}:policy/bedrock-denied`,
      }),
    );
    await put('port-bedrock', strict());
    await expect(converse(await portKeys('port-bedrock'))).rejects.toMatchObject(
      refusal(
        'InvokeModel',
        profile,
        'because no permissions boundary allows the bedrock:InvokeModel action',
      ),
    );
    const { EvaluationResults } = await iam().send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: `arn:aws:iam::${account}:role/port-bedrock`,
        ActionNames: ['bedrock:InvokeModel'],
        ResourceArns: [profile],
      }),
    );
    expect(EvaluationResults).toMatchObject([
      {
        EvalDecision: 'implicitDeny',
        PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
      },
    ]);
  });

  test('have no word in what a name ends with by chance', async () => {
    await create('portai-preflight-0bad0123');
    await put('portai-preflight-0bad0123', strict());
    const role = await portKeys('portai-preflight-0bad0123');
    await expect(converse(role)).resolves.toMatchObject({ stopReason: 'end_turn' });
  });

  test('need a permission of its own for a guardrail', async () => {
    const guardrail = `arn:aws:bedrock:${region}:${account}:guardrail/abc123def456`;
    await create('port-bedrock');
    await put('port-bedrock', strict());
    const role = await portKeys('port-bedrock');
    const apply = () =>
      runtime(role).send(
        new ApplyGuardrailCommand({
          guardrailIdentifier: 'abc123def456',
          guardrailVersion: '1',
          source: 'INPUT',
          content: [{ text: { text: 'Reply with the word pong.' } }],
        }),
      );
    const wanted = refusal('ApplyGuardrail', guardrail, noPolicy('ApplyGuardrail'));
    await expect(apply()).rejects.toMatchObject(wanted);
    await expect(converse(role, undefined, 'abc123def456')).rejects.toMatchObject(wanted);
    const statement = { Effect: 'Allow', Action: 'bedrock:ApplyGuardrail', Resource: guardrail };
    await put('port-bedrock', { Statement: [statement] }, 'guardrail');
    expect((await apply()).action).toBe('NONE');
    await expect(converse(role, undefined, 'abc123def456')).resolves.toBeDefined();
  });

  test('need the guardrail and its profile in every region, where it works across them', async () => {
    const id = 'exampleacross1';
    const guardrail = `arn:aws:bedrock:${region}:${account}:guardrail/${id}`;
    const there = (where: string) =>
      `arn:aws:bedrock:${where}:${account}:guardrail-profile/eu.guardrail.v1:0`;
    await create('port-bedrock');
    await put('port-bedrock', strict());
    const role = await portKeys('port-bedrock');
    const allow = (Resource: readonly string[]) =>
      put(
        'port-bedrock',
        { Statement: [{ Effect: 'Allow', Action: 'bedrock:ApplyGuardrail', Resource }] },
        'guardrail',
      );
    const evaluated = guardrailProfileFrom('eu.guardrail.v1:0', region).destinations ?? [];
    const all = [guardrail, ...evaluated.map(there)];
    for (const missing of all) {
      await allow(all.filter((each) => each !== missing));
      await expect(converse(role, undefined, id)).rejects.toMatchObject(
        refusal('ApplyGuardrail', missing, noPolicy('ApplyGuardrail')),
      );
    }
    await allow(all);
    await expect(converse(role, undefined, id)).resolves.toBeDefined();
  });

  test('open nothing once the role is gone, even when it was made anew', async () => {
    await create('port-bedrock', forPort);
    const role = await portKeys('port-bedrock');
    await iam().send(new DeleteRoleCommand({ RoleName: 'port-bedrock' }));
    await expect(converse(role)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await create('port-bedrock', forPort);
    await put('port-bedrock', strict());
    await expect(converse(role)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(converse(await portKeys('port-bedrock'))).resolves.toBeDefined();
  });

  test('may not look at the control plane without a permission', async () => {
    await create('port-bedrock');
    await put('port-bedrock', strict());
    const role = await portKeys('port-bedrock');
    await expect(control(role).send(new ListInferenceProfilesCommand({}))).rejects.toMatchObject(
      refusal('ListInferenceProfiles', '*', noPolicy('ListInferenceProfiles')),
    );
  });
});

describe("Bedrock's control plane", () => {
  test('lists models of one provider with their lifecycle', async () => {
    const { modelSummaries = [] } = await control().send(
      new ListFoundationModelsCommand({ byProvider: 'Anthropic' }),
    );
    const lifecycle = (id: string) =>
      modelSummaries.find(({ modelId }) => modelId === id)?.modelLifecycle;
    expect(modelSummaries.map(({ providerName }) => providerName)).not.toContain('Amazon');
    expect(lifecycle(haiku)).toEqual({ status: 'ACTIVE' });
    expect(lifecycle('anthropic.claude-sonnet-4-20250514-v1:0')).toMatchObject({
      status: 'LEGACY',
      legacyTime: new Date('2026-04-14T00:00:00Z'),
      endOfLifeTime: new Date('2026-10-14T00:00:00Z'),
    });
  });

  test('lists the profiles of a region with their destinations, and gives each', async () => {
    const { inferenceProfileSummaries = [] } = await control().send(
      new ListInferenceProfilesCommand({ typeEquals: 'SYSTEM_DEFINED' }),
    );
    const ids = inferenceProfileSummaries.map(({ inferenceProfileId }) => inferenceProfileId);
    expect(ids).toContain(`eu.${haiku}`);
    expect(ids).toContain(`global.${haiku}`);
    expect(ids).not.toContain(`us.${haiku}`);
    const found = await control().send(
      new GetInferenceProfileCommand({ inferenceProfileIdentifier: `eu.${haiku}` }),
    );
    expect(found.inferenceProfileArn).toBe(profile);
    expect(found.models?.map(({ modelArn }) => modelArn).sort()).toEqual(destinations.map(model));
    const everywhere = await control().send(
      new GetInferenceProfileCommand({ inferenceProfileIdentifier: `global.${haiku}` }),
    );
    expect(everywhere.models).toEqual([{ modelArn: model(region) }, { modelArn: model('') }]);
    await expect(
      control().send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: `us.${haiku}` })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const own = await control().send(
      new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION' }),
    );
    expect(own.inferenceProfileSummaries).toEqual([]);
  });

  test('has one guardrail', async () => {
    const { guardrails } = await control().send(new ListGuardrailsCommand({}));
    expect(guardrails).toMatchObject([{ id: 'abc123def456', status: 'READY', name: 'no-pong' }]);
    const get = (guardrailIdentifier: string, guardrailVersion: string) =>
      control().send(new GetGuardrailCommand({ guardrailIdentifier, guardrailVersion }));
    expect(await get('abc123def456', '1')).toMatchObject({
      guardrailId: 'abc123def456',
      guardrailArn: `arn:aws:bedrock:${region}:${account}:guardrail/abc123def456`,
      version: '1',
      status: 'READY',
    });
    const across = await get('exampleacross1', '1');
    expect(across.crossRegionDetails).toEqual({
      guardrailProfileId: 'eu.guardrail.v1:0',
      guardrailProfileArn: `arn:aws:bedrock:${region}:${account}:guardrail-profile/eu.guardrail.v1:0`,
    });
    for (const [id, version] of [
      ['abc123def456', '7'],
      ['missing1', '1'],
    ] as const) {
      await expect(get(id, version)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    }
  });
});

describe('an account that agreed to nothing yet', () => {
  const fresh = keys('AKIA0000000000NEWACC');
  const gates = (of: Keys) =>
    control(of).send(new GetFoundationModelAvailabilityCommand({ modelId: haiku }));
  const submit = (formData: string) =>
    control(fresh).send(
      new PutUseCaseForModelAccessCommand({ formData: new TextEncoder().encode(formData) }),
    );

  test('calls a model after the form and the agreement, in this order', async () => {
    await expect(
      control(fresh).send(new GetUseCaseForModelAccessCommand({})),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await gates(fresh)).toMatchObject({
      authorizationStatus: 'NOT_AUTHORIZED',
      agreementAvailability: { status: 'NOT_AVAILABLE' },
      regionAvailability: 'AVAILABLE',
    });
    await expect(converse(fresh)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const { offers = [] } = await control(fresh).send(
      new ListFoundationModelAgreementOffersCommand({ modelId: haiku }),
    );
    expect(offers[0]?.termDetails?.legalTerm?.url).toMatch(/^https:/);
    const offerToken = offers[0]?.offerToken ?? '';
    const agree = (token = offerToken) =>
      control(fresh).send(
        new CreateFoundationModelAgreementCommand({ modelId: haiku, offerToken: token }),
      );
    await expect(agree()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });

    const filled = JSON.stringify({ companyName: 'Acme', intendedUsers: '0' });
    await submit(filled);
    const { formData } = await control(fresh).send(new GetUseCaseForModelAccessCommand({}));
    expect(new TextDecoder().decode(formData)).toBe(filled);
    expect((await gates(fresh)).authorizationStatus).toBe('AUTHORIZED');
    await expect(converse(fresh)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: "You don't have access to the model with the specified model ID.",
    });

    await expect(agree('wrong')).rejects.toMatchObject({ name: 'ValidationException' });
    await agree();
    expect((await gates(fresh)).agreementAvailability?.status).toBe('AVAILABLE');
    await expect(converse(fresh)).resolves.toBeDefined();
  });

  test('is refused a form of the wrong size or kind', async () => {
    for (const wrong of ['{"a":1}', JSON.stringify({ a: 'x'.repeat(16_384) }), 'no json at all']) {
      await expect(submit(wrong)).rejects.toMatchObject({ name: 'ValidationException' });
    }
  });

  test('is another account than the usual one, where all is agreed', async () => {
    const { Account } = await sts(fresh).send(new GetCallerIdentityCommand({}));
    expect(Account).toBe('444455556666');
    expect(await gates(admin)).toMatchObject({
      authorizationStatus: 'AUTHORIZED',
      agreementAvailability: { status: 'AVAILABLE' },
    });
    const { formData } = await control().send(new GetUseCaseForModelAccessCommand({}));
    expect(JSON.parse(new TextDecoder().decode(formData))).toHaveProperty('companyName');
    await create('port-bedrock');
    const { Roles } = await iam(fresh).send(new ListRolesCommand({}));
    expect(Roles).toEqual([]);
  });
});

test('roles and agreements are shared through a folder, and forgotten by a reset', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'portai-aws-'));
  try {
    sandbox = opened(folder);
    await create('port-bedrock+a=b,c.d@e_f');
    sandbox = opened(folder);
    const get = () => iam().send(new GetRoleCommand({ RoleName: 'PORT-bedrock+a=b,c.d@e_f' }));
    expect((await get()).Role?.RoleName).toBe('port-bedrock+a=b,c.d@e_f');
    await sandbox.reset();
    await expect(get()).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  } finally {
    await rm(folder, { recursive: true });
  }
});

describe("the sandbox's connection test", () => {
  const cause = z.object({
    error: z.object({
      details: z.object({
        portai: z.object({ models: z.record(z.string(), z.looseObject({ cause: z.string() })) }),
      }),
    }),
  });

  test('passes once trust, external id and permissions of the role are right', async () => {
    const dir = freshFolder();
    sandbox = opened(join(dir, 'sandbox'));
    const env = { PORTAI_SANDBOX: '1' };
    const secret = (value: string) =>
      portai('secrets set ext --value-stdin', { dir, env, stdin: value });
    const validated = async () => {
      const ran = await portai(
        `providers put bedrock --role-arn arn:aws:iam::${account}:role/port-bedrock --region ${region} --external-id-secret ext --validate --json`,
        { dir, env },
      );
      if (ran.code === 0) return 'passes';
      const line = ran.stderr.split('\n').find((each) => each.includes('"error"')) ?? '';
      const { models } = cause.parse(JSON.parse(line)).error.details.portai;
      return [...new Set(Object.values(models).map((each) => each.cause))].join();
    };
    await portai('secrets add ext --value-stdin', { dir, env, stdin: 'port-another-external-id' });
    await create('port-bedrock');
    expect(await validated()).toBe('ROLE_NOT_ASSUMABLE');
    await secret(externalId);
    expect(await validated()).toBe('IAM_PROFILE_DENIED');
    const everything = { Effect: 'Allow', Action: invoke, Resource: '*' };
    const profiles = { ...everything, Resource: 'arn:aws:bedrock:*:*:inference-profile/*' };
    await put('port-bedrock', { Statement: [profiles] });
    expect(await validated()).toBe('IAM_MODEL_DENIED');
    await put('port-bedrock', { Statement: [{ ...everything, Action: invoke[0] }] });
    expect(await validated()).toBe('IAM_STREAM_DENIED');
    await put('port-bedrock', { Statement: [everything] });
    expect(await validated()).toBe('passes');
  });
});
