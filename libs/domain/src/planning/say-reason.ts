import { nameOf } from '../municipality/register.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { Language } from '../refusals/catalogue.js';
import { hoursEn, hoursJa } from '../refusals/sentence-parts.js';
import { nameOfSkill } from '../skills/catalogue.js';
import type { MoveReason, PassedOver } from './reason.js';

const monthNames = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

/** Towns that one sentence names beside the two of the move. */
const mostNamed = 3;

/** The reason as a coordinator can repeat it: "August 2027: Tateshina-machi lacks 310 h of data entry; …". */
export function sayReason(reason: MoveReason, language: Language): string {
  return language === 'JA' ? sayJa(reason) : sayEn(reason);
}

/** A month as people say it. */
export function sayMonth(month: string, language: Language): string {
  const [year, number] = [month.slice(0, 4), Number(month.slice(5))];
  return language === 'JA' ? `${year}年${number}月` : `${monthNames[number - 1] ?? month} ${year}`;
}

/** A town by its name, or by its code where the register has none. */
export function sayTown(code: string, language: Language): string {
  return nameOf(code as MunicipalityCode, language);
}

/** A skill within an English sentence: without its capital. */
export function saySkill(code: string, language: Language): string {
  const name = nameOfSkill(code, language);
  return language === 'JA' ? name : `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`;
}

function sayEn(reason: MoveReason): string {
  const { move, kilometres, lackedMinutes, freeMinutes, towardsTargetMinutes, without } = reason;
  const [home, town, skill] = [sayTown(move.home, 'EN'), sayTown(move.town, 'EN'), saySkill(move.skill, 'EN')];
  const [hours, lost] = [hoursEn(move.minutes), hoursEn(without?.lostMinutes ?? 0)];
  const itself = `${home} could do these ${hours} of ${skill} itself`;
  const causes: Record<MoveReason['cause'], string> = {
    NOBODY_AT_HOME: `${home} has nobody for ${hours} of ${skill}`,
    LACK_AT_HOME: `${home} lacks ${hoursEn(lackedMinutes ?? 0)} of ${skill}`,
    SERVES_MORE: `${itself}, but ${lost} of its work would then be left undone`,
    TARGETS:
      towardsTargetMinutes > 0
        ? `${itself}, but ${town} would lack ${hoursEn(towardsTargetMinutes)} more of its target`
        : `${itself}, but work would be spread less evenly over towns and months`,
    LEADING: `${itself}, but directors would have more than an easy load`,
    NEARER: `${itself}, but then other work would travel further`,
    AS_GOOD_WITHOUT: `${itself}; the plan would be as good without this move of ${hours}`,
    TIME_UP: `why ${hours} of ${skill} move from ${home} was not found in time`,
  };
  const others = named(reason).map((each) => {
    const name = sayTown(each.town, 'EN');
    return {
      NOBODY: `${name} has nobody for it`,
      NO_AGREEMENT: `${name} has ${hoursEn(each.freeMinutes)} but no agreement with ${home} for it`,
      NOT_CLEARED: `${name} is not cleared for the data`,
      NOT_ADDRESSED: `${name} has ${hoursEn(each.freeMinutes)} but is no addressee`,
      BUSY: `${name} is busy`,
      PARTLY: `${name} has only ${hoursEn(each.freeMinutes)} left`,
      FREE: `${name} is nearer and has ${hoursEn(each.freeMinutes)}, but other goals come first`,
    }[each.cause];
  });
  const alone = isLack(reason) && without !== null && without.lostMinutes > 0;
  return [
    `${sayMonth(move.month, 'EN')}: ${causes[reason.cause]}`,
    ...others,
    ...(freeMinutes === null ? [] : [`${town} has ${hoursEn(freeMinutes)}`]),
    `${Math.round(kilometres)} km`,
    ...(alone ? [`without this move ${lost} would be left undone`] : []),
    ...(isLack(reason) && without === null ? ['no time was left to look what happens without this move'] : []),
  ].join('; ');
}

