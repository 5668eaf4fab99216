import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { inSandbox, withIntegration } from '../support/portkey-integration.ts';
import { freshFolder, portai, type RunOptions } from '../support/run.ts';
import { script, type Answer } from '../support/script.ts';

const base = '--sandbox integrations workspaces';

const errorForm = z.object({
  error: z.object({
    details: z.object({ problems: z.array(z.object({ message: z.string() })) }),
  }),
});

const stored = (dir: string) => inSandbox(dir, 'GET', '/integrations/openai-prod/workspaces');

const row = (id: string, more: object): unknown =>
  expect.objectContaining({
    workspaces: expect.arrayContaining([expect.objectContaining({ id, ...more })]),
  });

describe('integrations workspaces grant', () => {
  test('gives access with a budget, its alert in percent, its reset and a rate', async () => {
    const dir = await withIntegration();
    const ran = await portai(
      `${base} grant openai-prod eng --budget-usd 500 --reset monthly --alert-at 80% --rate requests:100/min`,
      { dir },
    );
    expect(ran).toMatchObject({ code: 0 });
    // Source: reference §2.1, rows of PUT …/workspaces.
    expect(await stored(dir)).toEqual(
      row('eng', {
        enabled: true,
        usage_limits: [
          expect.objectContaining({
            type: 'cost',
            credit_limit: 500,
            alert_threshold: 400,
            periodic_reset: 'monthly',
          }),
        ],
        rate_limits: [{ type: 'requests', unit: 'rpm', value: 100 }],
      }),
    );
    expect(ran.stderr).toContain('500 USD a month, alert at 400 USD');
  });

  test('writes nothing when it is repeated, and says so', async () => {
    const dir = await withIntegration();
    const words = `${base} grant openai-prod eng --budget-tokens 2M --reset weekly`;
    expect(await portai(words, { dir })).toMatchObject({ code: 0 });
    const before = await stored(dir);
    expect(await portai(words, { dir })).toMatchObject({
      code: 0,
      stdout: 'unchanged\topenai-prod\n',
    });
    expect(await stored(dir)).toEqual(before);
  });

  test('takes a workspace by its UUID', async () => {
    const dir = await withIntegration();
    const list = await portai('--sandbox workspaces list', { dir });
    const uuid = /^research\tResearch\t(\S+)/m.exec(list.stdout)?.[1] ?? '';
    expect(await portai(`${base} grant openai-prod ${uuid}`, { dir })).toMatchObject({ code: 0 });
    expect(await stored(dir)).toEqual(row('research', { enabled: true }));
    const again = await portai(`${base} grant openai-prod ${uuid} research`, { dir });
    expect(again).toMatchObject({ code: 2 });
    expect(again.stderr).toContain('named twice');
  });

  test('shows with --dry-run the call that it would make, and makes none', async () => {
    const dir = await withIntegration();
    const ran = await portai(`${base} grant openai-prod eng --budget-usd 5 --dry-run --json`, {
      dir,
    });
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      dryRun: true,
      request: {
        method: 'PUT',
        path: '/integrations/openai-prod/workspaces',
        body: {
          workspaces: [
            {
              id: 'eng',
              enabled: true,
              usage_limits: [{ type: 'cost', credit_limit: 5 }],
              rate_limits: null,
            },
          ],
          override_existing_workspace_access: false,
        },
      },
    });
    expect(await stored(dir)).toEqual(row('eng', { enabled: false }));
  });

  test('to all workspaces leaves those that have access as they are, unless told otherwise', async () => {
    const dir = await withIntegration();
    await portai(`${base} grant openai-prod eng --budget-usd 500`, { dir });
    const ran = await portai(`${base} grant openai-prod --all-workspaces --budget-usd 50`, { dir });
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stderr).toContain('1 workspace has access already');
    expect(await stored(dir)).toEqual(
      row('eng', { usage_limits: [expect.objectContaining({ credit_limit: 500 })] }),
    );
    expect(await stored(dir)).toEqual(
      row('support', { usage_limits: [expect.objectContaining({ credit_limit: 50 })] }),
    );

    const all = `${base} grant openai-prod --all-workspaces --budget-usd 50 --override-existing`;
    const refused = await portai(all, { dir });
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stderr).toContain('eng: budget 500 USD → 50 USD');
    expect(await portai(`${all} --yes`, { dir })).toMatchObject({ code: 0 });
    expect(await stored(dir)).toEqual(
      row('eng', { usage_limits: [expect.objectContaining({ credit_limit: 50 })] }),
    );
  });

  test('gives new workspaces access with default limits, and pushes them onto the others with an override', async () => {
    const dir = await withIntegration();
    await portai(`${base} grant openai-prod eng --budget-usd 500`, { dir });
    const provision = `${base} grant openai-prod --auto-provision on --budget-usd 50 --reset monthly`;
    expect(await portai(provision, { dir })).toMatchObject({ code: 0 });
    expect(await stored(dir)).toMatchObject({
      global_workspace_access: {
        enabled: true,
        usage_limits: [expect.objectContaining({ credit_limit: 50, periodic_reset: 'monthly' })],
      },
    });
    expect(await stored(dir)).toEqual(row('support', { enabled: false }));
    expect(await portai(provision, { dir })).toMatchObject({ stdout: 'unchanged\topenai-prod\n' });

    const override = await portai(`${provision} --override-existing`, { dir });
    expect(override).toMatchObject({ code: 2 });
    expect(override.stderr).toMatch(/eng: budget 500 USD → 50 USD a month/);
    expect(await portai(`${provision} --override-existing --yes`, { dir })).toMatchObject({
      code: 0,
    });
    expect(await stored(dir)).toEqual(row('support', { enabled: true }));

    expect(await portai(`${base} grant openai-prod --auto-provision off`, { dir })).toMatchObject({
      code: 0,
    });
    expect(await stored(dir)).toMatchObject({ global_workspace_access: { enabled: false } });
  });
});

