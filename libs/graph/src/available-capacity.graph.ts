import { Directive, Field, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Instant } from '#domain/calendar/date';
import type { IsoMonth } from '#domain/calendar/month';
import {
  capacitySorts,
  capacitySources,
  type AskedCapacity,
  type CapacitySort,
  type CapacitySource,
  type FoundRow,
  type FoundTogether,
  type FoundTotal,
} from '#domain/bulletins/search';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { DataClass } from '#domain/orders/data-class';
import { DataClassEnum } from './data-class.graph.js';
import { enumOf } from './enum.js';
import { MunicipalityGraph, municipalityGraph } from './municipality.graph.js';
import { DateTimeScalar, IsoMonthScalar, MunicipalityCodeScalar } from './scalars.js';
import { SkillGraph } from './skill.graph.js';
import { UnansweredGraph } from './unanswered.graph.js';

export const CapacitySourceEnum = enumOf(capacitySources);
registerEnumType(CapacitySourceEnum, {
  name: 'CapacitySource',
  description: 'Where a figure of free capacity comes from.',
  valuesMap: {
    BULLETIN: { description: '公示: a bulletin of the town that was published before.' },
    LIVE: { description: '照会: the town itself, asked just now.' },
  },
});

export const CapacitySortEnum = enumOf(capacitySorts);
registerEnumType(CapacitySortEnum, {
  name: 'CapacitySort',
  description: 'How figures of free capacity are put in order.',
  valuesMap: {
    NEAREST: { description: '近い順: from the town in "near", else from the asker\'s own; unknown distances last.' },
    MOST_FREE: { description: '余力の多い順.' },
  },
});

@InputType('SkillWanted', { description: 'A skill that is looked for, at a level.' })
export class SkillWantedInput {
  @Field(() => String, { description: 'Code from the list of skills.' })
  code!: string;

  @Field(() => Int, {
    nullable: true,
    description: '1 learns, 2 works alone, 3 can check others; the level of the filter unless told.',
  })
  level?: number | null;
}

@InputType('NearInput', { description: 'No farther from a town than so many kilometres.' })
export class NearInput {
  @Field(() => MunicipalityCodeScalar, { description: 'The town from whose office it is measured.' })
  municipality!: MunicipalityCode;

  @Field(() => Int, { description: 'As the crow flies, 1 to 3000.' })
  kilometres!: number;
}

@InputType('CapacityFilter', { description: 'What a town looks for: who has time, from when to when.' })
export class CapacityFilterInput implements AskedCapacity {
  @Field(() => String, { nullable: true, description: 'Code of the skill; all skills where it is left out.' })
  skill?: string | null;

  @Field(() => [SkillWantedInput], {
    nullable: true,
    description: 'Any of these skills, each at its level; at least one. With "skill", that one as well.',
  })
  skills?: SkillWantedInput[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Work at this level, 1 to 3; 1 unless told. What a town does not list at the level is not shown.',
  })
  level?: number | null;

  @Field(() => DataClassEnum, {
    nullable: true,
    description: 'Work with data of this class; PUBLIC unless told, for which everyone counts.',
  })
  dataClass?: DataClass | null;

  @Field(() => IsoMonthScalar, { description: 'First month.' })
  from!: IsoMonth;

  @Field(() => IsoMonthScalar, { description: 'Last month; up to 18 months.' })
  to!: IsoMonth;

  @Field(() => Int, { nullable: true, description: 'Leave out rows with fewer free minutes than this.' })
  minMinutes?: number | null;

  @Field(() => [MunicipalityCodeScalar], {
    nullable: true,
    description: 'Ask only these towns; all members where it is left out.',
  })
  municipalities?: MunicipalityCode[] | null;

  @Field(() => NearInput, { nullable: true, description: 'Only towns no farther from a town than this.' })
  near?: NearInput | null;

  @Field(() => CapacitySortEnum, {
    nullable: true,
    description: 'The order of the rows; that of the federation document where it is left out.',
  })
  sort?: CapacitySort | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Ask every town just now, instead of showing bulletins that still hold. Slower; a town that does not answer is named.',
  })
  live?: boolean | null;
}

@ObjectType({ isAbstract: true })
abstract class CapacityFigureGraph {
  @Field(() => MunicipalityGraph, { description: 'The town.' })
  municipality!: MunicipalityGraph;

