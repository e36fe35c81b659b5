import { decide, refusal, type Decision, type Refusal } from '../refusals/decision.js';
import type { PlanInstance } from './instance.js';
import { refusalsOfInstance } from './refusals.js';

/** What an item must be; `null` before the kind means that null is allowed, `absent` that it may be missing. */
export type Shape =
  | 'text'
  | 'number'
  | 'flag'
  | 'null|text'
  | readonly [Shape]
  | readonly ['null' | 'absent', Shape]
  | { readonly [name: string]: Shape };

const months: Shape = ['number'];
/** What a lot must be, in an instance and in a scenario. */
export const lotShape: Shape = {
  ...{ id: 'text', town: 'text', skill: 'text', level: 'number', dataClass: 'text', licences: ['text'] },
  ...{ minutes: 'number', from: 'text', to: 'text', yenPerMinute: 'number', certainty: 'number' },
  ...{ leastShare: 'number', mostShare: 'number', isWhole: 'flag', minSliceMinutes: 'number' },
  ...{ mostTowns: 'number', mayMove: 'flag', addressees: ['absent', ['text']] },
};
const instance: Shape = {
  format: 'text',
  months: ['text'],
  towns: [
    {
      ...{ code: 'text', north: 'number', east: 'number', highestDataClass: 'text', targetMinutes: months },
      groups: [{ skills: [{ code: 'text', level: 'number' }], clearance: 'text', minutes: months }],
      ceilings: [{ skill: 'null|text', level: 'number', dataClass: 'text', minutes: months }],
      ledMinutes: ['null', months],
      seats: [{ licence: 'text', minutes: months }],
    },
  ],
  lots: [lotShape],
  agreements: [{ between: ['text'], skills: ['null', ['text']], from: 'text', to: 'text' }],
  published: [{ lot: 'text', town: 'text', month: 'text', minutes: 'number' }],
};

/** An instance from outside, for example a file: its shape first, then everything that `refusalsOfInstance` looks at. */
export function readInstance(value: unknown): Decision<PlanInstance> {
  const wrong = [
    ...shapeRefusals(value, instance, ''),
    ...((value as Partial<PlanInstance> | null)?.format === 'yui-plan-instance-1'
      ? []
      : [refusal('PLAN_SHAPE_WRONG', { field: 'format', given: 'yui-plan-instance-1' })]),
  ].slice(0, 20);
  return decide(wrong.length > 0 ? wrong : refusalsOfInstance(value as PlanInstance), () => value as PlanInstance);
}

/** Everything in which a value from outside is not of a shape, each with its path. */
export function shapeRefusals(value: unknown, shape: Shape, path: string): Refusal[] {
  const isNot = (given: string): Refusal[] => [refusal('PLAN_SHAPE_WRONG', { field: path, given })];
  if (typeof shape === 'string') {
    if (shape === 'number') return typeof value === 'number' && Number.isFinite(value) ? [] : isNot('number');
    if (shape === 'flag') return typeof value === 'boolean' ? [] : isNot('true | false');
    return typeof value === 'string' || (shape === 'null|text' && value === null) ? [] : isNot(shape);
  }
  if (isList(shape)) {
    const [first, second] = shape;
    if (second !== undefined) {
      const isLeftOut = first === 'null' ? value === null : value === undefined;
      return isLeftOut ? [] : shapeRefusals(value, second, path);
    }
    if (!Array.isArray(value)) return isNot('[ … ]');
    return value.flatMap((each, at) => shapeRefusals(each, first as Shape, `${path}[${at}]`));
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return isNot('{ … }');
  return Object.entries(shape).flatMap(([name, each]) =>
    shapeRefusals((value as Record<string, unknown>)[name], each, path === '' ? name : `${path}.${name}`),
  );
}

function isList(shape: Exclude<Shape, string>): shape is readonly [Shape] | readonly ['null' | 'absent', Shape] {
  return Array.isArray(shape);
}