describe('integrations workspaces limits', () => {
  test('changes what is given and keeps the rest', async () => {
    const dir = await withIntegration();
    await portai(
      `${base} grant openai-prod eng --budget-usd 500 --reset 30 --alert-at 400 --rate tokens:50k/hour`,
      { dir },
    );
    expect(await portai(`${base} limits openai-prod eng --budget-usd 300`, { dir })).toMatchObject({
      code: 0,
    });
    const limits = await stored(dir);
    // An alert above the budget would never be sent.
    expect(limits).toEqual(
      row('eng', {
        usage_limits: [expect.objectContaining({ credit_limit: 300, periodic_reset_days: 30 })],
        rate_limits: [{ type: 'tokens', unit: 'rph', value: 50_000 }],
      }),
    );
    expect(JSON.stringify(limits)).not.toContain('"alert_threshold":400');
  });

  test('clears limits and counts anew', async () => {
    const dir = await withIntegration();
    await portai(`${base} grant openai-prod eng --budget-usd 500 --rate requests:1/day`, { dir });
    const words = `${base} limits openai-prod eng --clear-limits --reset-usage`;
    expect(await portai(words, { dir })).toMatchObject({ code: 0 });
    expect(await stored(dir)).toEqual(
      row('eng', {
        enabled: true,
        usage_limits: null,
        rate_limits: null,
        last_reset_at: expect.any(String),
      }),
    );
  });

  test('of a workspace without access is refused, with the command that gives it', async () => {
    const dir = await withIntegration();
    const ran = await portai(`${base} limits openai-prod eng --budget-usd 5`, { dir });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('portai --sandbox integrations workspaces grant openai-prod eng');
  });

  test('without a limit names the flags', async () => {
    const dir = await withIntegration();
    const ran = await portai(`${base} limits openai-prod eng`, { dir });
    expect(ran).toMatchObject({ code: 2 });
    expect(ran.stderr).toContain('--clear-limits');
  });
});

