import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { parseIsoDate, type Instant, type IsoDate } from '#domain/calendar/date';
import { cooperationBases, type CooperationBasis } from '#domain/federation/federation';
import { parseMunicipalityCode, type MunicipalityCode } from '#domain/municipality/code';
import { dataClasses, type DataClass } from '#domain/orders/data-class';
import type { SkillCode } from '#domain/skills/catalogue';
import { wordsOf } from '#domain/text/words-of';
import { fingerprint } from '#messages/keys';
import type { OpenedFederation, PendingChange } from '#messages/federation-document';
import {
  accept,
  add,
  agree,
  changeEntry,
  create,
  moveCoordination,
  revoke,
  rotate,
  type Hand,
} from '../federation/changing.js';
import { readDocument, writeDocument } from '../federation/document-file.js';
import {
  describeChange,
  describeFederation,
  languageOfTerminal,
  words,
  type TerminalLanguage,
} from '../federation/show.js';
import { dataFolder } from '../start/running.js';

const options = {
  file: { type: 'string' },
  keys: { type: 'string' },
  municipality: { type: 'string' },
  by: { type: 'string' },
  with: { type: 'string' },
  'operating-body': { type: 'string' },
  endpoint: { type: 'string' },
  level: { type: 'string' },
  'data-class': { type: 'string' },
  coordination: { type: 'string' },
  basis: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  skills: { type: 'string' },
  key: { type: 'string' },
  fingerprint: { type: 'string' },
  'lead-hours': { type: 'string' },
  'overlap-days': { type: 'string' },
  lang: { type: 'string' },
} as const;

type Values = { readonly [name in keyof typeof options]?: string | undefined };

interface Task {
  readonly values: Values;
  readonly keys: string;
  readonly now: Instant;
  readonly opened: OpenedFederation | undefined;
  readonly language: TerminalLanguage;
}

const hourMs = 3_600_000;

/** `npm run federation -- create | add | change | accept | agree | coordination | rotate | revoke | show`. */
export async function run([verb = '', ...args]: readonly string[], root: string): Promise<number> {
  const step = steps[verb];
  if (step === undefined) {
    console.error(`Say which: ${Object.keys(steps).join(', ')}. See docs/federation.md.`);
    return 1;
  }
  try {
    const { values } = parseArgs({ args: [...args], options });
    const file = values.file ?? process.env['YUI_FEDERATION'] ?? join(dataFolder(root), 'federation.json');
    const keys = values.keys ?? process.env['YUI_KEYS_DIR'] ?? join(dataFolder(root), 'keys');
    const [now, language] = [Date.now() as Instant, languageOfTerminal(values.lang)];
    const before = await readDocument(file, now);
    const after = await step({ values, keys, now, opened: before, language });
    if (after === undefined) return 1;
    if (after.document !== before?.document) writeDocument(file, after);
    for (const line of describeFederation(after, language)) console.log(line);
    return 0;
  } catch (fault) {
    console.error(wordsOf(fault));
    return 1;
  }
}