function sayJa(reason: MoveReason): string {
  const { move, kilometres, lackedMinutes, freeMinutes, towardsTargetMinutes, without } = reason;
  const [home, town, skill] = [sayTown(move.home, 'JA'), sayTown(move.town, 'JA'), saySkill(move.skill, 'JA')];
  const [hours, lost] = [hoursJa(move.minutes), hoursJa(without?.lostMinutes ?? 0)];
  const itself = `この${skill}${hours}は${home}でもできるが`;
  const causes: Record<MoveReason['cause'], string> = {
    NOBODY_AT_HOME: `${home}には${skill}${hours}をできる人がいない`,
    LACK_AT_HOME: `${home}は${skill}が${hoursJa(lackedMinutes ?? 0)}足りない`,
    SERVES_MORE: `${itself}、そうすると${home}の仕事が${lost}できずに残る`,
    TARGETS:
      towardsTargetMinutes > 0
        ? `${itself}、そうすると${town}は目標にさらに${hoursJa(towardsTargetMinutes)}届かない`
        : `${itself}、そうすると市町村や月の間の偏りが大きくなる`,
    LEADING: `${itself}、そうするとディレクターの負担が重くなる`,
    NEARER: `${itself}、そうするとほかの仕事の行き先が遠くなる`,
    AS_GOOD_WITHOUT: `${itself}、移しても移さなくても計画の良さは変わらない`,
    TIME_UP: `${home}から${skill}${hours}を移す理由は、時間内に調べきれなかった`,
  };
  const others = named(reason).map((each) => {
    const name = sayTown(each.town, 'JA');
    return {
      NOBODY: `${name}にはできる人がいない`,
      NO_AGREEMENT: `${name}には${hoursJa(each.freeMinutes)}あるが、${home}との取り決めがない`,
      NOT_CLEARED: `${name}はこの情報区分を扱えない`,
      NOT_ADDRESSED: `${name}には${hoursJa(each.freeMinutes)}あるが、公開先ではない`,
      BUSY: `${name}は手一杯`,
      PARTLY: `${name}に残るのは${hoursJa(each.freeMinutes)}だけ`,
      FREE: `${name}の方が近く${hoursJa(each.freeMinutes)}あるが、ほかの目標を優先した`,
    }[each.cause];
  });
  const alone = isLack(reason) && without !== null && without.lostMinutes > 0;
  return `${[
    `${sayMonth(move.month, 'JA')}: ${causes[reason.cause]}`,
    ...others,
    ...(freeMinutes === null ? [] : [`${town}には${hoursJa(freeMinutes)}ある`]),
    `距離${Math.round(kilometres)}km`,
    ...(alone ? [`移さなければ${lost}できずに残る`] : []),
    ...(isLack(reason) && without === null ? ['移さない場合の計算は時間内に終わらなかった'] : []),
  ].join('。')}。`;
}

function isLack({ cause }: MoveReason): boolean {
  return cause === 'NOBODY_AT_HOME' || cause === 'LACK_AT_HOME';
}

/** Those whose absence one would ask about first: who could have done it, then who is busy, then the others; told from near to far. */
function named({ passedOver }: MoveReason): readonly PassedOver[] {
  const order: readonly PassedOver['cause'][] = [
    'FREE',
    'PARTLY',
    'BUSY',
    'NOT_ADDRESSED',
    'NO_AGREEMENT',
    'NOT_CLEARED',
    'NOBODY',
  ];
  return passedOver
    .filter(({ cause, freeMinutes }) => freeMinutes > 0 || cause === 'BUSY' || cause === 'NOBODY')
    .sort((a, b) => order.indexOf(a.cause) - order.indexOf(b.cause) || a.kilometres - b.kilometres)
    .slice(0, mostNamed)
    .sort((a, b) => a.kilometres - b.kilometres);
}
