import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Instant } from '#domain/calendar/date';
import { parseMunicipalityCode } from '#domain/municipality/code';
import { wordsOf } from '#domain/text/words-of';
import { checkEvidence, formatOf } from '#messages/evidence-file';
import { replayEvidence } from '#messages/evidence-replay';
import { openFederation } from '#messages/federation-document';
import { Clock } from '#service/clock';
import { Evidence } from '../../../apps/municipality/src/evidence/evidence.service.js';
import { packEvidence, unpackEvidence } from '../evidence/archive.js';
import { tellEvidence } from '../evidence/tell.js';
import { isByTheRules } from '../evidence/tell-replay.js';
import { languageOfTerminal } from '../federation/show.js';
import { dataFolder } from '../start/running.js';
import { withTownDatabase } from '../start/town-database.js';

const usage = `Say which:
  npm run evidence -- export --municipality CODE --process ID [--out FILE]
  npm run evidence -- verify FILE [--federation FILE] [--lang ja|en]`;

/** `npm run evidence -- export | verify`: what a town can prove of a trade, and whether what somebody shows is genuine. */
export async function run([verb, ...args]: readonly string[], root: string): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        municipality: { type: 'string' },
        process: { type: 'string' },
        out: { type: 'string' },
        federation: { type: 'string' },
        lang: { type: 'string' },
      },
    });
    if (verb === 'export' && values.municipality !== undefined && values.process !== undefined)
      return await exportProcess(root, values.municipality, values.process, values.out);
    const [file] = positionals;
    const federation = values.federation ?? process.env['YUI_FEDERATION'] ?? join(dataFolder(root), 'federation.json');
    if (verb === 'verify' && file !== undefined) return await verifyFile(file, federation, values.lang);
    console.error(usage);
    return 1;
  } catch (fault) {
    console.error(wordsOf(fault));
    return 1;
  }
}

async function exportProcess(root: string, municipality: string, processId: string, out?: string): Promise<number> {
  const code = parseMunicipalityCode(municipality);
  if (!code.ok) throw new Error(`"${municipality}" is not a municipality code.`);
  const town = code.value;
  const found = await withTownDatabase(dataFolder(root), town, (database) =>
    new Evidence(new Clock()).ofProcess({ database }, processId),
  );
  if (found === undefined) throw new Error(`${town} has no record of a process ${processId}.`);
  const file = out ?? `evidence-${town}-${processId.replaceAll(/[^\w.-]/g, '_')}.zip`;
  writeFileSync(file, packEvidence({ format: formatOf(found), town, processId, ...found }), { flag: 'wx' });
  console.log(file);
  return 0;
}

async function verifyFile(file: string, federationFile: string, lang: string | undefined): Promise<number> {
  const federation = await openFederation(readFileSync(federationFile, 'utf8'), { now: Date.now() as Instant });
  const evidence = unpackEvidence(readFileSync(file));
  const findings = await checkEvidence(evidence, federation);
  const played = await replayEvidence(evidence, federation, findings);
  for (const line of tellEvidence(evidence, findings, played, languageOfTerminal(lang))) console.log(line);
  return findings.faults.length === 0 && (played === undefined || isByTheRules(played)) ? 0 : 1;
}
