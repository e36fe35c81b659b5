import type { MunicipalityCode } from '#domain/municipality/code';
import { Random } from '../../../../demo/src/random.js';
import { Network, someWeather, type Weather } from './network.js';
import { decidesParked, postGoesOn, silentDays } from './parked.js';
import type { Fate, Post } from './post.js';
import { wrongEnds, wrongPost } from './post-oracle.js';
import type { Drift } from './reconciling.js';

export const codes = ['203246', '202151', '202177', '203505'] as MunicipalityCode[];
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** How a process comes to its end when nobody does anything any more. */
export interface Ending {
  /** The longest that nobody hears of another before, in days. */
  readonly silence: number;
  readonly rounds: number;
  /** How long each round is. */
  readonly roundMs: number;
}

/**
 * One process from a seed among some towns in a bad world, of whatever kind: so many steps in which anything may happen and after each of
 * which all must be well; then clocks are right, the network heals, time passes, and everything must be decided.
 */
export abstract class BadWorld<P extends Post> {
  protected readonly random: Random;
  protected readonly weather: Weather;
  protected readonly towns: P[];
  protected readonly network: Network;
  protected time: number;
  private commits = 0;

  constructor(seed: number, begin: number, someTowns: (random: Random) => P[]) {
    this.random = new Random(seed);
    this.random.next();
    this.weather = someWeather(this.random);
    this.towns = someTowns(this.random);
    this.network = new Network(this.towns, this.random);
    this.time = begin;
  }

  /** @returns what was wrong, with the step; empty when nothing was. */
  run(): string[] {
    this.begin();
    for (let step = 0; step < this.steps; step++) {
      this.passTime(step);
      this.time = postGoesOn(this.towns, this.network, this.weather, this.random, this.time);
      this.step();
      const wrong = this.wrong();
      if (this.isBeyondJudging()) return [];
      if (wrong.length > 0) return wrong.map((what) => `step ${step}: ${what}`);
      if (this.isOver()) break;
    }
    // In the midst of it all the towns find nothing that is not under way; and in the end nothing at all.
    const drifts = this.drifts().filter(({ isUnderWay, isGivenUp }) => !isUnderWay && !isGivenUp);
    if (drifts.length > 0) return drifts.map(({ what }) => `before the end: ${what}`);
    this.settle();
    const wrong = [
      ...this.wrong(),
      ...this.drifts().map(({ what }) => what),
      ...this.wrongAtTheEnd(),
      ...wrongEnds(this.towns),
    ];
    return this.isBeyondJudging() ? [] : wrong.map((what) => `at the end: ${what}`);
  }

  protected abstract readonly steps: number;
  protected abstract readonly ending: Ending;
  /** What comes before the first step. */
  protected abstract begin(): void;
  protected abstract passTime(step: number): void;
  protected abstract step(): void;
  /** What is wrong at this moment, looked for wherever something was written. */
  protected abstract wrongNow(): string[];
  protected abstract wrongAtTheEnd(): string[];
  protected abstract drifts(): Drift[];

  /** What is done when everything else is decided. */
  protected end(): void {
    return;
  }

  /** Whether so little can still happen that the end may come. */
  protected isOver(): boolean {
    return false;
  }

  /** Whether somebody has lied to itself, so that its ends need not be equal. */
  protected isBeyondJudging(): boolean {
    return false;
  }

  /** How the next commit goes. */
  protected fate(): Fate {
    return this.network.fate(this.weather);
  }

  /** Until nothing is under way. */
  protected deliver(): void {
    this.network.deliverAll(this.time);
  }

  /** Nobody does anything any more but decide about parked messages. */
  private settle(): void {
    const { towns, random, network } = this;
    const { silence, rounds, roundMs } = this.ending;
    for (const town of towns) town.skew = 0;
    for (let days = silentDays(random, silence); days > 0; days -= 5) {
      this.time += 5 * day;
      for (const town of towns) town.passDeadlines('WELL', town.now(this.time));
    }
    network.heal();
    for (let round = 0; round < rounds; round++) {
      this.time += roundMs;
      for (const town of towns) {
        town.passDeadlines('WELL', town.now(this.time));
        town.parkExpired(town.now(this.time));
        decidesParked(town, random, this.time);
      }
      this.deliver();
    }
    this.end();
  }

  private wrong(): string[] {
    let commits = 0;
    for (const town of this.towns) commits += town.commits;
    const post = wrongPost(this.towns);
    if (commits === this.commits) return post;
    this.commits = commits;
    return [...post, ...this.wrongNow()];
  }
}