describe('integrations workspaces revoke', () => {
  test('takes access away and keeps the limits', async () => {
    const dir = await withIntegration();
    await portai(`${base} grant openai-prod eng --budget-usd 500`, { dir });
    expect(await portai(`${base} revoke openai-prod eng`, { dir })).toMatchObject({ code: 0 });
    expect(await stored(dir)).toEqual(
      row('eng', {
        enabled: false,
        usage_limits: [expect.objectContaining({ credit_limit: 500 })],
      }),
    );
    expect(await portai(`${base} revoke openai-prod eng`, { dir })).toMatchObject({
      code: 0,
      stdout: 'unchanged\topenai-prod\n',
    });
  });

  test('from all workspaces needs --yes where nobody can be asked', async () => {
    const dir = await withIntegration();
    await portai(`${base} grant openai-prod eng research`, { dir });
    expect(await portai(`${base} revoke openai-prod --all-workspaces`, { dir })).toMatchObject({
      code: 2,
    });
    expect(await stored(dir)).toEqual(row('eng', { enabled: true }));
    expect(
      await portai(`${base} revoke openai-prod --all-workspaces --yes`, { dir }),
    ).toMatchObject({ code: 0 });
    expect(await stored(dir)).toEqual(row('research', { enabled: false }));
  });
});

describe('limits that cannot be', () => {
  test.each([
    ['--budget-usd 0', /--budget-usd takes 1 or more; to take access away, revoke it/],
    ['--budget-tokens=-5', /--budget-tokens takes 1 or more/],
    ['--rate requests:0/min', /--rate takes 1 or more/],
    ['--budget-usd 5 --reset weekly --reset 30', /--reset takes one of weekly, monthly/],
    ['--budget-usd 5 --reset 366', /--reset takes weekly, monthly, never, or a number of days/],
    ['--alert-at 80%', /--alert-at needs a budget/],
    ['--budget-usd 5 --alert-at 6', /--alert-at is above the budget/],
    ['--budget-usd 5 --budget-tokens 100', /--budget-tokens excludes --budget-usd/],
    ['--rate 100', /--rate takes requests:<number>\/min/],
    ['--rate requests:1/min --rate tokens:1M/day', /--rate is taken once for a workspace.*: eng/],
  ])('%s: is a usage error, and nothing is written', async (flags, says) => {
    const dir = await withIntegration();
    const before = await stored(dir);
    const ran = await portai(`${base} grant openai-prod eng ${flags}`, { dir });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr.replace(/\s+/g, ' ')).toMatch(says);
    expect(await stored(dir)).toEqual(before);
  });

  test.each(['grant', 'limits'])(
    '%s: two rates are refused before anything is asked of Portkey, with the workspaces',
    async (verb) => {
      const server = script({});
      const rates = '--rate requests:2k/min --rate tokens:1M/day';
      const words = `integrations workspaces ${verb} openai-prod eng support ${rates}`;
      const ran = await portai(words, { env: key, send: server.send });
      expect(ran).toMatchObject({ code: 2, stdout: '' });
      expect(ran.stderr).toContain(
        '--rate is taken once for a workspace, not 2 times: eng, support',
      );
      expect(server.seen).toEqual([]);
    },
  );

  test('a limit of 0 comes with the command that revokes', async () => {
    const dir = await withIntegration();
    const ran = await portai(`${base} grant openai-prod eng --budget-usd 0`, { dir });
    expect(ran.stderr).toContain('portai --sandbox integrations workspaces revoke openai-prod eng');
  });
});

