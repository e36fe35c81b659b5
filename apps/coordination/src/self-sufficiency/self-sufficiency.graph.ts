import { Field, Float, InputType, Int, ObjectType } from '@nestjs/graphql';

@InputType('SelfSufficiencyInput', {
  description: 'What a town imagines of its year. Whatever is left out is as in the request that began Yui.',
})
export class SelfSufficiencyInputGraph {
  @Field(() => Float, {
    nullable: true,
    description: 'What clients pay in a year: the goal, in whole yen (30,000,000).',
  })
  revenueYen?: number | null;

  @Field(() => Int, { nullable: true, description: 'Workers (30).' })
  workers?: number | null;

  @Field(() => Int, { nullable: true, description: 'What a worker is paid for an hour, in yen (1,000).' })
  wageYenPerHour?: number | null;

  @Field(() => Float, { nullable: true, description: 'Hours that a worker gives on a day (5).' })
  hoursPerDay?: number | null;

  @Field(() => Int, { nullable: true, description: 'Days that a worker gives in a month (16).' })
  daysPerMonth?: number | null;

  @Field(() => Float, { nullable: true, description: 'What one contract brings, in whole yen (3,000,000).' })
  contractYen?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'What a client pays for an hour, in yen; left out, "atPrice" is null.',
  })
  priceYenPerHour?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The part of the revenue that everything but wages needs, in per cent; left out, "atMargin" is null.',
  })
  marginPercent?: number | null;
}

@ObjectType('SelfSufficiencyAtPrice', { description: 'The goal, sold at a price an hour.' })
export class SelfSufficiencyAtPriceGraph {
  @Field(() => Float, { description: 'Hours that have to be sold and worked, rounded.' })
  hours!: number;

  @Field(() => Float, {
    description: "The part of the workers' hours that they are; above 1, there are too few workers.",
  })
  hoursShare!: number;

  @Field(() => Float, { description: 'Wages of these hours, in yen.' })
  wagesYen!: number;

  @Field(() => Float, { description: 'Wages of each worker in the year, in yen.' })
  yenPerWorker!: number;

  @Field(() => Float, { description: 'What is left of the goal for everything but wages, in yen.' })
  leftYen!: number;

  @Field(() => Float, { description: 'The part of the goal that is left.' })
  leftShare!: number;
}

@ObjectType('SelfSufficiencyAtMargin', {
  description: 'What it takes that the margin is left when every worker works all hours.',
})
export class SelfSufficiencyAtMarginGraph {
  @Field(() => Int, { description: 'What an hour must cost, in yen, rounded up.' })
  priceYenPerHour!: number;

  @Field(() => Float, { description: 'What a year must bring, in yen, rounded up.' })
  revenueYen!: number;

  @Field(() => Float, { description: 'Contracts that this takes.' })
  contracts!: number;

  @Field(() => Int, { description: 'Workers whom the goal pays in full beside the margin.' })
  workersPaid!: number;

  @Field({ description: 'Whether the goal leaves the margin with all hours paid.' })
  isReached!: boolean;
}

@ObjectType('SelfSufficiency', {
  description: '自立化の試算. What a goal leaves for everything but wages in a year; shares are parts of 1.',
})
export class SelfSufficiencyGraph {
  @Field(() => Float, { description: 'Hours of all workers, rounded.' })
  hours!: number;

  @Field(() => Float, { description: 'Wages of all these hours, in yen.' })
  wagesYen!: number;

  @Field(() => Float, { description: 'Wages of each worker, in yen.' })
  yenPerWorker!: number;

  @Field(() => Float, {
    description: 'What the goal leaves for everything but wages, in yen; negative where it does not even pay these.',
  })
  leftYen!: number;

  @Field(() => Float, { description: 'The part of the goal that is left.' })
  leftShare!: number;

  @Field(() => Float, { description: 'Contracts that the goal takes.' })
  contracts!: number;

  @Field(() => Float, {
    description: 'What an hour must cost if all hours are sold and only wages are paid, in yen, rounded up.',
  })
  barePriceYen!: number;

  @Field(() => SelfSufficiencyAtPriceGraph, { nullable: true, description: 'The goal at the price asked about.' })
  atPrice!: SelfSufficiencyAtPriceGraph | null;

  @Field(() => SelfSufficiencyAtMarginGraph, { nullable: true, description: 'What the margin asked about takes.' })
  atMargin!: SelfSufficiencyAtMarginGraph | null;

  @Field(() => [String], {
    description: "All of it in sentences, in the reader's language; the first says what is left.",
  })
  sentences!: string[];
}