const steps: Readonly<Record<string, (task: Task) => Promise<OpenedFederation | undefined>>> = {
  create: async (task) => {
    if (task.opened !== undefined) throw new Error('There is a federation document already: add a town to it instead.');
    return create(handOf(task), factsOf(task.values), given(task.values, 'coordination'));
  },
  add: async (task) => add(there(task), handOf(task), factsOf(task.values)),
  change: async (task) => {
    const { endpoint, 'operating-body': operatingBody, level, 'data-class': dataClass } = task.values;
    return changeEntry(there(task), handOf(task), {
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(operatingBody === undefined ? {} : { operatingBody }),
      ...(level === undefined ? {} : { level: levelOf(level) }),
      ...(dataClass === undefined ? {} : { highestDataClass: dataClassOf(dataClass) }),
    });
  },
  accept: acceptAfterComparing,
  agree: async (task) => {
    const { values } = task;
    return agree(there(task), handOf(task), codeOf(given(values, 'with')), {
      basis: basisOf(given(values, 'basis')),
      from: dateOf(given(values, 'from')),
      to: dateOf(given(values, 'to')),
      skills: values.skills?.split(',').map((skill) => skill.trim() as SkillCode),
    });
  },
  coordination: async (task) => moveCoordination(there(task), handOf(task), given(task.values, 'endpoint')),
  rotate: async (task) => {
    const from = (task.now + Number(task.values['lead-hours'] ?? 24) * hourMs) as Instant;
    const overlapUntil = (from + Number(task.values['overlap-days'] ?? 30) * 24 * hourMs) as Instant;
    if (!Number.isSafeInteger(overlapUntil) || from < task.now || overlapUntil <= from)
      throw new Error('--lead-hours takes whole hours from 0, --overlap-days whole days from 1.');
    return rotate(there(task), handOf(task), { from, overlapUntil });
  },
  revoke: async (task) => revoke(there(task), handOf(task), given(task.values, 'key')),
  show: (task) => Promise.resolve(there(task)),
};

/** Signs what another town has proposed, once the person here has heard the digits of its key from a person there. */
async function acceptAfterComparing(task: Task): Promise<OpenedFederation | undefined> {
  const { values, keys, now, language } = task;
  const opened = there(task);
  const about = codeOf(given(values, 'municipality'));
  const by = codeOf(given(values, 'by'));
  const proposed = opened.pending.find(({ change }) => change.kind === 'MEMBER' && change.member.code === about);
  if (proposed === undefined) throw new Error(words[language].nothingWaits(about));
  const digits = digitsOf(proposed);
  if (values.fingerprint === undefined) {
    for (const line of describeChange(proposed, language)) console.log(line);
    console.log(words[language].compare(about));
    return undefined;
  }
  const heard = values.fingerprint.replaceAll(/\D/g, '');
  if (!digits.includes(heard)) throw new Error(words[language].differs(about));
  return accept(opened, { town: by, keys, now }, proposed);
}

function digitsOf({ change }: PendingChange): string[] {
  const keys = change.kind === 'MEMBER' ? change.member.publicKeys : [];
  return keys.map((key) => fingerprint(key).replaceAll(' ', ''));
}

function handOf({ values, keys, now }: Task): Hand {
  return { town: codeOf(given(values, 'municipality')), keys, now };
}

function there({ opened, language }: Task): OpenedFederation {
  if (opened === undefined) throw new Error(words[language].noDocument);
  return opened;
}

function factsOf(values: Values): Parameters<typeof add>[2] {
  return {
    operatingBody: given(values, 'operating-body'),
    endpoint: given(values, 'endpoint'),
    level: levelOf(values.level ?? 'TRADING'),
    highestDataClass: dataClassOf(values['data-class'] ?? 'INTERNAL'),
  };
}

function given(values: Values, name: keyof Values): string {
  const value = values[name];
  if (value === undefined || value === '') throw new Error(`Give --${name}. See docs/federation.md.`);
  return value;
}

function codeOf(text: string): MunicipalityCode {
  const code = parseMunicipalityCode(text);
  if (!code.ok) throw new Error(`"${text}" is not a municipality code: it takes 6 digits, the last one a check digit.`);
  return code.value;
}

function dateOf(text: string): IsoDate {
  const date = parseIsoDate(text);
  if (!date.ok) throw new Error(`"${text}" is not a date: write it like 2027-03-20.`);
  return date.value;
}

function oneOf<T extends string>(values: readonly T[], text: string): T {
  const found = values.find((each) => each === text);
  if (found === undefined) throw new Error(`"${text}" is none of ${values.join(', ')}.`);
  return found;
}

function basisOf(text: string): CooperationBasis {
  return oneOf(cooperationBases, text);
}

function levelOf(text: string): 'TRIAL' | 'TRADING' {
  return oneOf(['TRIAL', 'TRADING'], text);
}

function dataClassOf(text: string): DataClass {
  return oneOf(dataClasses, text);
}
