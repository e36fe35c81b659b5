import type { Language, RefusalCode } from './catalogue.js';
import type { Refusal } from './decision.js';

/** Who can remove what stands in the way. */
export const fixers = ['ASKER', 'DIRECTOR', 'CLIENT', 'PUBLISHER', 'ADDRESSEE', 'BOTH_TOWNS', 'FEDERATION'] as const;
export type Fixer = (typeof fixers)[number];

interface RuleBehind {
  /** The rule with its source, for a reader who wants to know why. */
  readonly rule: Readonly<Record<Language, string>>;
  readonly fixedBy: Fixer;
}

const consent: Readonly<Record<Language, string>> = {
  JA: '再委託には発注者の承諾が要ります(発注者との契約の再委託条項。契約に定めがないときは民法第644条の2、第656条)。',
  EN: "Passing work on needs the client's consent (the contract's clause on re-commissioning; without one, Civil Code arts. 644-2 and 656).",
};
const basis: Readonly<Record<Language, string>> = {
  JA: '市町村間で仕事を分担するには、その日にその業務について有効な連携の根拠が要ります(連携協約は地方自治法第252条の2、協議会は第252条の2の2、事務の委託は第252条の14、職員の派遣は第252条の17、または民民契約)。',
  EN: 'Towns share work on a cooperation basis that is valid on the day and for the kind of work (Local Autonomy Act arts. 252-2, 252-2-2, 252-14, 252-17, or a contract between operating bodies).',
};
const member: Readonly<Record<Language, string>> = {
  JA: '取引できるのは、現在の連携文書で取引段階(TRADING)にある参加団体どうしに限ります(docs/federation.md)。',
  EN: 'Only members at level TRADING of the federation document in use trade with each other (docs/federation.md).',
};
const dataClass: Readonly<Record<Language, string>> = {
  JA: '情報は、その区分を扱える体制のある市町村にだけ渡せます(個人情報保護法第66条の安全管理措置、各市町村の情報セキュリティポリシー)。',
  EN: 'Data go only to a town that is cleared for their class (Act on the Protection of Personal Information art. 66; the information security policy of each town).',
};
const depth: Readonly<Record<Language, string>> = {
  JA: '再委託は一段階までです。引き受けた仕事を、さらに他の市町村へ出すことはできません(Yuiの取引の定め I-5)。',
  EN: "Work is passed on once only: what was awarded is not posted again (Yui's rule I-5).",
};
const minutesLeft: Readonly<Record<Language, string>> = {
  JA: '配分できる時間は、ロットと余剰案件に残っている分までです(Yuiの取引の定め I-1)。',
  EN: "No more minutes are allocated than a lot or surplus order has left (Yui's rule I-1).",
};
const capacity: Readonly<Record<Language, string>> = {
  JA: '引き受けた仕事の全体が、住民ワーカーの稼働可能時間の内に収まらなければなりません(Yuiの取引の定め I-2)。',
  EN: "All that is promised must fit into the time that the town's workers offer (Yui's rule I-2).",
};
const price: Readonly<Record<Language, string>> = {
  JA: '働く人に通常の対価を払える金額でなければなりません(フリーランス法第5条の買いたたきの禁止。下限は各市町村が YUI_PRICE_FLOOR で定めます)。',
  EN: 'The price must let the workers be paid properly (Freelance Act art. 5 forbids unfairly low fees; each town sets its floor in YUI_PRICE_FLOOR).',
};
const deadlines: Readonly<Record<Language, string>> = {
  JA: '申出は、公開した市町村が定めた引受期限まで受け付けます(docs/protocol.md)。',
  EN: 'Claims are taken until the deadline that the publishing town has set (docs/protocol.md).',
};
const offer: Readonly<Record<Language, string>> = {
  JA: '余剰案件は、公開した市町村が定めた宛先・最小引受時間の範囲で引き受けられます(docs/protocol.md)。',
  EN: 'A surplus order is taken by those it is addressed to, in the slices that its publisher has set (docs/protocol.md).',
};

/**
 * The rule behind each refusal of the gate before publishing and claiming, and who can put it right. Sources are named as they were written
 * down; none of them has been checked by a lawyer.
 */
export const rulesBehind = {
  CONSENT_MISSING: { rule: consent, fixedBy: 'CLIENT' },
  CONSENT_APPROVAL_NEEDED: { rule: consent, fixedBy: 'CLIENT' },
  AWARDED_WORK: { rule: depth, fixedBy: 'ASKER' },
  LOT_UNKNOWN: { rule: minutesLeft, fixedBy: 'ASKER' },
  LOT_MINUTES_EXCEEDED: { rule: minutesLeft, fixedBy: 'ASKER' },
  MINUTES_NOT_POSITIVE: { rule: minutesLeft, fixedBy: 'ASKER' },
  MIN_SLICE_OUT_OF_RANGE: { rule: offer, fixedBy: 'ASKER' },
  PRICE_NOT_POSITIVE: { rule: price, fixedBy: 'ASKER' },
  PRICE_BELOW_FLOOR: { rule: price, fixedBy: 'PUBLISHER' },
  CLAIM_BY_PASSED: { rule: deadlines, fixedBy: 'ASKER' },
  CLAIM_BY_AFTER_DUE: { rule: deadlines, fixedBy: 'ASKER' },
  ADDRESSEES_EMPTY: { rule: offer, fixedBy: 'ASKER' },
  ADDRESSEE_IS_SELF: { rule: offer, fixedBy: 'ASKER' },
  ADDRESSEE_UNKNOWN: { rule: member, fixedBy: 'ASKER' },
  ADDRESSEE_NOT_TRADING: { rule: member, fixedBy: 'FEDERATION' },
  TOWN_NOT_MEMBER: { rule: member, fixedBy: 'FEDERATION' },
  TOWN_NOT_TRADING: { rule: member, fixedBy: 'FEDERATION' },
  BASIS_MISSING: { rule: basis, fixedBy: 'BOTH_TOWNS' },
  BASIS_NOT_FOR_WORK: { rule: basis, fixedBy: 'BOTH_TOWNS' },
  DATA_CLASS_TOO_HIGH: { rule: dataClass, fixedBy: 'ADDRESSEE' },
  DRAFT_INCOMPLETE: { rule: offer, fixedBy: 'ASKER' },
  SURPLUS_ORDER_UNKNOWN: { rule: offer, fixedBy: 'ASKER' },
  SURPLUS_ORDER_CLOSED: { rule: deadlines, fixedBy: 'PUBLISHER' },
  OWN_SURPLUS_ORDER: { rule: offer, fixedBy: 'ASKER' },
  CLAIM_DEADLINE_PASSED: { rule: deadlines, fixedBy: 'PUBLISHER' },
  REMAINING_MINUTES_EXCEEDED: { rule: minutesLeft, fixedBy: 'ASKER' },
  BELOW_MIN_SLICE: { rule: offer, fixedBy: 'ASKER' },
  CAPACITY_EXCEEDED: { rule: capacity, fixedBy: 'DIRECTOR' },
} as const satisfies Partial<Record<RefusalCode, RuleBehind>>;

/** The rule behind a refusal and who can put it right; undefined where the sentence says it all. */
export function ruleBehind({ code }: Pick<Refusal, 'code'>): RuleBehind | undefined {
  return (rulesBehind as Partial<Record<RefusalCode, RuleBehind>>)[code];
}