describe('a file of limits', () => {
  const inFile = (dir: string, text: string) => {
    const file = join(dir, 'limits.csv');
    writeFileSync(file, text);
    return file;
  };

  test('gives each workspace its own limits by one call', async () => {
    const dir = await withIntegration();
    const file = inFile(
      dir,
      'workspace,budget_usd,budget_tokens,reset,alert_at,rate\r\neng,500,,monthly,80%,requests:100/min\r\n\r\nresearch,,2000000,weekly,,\r\n',
    );
    expect(await portai(`${base} grant openai-prod --from-file ${file}`, { dir })).toMatchObject({
      code: 0,
    });
    expect(await stored(dir)).toEqual(
      row('eng', {
        usage_limits: [expect.objectContaining({ credit_limit: 500, alert_threshold: 400 })],
      }),
    );
    expect(await stored(dir)).toEqual(
      row('research', {
        usage_limits: [expect.objectContaining({ type: 'tokens', credit_limit: 2_000_000 })],
      }),
    );
  });

  test('is sent whole or not at all: each mistake has its line', async () => {
    const dir = await withIntegration();
    const file = inFile(
      dir,
      'workspace,budget_usd,reset\neng,500,monthly\nresaerch,5,\nsupport,0,yearly\neng,7,\n',
    );
    const ran = await portai(`${base} grant openai-prod --from-file ${file}`, { dir });
    // The first line with a mistake decides: its workspace is not there.
    expect(ran).toMatchObject({ code: 4 });
    const said = ran.stderr.replace(/\s+/g, ' ');
    expect(said).toContain('limits.csv line 3: There is no workspace resaerch');
    expect(said).toContain('limits.csv line 5: eng is named twice, first on limits.csv line 2');
    expect(said).toContain('limits.csv line 4: budget_usd takes 1 or more');
    expect(said).toContain('limits.csv line 4: reset takes weekly, monthly');
    expect(await stored(dir)).toEqual(row('eng', { enabled: false }));

    const unknown = inFile(dir, 'workspace,budget_usd\neng,5\nresaerch,5\n');
    const missed = await portai(`${base} grant openai-prod --from-file ${unknown}`, { dir });
    expect(missed).toMatchObject({ code: 4 });
    expect(missed.stderr.replace(/\s+/g, ' ')).toMatch(
      /limits\.csv line 3: .* Did you mean research\?/,
    );
    expect(await stored(dir)).toEqual(row('eng', { enabled: false }));
  });

  test('has every mistake of every kind told at once, in the order of lines, a line each', async () => {
    const dir = await withIntegration();
    const file = inFile(
      dir,
      [
        'workspace,budget_usd,rate',
        'resaerch,5,',
        ',0,',
        'support,5,requests:2k/min tokens:1M/day',
        'eng,5,,more',
        'eng,6,',
        'suport,7,often',
      ].join('\n'),
    );
    const lines = [
      /^limits\.csv line 2: There is no workspace resaerch, .*Did you mean research\?$/,
      /^limits\.csv line 3: the workspace is missing$/,
      /^limits\.csv line 3: budget_usd takes 1 or more/,
      /^limits\.csv line 4: rate is taken once for a workspace, not 2 times: support$/,
      /^limits\.csv line 5: 4 cells where the header has 3$/,
      /^limits\.csv line 6: eng is named twice, first on limits\.csv line 5$/,
      /^limits\.csv line 7: rate takes requests:/,
      /^limits\.csv line 7: There is no workspace suport, .*Did you mean support\?$/,
    ];
    const words = `${base} grant openai-prod --from-file ${file}`;
    const json = await portai(`${words} --json`, { dir });
    const { error } = errorForm.parse(JSON.parse(json.stderr));
    const messages = error.details.problems.map(({ message }) => message);
    expect(messages).toEqual(lines.map((line): unknown => expect.stringMatching(line)));

    const { code, stderr } = await portai(words, { dir });
    expect(code).toBe(4);
    const shown = stderr.split('\n').map((line) => line.replace(/^(?:Error:| {6}) /, ''));
    for (const [index, message] of messages.entries()) expect(shown[index]).toBe(message);
    expect(shown.slice(messages.length).join('\n')).toContain('Nothing was sent.');
    expect(await stored(dir)).toEqual(row('eng', { enabled: false }));
  });

  test('has what lacks a budget told beside a workspace that there is not', async () => {
    const dir = await withIntegration();
    const file = inFile(
      dir,
      'workspace,budget_usd,reset,alert_at\nresaerch,,monthly,80%\neng,,weekly,\n',
    );
    const { code, stderr } = await portai(`${base} grant openai-prod --from-file ${file}`, { dir });
    expect(code).toBe(4);
    const said = stderr.replace(/\s+/g, ' ');
    expect(said).toContain('limits.csv line 2: There is no workspace resaerch');
    expect(said).toMatch(/limits\.csv line 2: alert_at /);
    expect(said).toMatch(/limits\.csv line 2: reset /);
    expect(said).toMatch(/limits\.csv line 3: reset /);
  });

  test('has its mistakes told beside an integration that is not there', async () => {
    const dir = await withIntegration();
    const file = inFile(dir, 'workspace,budget_usd\neng,0\n');
    const ran = await portai(`${base} grant openai-prd --from-file ${file}`, { dir });
    expect(ran).toMatchObject({ code: 2 });
    expect(ran.stderr).toContain('limits.csv line 2: budget_usd takes 1 or more');
    expect(ran.stderr).toContain('openai-prd');
  });

  test('with an unknown column, or limits on the command line beside it, is refused', async () => {
    const dir = await withIntegration();
    const odd = await portai(
      `${base} grant openai-prod --from-file ${inFile(dir, 'workspace,budget\neng,5\n')}`,
      { dir },
    );
    expect(odd).toMatchObject({ code: 2 });
    expect(odd.stderr).toContain('limits.csv line 1: there is no column "budget"');
    const both = `${base} grant openai-prod --budget-usd 5 --from-file ${inFile(dir, 'workspace\neng\n')}`;
    expect(await portai(both, { dir })).toMatchObject({ code: 2 });
  });
});

