import type { Language } from '../refusals/catalogue.js';
import { hoursEn, hoursJa } from '../refusals/sentence-parts.js';
import { licenceCatalogue } from '../skills/licences.js';
import type { PlanChange } from './changes.js';
import { sayMonth, saySkill, sayTown } from './say-reason.js';
import type { UnservedLot } from './unserved.js';

/** A change as people say it, as the beginning of a sentence or a line of a table. */
export function sayChange(change: PlanChange, language: Language): string {
  const isJa = language === 'JA';
  const town = (code: string): string => sayTown(code, language);
  const hours = isJa ? hoursJa : hoursEn;
  switch (change.kind) {
    case 'MORE_LOTS': {
      const minutes = hours(change.lots.reduce((sum, lot) => sum + lot.minutes, 0));
      return isJa ? `新たなロット${change.lots.length}件(${minutes})` : `${change.lots.length} lots more (${minutes})`;
    }
    case 'MORE_WORKERS': {
      const [skill, level] = [saySkill(change.skill, language), change.level];
      return isJa
        ? `${town(change.town)}に${skill}(レベル${level})のワーカーをあと${change.workers}人`
        : `${change.workers} more workers for ${skill} (level ${level}) in ${town(change.town)}`;
    }
    case 'TRAINING': {
      const [skill, group] = [saySkill(change.skill, language), change.group + 1];
      return isJa
        ? `${town(change.town)}の第${group}グループに${skill}(レベル${change.level})の研修`
        : `${skill} (level ${change.level}) taught to group ${group} of ${town(change.town)}`;
    }
    case 'TRAINING_OF_SKILLED': {
      const [skill, known] = [saySkill(change.skill, language), saySkill(change.known.skill, language)];
      return isJa
        ? `${town(change.town)}で${known}(レベル${change.known.level}以上)ができる人に${skill}(レベル${change.level})の研修`
        : `${skill} (level ${change.level}) taught to all in ${town(change.town)} who can do ${known} (level ${change.known.level} or above)`;
    }
    case 'MORE_LEADING':
      return isJa
        ? `${town(change.town)}のディレクターが月にあと${hours(change.minutes)}分の仕事を率いる`
        : `directors for ${hours(change.minutes)} more a month in ${town(change.town)}`;
    case 'MORE_SEATS': {
      const licence = licenceCatalogue.find(({ code }) => code === change.licence);
      const name = (isJa ? licence?.nameJa : licence?.nameEn) ?? change.licence;
      return isJa
        ? `${town(change.town)}に${name}のライセンスを月にあと${hours(change.minutes)}分`
        : `${hours(change.minutes)} more a month of ${name} in ${town(change.town)}`;
    }
    case 'SUPPLY': {
      const [where, months] = [
        change.town === null ? (isJa ? '全市町村' : 'all towns') : town(change.town),
        change.months.map((month) => sayMonth(month, language)).join(isJa ? '・' : ', '),
      ];
      return isJa
        ? `${where}の${months}の稼働が${change.factor}倍`
        : `${change.factor} × the time of ${where} in ${months}`;
    }
    case 'TOWN_LEAVES':
      return isJa ? `${town(change.town)}が抜ける` : `${town(change.town)} leaves`;
    case 'COALITION': {
      if (change.towns.length === 0) return isJa ? 'どの市町村も分かち合わない' : 'no town shares with another';
      const names = change.towns.map(town);
      return isJa ? `${names.join('・')}だけで分かち合う` : `only ${names.join(', ')} share`;
    }
  }
}

/** What is left undone of a lot and what would serve it, in one sentence. */
export function sayUnserved(lot: UnservedLot, language: Language): string {
  const isJa = language === 'JA';
  const hours = isJa ? hoursJa : hoursEn;
  const { from, to, best, withConsentMinutes, largestRoom } = lot;
  const [town, skill] = [sayTown(lot.town, language), saySkill(lot.skill, language)];
  const months = [...new Set([from, to])].map((month) => sayMonth(month, language)).join(isJa ? '〜' : ' to ');
  const what = isJa
    ? `${town}(${months})の${skill}(レベル${lot.level})が${hours(lot.missingMinutes)}残る`
    : `${town}, ${months}: ${hours(lot.missingMinutes)} of ${skill} (level ${lot.level}) are left undone`;
  const parts = [what];
  if (largestRoom !== null)
    parts.push(
      isJa
        ? `分けられない仕事で、最も余裕のある${sayTown(largestRoom.town, 'JA')}でも${hours(largestRoom.minutes)}しかない`
        : `it must stay whole, and ${sayTown(largestRoom.town, 'EN')}, which could do most of it, has ${hours(largestRoom.minutes)}`,
    );
  if (withConsentMinutes > 0)
    parts.push(
      isJa
        ? `発注者の承諾があれば、連携自治体で${hours(withConsentMinutes)}できる`
        : `with the client's consent, towns with an agreement could do ${hours(withConsentMinutes)} of it`,
    );
  if (best !== null)
    parts.push(
      isJa
        ? `最も効果があるのは${sayChange(best.change, 'JA')}で、残った仕事が全体で${hours(best.gainMinutes)}減る`
        : `what helps most is ${sayChange(best.change, 'EN')}: ${hours(best.gainMinutes)} less would be left undone in all`,
    );
  return isJa ? `${parts.join('。')}。` : parts.join('; ');
}