  @Field(() => IsoMonthScalar, { description: 'The month; a week belongs to the month of its Thursday.' })
  month!: IsoMonth;

  @Field(() => Int, { description: 'The level of the work: by workers of this level or above.' })
  level!: number;

  @Field(() => DataClassEnum, { description: 'The class of the data: by workers cleared for it.' })
  dataClass!: DataClass;

  @Field(() => CapacitySourceEnum, { description: 'Where the figure comes from.' })
  source!: CapacitySource;

  @Field(() => DateTimeScalar, { description: 'When the figure was true.' })
  asOf!: Instant;

  @Field(() => Int, {
    nullable: true,
    description:
      'How far the town is, office to office as the crow flies: from the town in "near", else from the asker\'s own. Null where a position is unknown.',
  })
  kilometres!: number | null;
}

@ObjectType('CapacityRow', { description: '稼働余力. Free minutes of one skill in one town and month.' })
@Directive('@shareable')
export class CapacityRowGraph extends CapacityFigureGraph {
  @Field(() => SkillGraph, { description: 'The skill.' })
  skill!: SkillGraph;

  @Field(() => Int, {
    description:
      'Minutes of this skill that could still be promised in the month. Not to be added up over skills: a worker with two skills counts in both.',
  })
  freeMinutes!: number;
}

@ObjectType('CapacityTotal', {
  description:
    '稼働余力の合計. Free minutes of all skills together in one town and month: a worker with two skills counts once.',
})
@Directive('@shareable')
export class CapacityTotalGraph extends CapacityFigureGraph {
  @Field(() => Int, { description: 'Minutes that could still be promised in the month, whatever the skill.' })
  freeMinutes!: number;
}

@ObjectType('CapacityTogether', {
  description:
    '合算の稼働余力. Free minutes of some skills together in one town and month, where the town tells them: a worker who has several counts once.',
})
@Directive('@shareable')
export class CapacityTogetherGraph extends CapacityFigureGraph {
  @Field(() => [SkillGraph], { description: 'The skills.' })
  skills!: SkillGraph[];

  @Field(() => Int, {
    description: 'Minutes that could still be promised in the month of work that asks for one of them.',
  })
  freeMinutes!: number;
}

@ObjectType('AvailableCapacity', {
  description: 'Who has time. Cells that fewer than three workers stand behind are left out.',
})
@Directive('@shareable')
export class AvailableCapacityGraph {
  @Field(() => [CapacityRowGraph], {
    description: "A row for each town, month and skill; none for months that a town's bulletin does not cover.",
  })
  rows!: CapacityRowGraph[];

  @Field(() => [CapacityTotalGraph], {
    description: 'For each town and month, all skills together; empty where the question is about some skills.',
  })
  totals!: CapacityTotalGraph[];

  @Field(() => [CapacityTogetherGraph], {
    description:
      'Of skills that a town tells together, at level 1: all of them where the question is about no skill, else those of which every skill is asked for.',
  })
  together!: CapacityTogetherGraph[];

  @Field(() => [UnansweredGraph], {
    description: 'Towns that did not answer; the reason says whether an earlier bulletin of theirs is shown.',
  })
  unanswered!: UnansweredGraph[];
}

/** What was found, as people see it. */
export function availableCapacityGraph(
  {
    rows,
    totals,
    together,
  }: {
    readonly rows: readonly FoundRow[];
    readonly totals: readonly FoundTotal[];
    readonly together: readonly FoundTogether[];
  },
  unanswered: readonly { readonly municipality: MunicipalityCode; readonly reason: string }[],
): AvailableCapacityGraph {
  return {
    rows: rows.map(({ municipality, skill, ...row }) => ({
      ...row,
      municipality: municipalityGraph(municipality),
      skill: { code: skill },
    })),
    totals: totals.map(({ municipality, ...total }) => ({ ...total, municipality: municipalityGraph(municipality) })),
    together: together.map(({ municipality, skills, ...figure }) => ({
      ...figure,
      municipality: municipalityGraph(municipality),
      skills: skills.map((code) => ({ code })),
    })),
    unanswered: unanswered.map(({ municipality, reason }) => ({
      municipality: municipalityGraph(municipality),
      reason,
    })),
  };
}