describe('names', () => {
  test('an unknown workspace is exit 4 with the one that was probably meant', async () => {
    const dir = await withIntegration();
    const ran = await portai(`${base} grant openai-prod reserch`, { dir });
    expect(ran).toMatchObject({ code: 4 });
    expect(ran.stderr).toContain('Did you mean research?');
  });

  test('an unknown integration is told by the list of integrations', async () => {
    const dir = await withIntegration();
    const ran = await portai(`${base} list openai-prd`, { dir });
    expect(ran).toMatchObject({ code: 4 });
    expect(ran.stderr).toContain('Did you mean openai-prod?');
  });

  test('a missing workspace is a usage error where nobody can be asked', async () => {
    const dir = await withIntegration();
    expect(await portai(`${base} grant openai-prod`, { dir })).toMatchObject({ code: 2 });
    expect(await portai(`${base} grant`, { dir })).toMatchObject({ code: 2 });
  });
});

test('the key of a workspace is told which key is needed, exit 7', async () => {
  const dir = await withIntegration();
  const env = { PORTAI_SANDBOX: 'member' };
  for (const words of [
    'integrations workspaces list openai-prod',
    'integrations workspaces grant openai-prod eng',
    'integrations models list openai-prod',
    'workspaces list',
    'workspaces get eng',
  ]) {
    const ran = await portai(words, { dir, env });
    expect(ran).toMatchObject({ code: 7, stdout: '' });
    expect(ran.stderr.replace(/\s+/g, ' ')).toContain('Admin API key of the organization');
  }
});

const key = { PORTKEY_API_KEY: 'key-of-this-test' };
const path = '/v1/integrations/openai-prod/workspaces';
const access = (more: object = {}) => ({
  json: {
    workspaces: [
      { id: 'eng', enabled: true, usage_limits: null, rate_limits: null, ...more },
      { id: 'support', enabled: true, usage_limits: null, rate_limits: null },
    ],
    global_workspace_access: { enabled: false },
  },
});

const limited = access({
  usage_limits: [{ type: 'cost', credit_limit: 5, status: 'active', current_usage: 0 }],
});

async function scripted(
  table: Readonly<Record<string, Answer | readonly Answer[]>>,
  options: RunOptions = {},
) {
  const server = script(table);
  const words = 'integrations workspaces limits openai-prod eng --budget-usd 5';
  return { server, ran: await portai(words, { env: key, send: server.send, ...options }) };
}

describe('servers', () => {
  test('a read that is late after the write is repeated', async () => {
    const { ran, server } = await scripted({
      [`GET ${path}`]: [access(), access(), access(), limited],
      [`PUT ${path}`]: { json: {} },
    });
    expect(ran).toMatchObject({ code: 0 });
    expect(server.asked().filter((each) => each === `PUT ${path}`)).toHaveLength(1);
  });

  test('what is stored otherwise than it was sent is exit 9, and named', async () => {
    const { ran } = await scripted({
      [`GET ${path}`]: [access(), access({ usage_limits: [{ type: 'cost', credit_limit: 4 }] })],
      [`PUT ${path}`]: { json: {} },
    });
    expect(ran).toMatchObject({ code: 9, stdout: '' });
    expect(ran.stderr.replace(/\s+/g, ' ')).toContain('eng: budget is 4 USD, asked was 5 USD');
  });

  test('a workspace that loses its access by a change of another one is told', async () => {
    const without = {
      json: { workspaces: limited.json.workspaces.slice(0, 1), global_workspace_access: null },
    };
    const { ran } = await scripted({
      [`GET ${path}`]: [access(), without],
      [`PUT ${path}`]: { json: {} },
    });
    expect(ran).toMatchObject({ code: 9 });
    expect(ran.stderr.replace(/\s+/g, ' ')).toContain('support: access is none, was allowed');
  });

  test('a plan without limits is told what still works, exit 7', async () => {
    const { ran } = await scripted({
      [`GET ${path}`]: access(),
      [`PUT ${path}`]: {
        status: 403,
        json: { success: false, data: { message: 'Not allowed', errorCode: 'AB03' } },
      },
      'GET /v1/integrations': {
        json: { data: [{ slug: 'openai-prod', name: 'x', ai_provider_id: 'openai' }], total: 1 },
      },
    });
    expect(ran).toMatchObject({ code: 7 });
    const said = ran.stderr.replace(/\s+/g, ' ');
    expect(said).toContain('need the Enterprise plan');
    expect(said).toContain('access without limits may still be granted');
  });

  test('limits of a form that cannot be sent are left as they are', async () => {
    const budgets = [{ type: 'credits', credit_limit: 2.5 }];
    const rate = { rate_limits: [{ type: 'requests', unit: 'rpm', value: 9 }] };
    const server = script({
      [`GET ${path}`]: [
        access({ usage_limits: budgets }),
        access({ ...rate, usage_limits: budgets }),
      ],
      [`PUT ${path}`]: { json: {} },
    });
    const words = 'integrations workspaces limits openai-prod eng --rate requests:9/min';
    const ran = await portai(words, { env: key, send: server.send });
    expect(ran).toMatchObject({ code: 0 });
    const sent = server.seen.find(({ method }) => method === 'PUT');
    expect(sent?.body).toEqual({
      workspaces: [{ id: 'eng', enabled: true, ...rate }],
      override_existing_workspace_access: false,
    });
  });
});

test('the list shows budget, reported use, rates and the next reset', async () => {
  const dir = await withIntegration();
  await portai(
    `${base} grant openai-prod eng --budget-usd 500 --reset monthly --rate requests:100/min`,
    { dir },
  );
  const ran = await portai(`${base} list openai-prod`, { dir });
  expect(ran.stdout.split('\n')[0]).toBe(
    'eng\taccess\t500 USD a month\t0\t100 requests/min\t2026-02-01T00:00:00.000Z',
  );
  const screen = await portai(`${base} list openai-prod`, { dir, screen: true });
  expect(screen.stdout).toContain('USED (REPORTED)');
});

test('what stands in a fresh folder has no integration to choose', async () => {
  const ran = await portai(`${base} list`, { dir: freshFolder() });
  expect(ran).toMatchObject({ code: 2 });
});
