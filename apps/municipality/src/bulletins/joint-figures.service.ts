import { Injectable } from '@nestjs/common';
import { refusalsToTellTogether } from '#domain/bulletins/joint-figures';
import { decide, type Decision } from '#domain/refusals/decision';
import type { SkillCode } from '#domain/skills/catalogue';
import { jointSkills, type JointSkills } from '#domain/skills/joint-skills';
import { Idempotency } from '../idempotency/idempotency.service.js';
import { TownEvents } from '../towns/towns.events.js';
import type { Town } from '../towns/towns.service.js';
import { JointSkillsStore } from './joint-skills.store.js';

/** Which skills a town lets its bulletins tell together: more than it has to tell, and so its own choice. */
@Injectable()
export class JointFigures {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly events: TownEvents,
  ) {}

  told(town: Town): Promise<JointSkills[]> {
    return new JointSkillsStore(town.database).all();
  }

  /** Sets what is told together, in place of what was set before. The next bulletin follows it. */
  setJointSkills(
    town: Town,
    input: { readonly sets: readonly { readonly skills: readonly string[] }[]; readonly idempotencyKey: string },
  ): Promise<Decision<{ told: JointSkills[] }>> {
    return this.idempotency.once(town, { operation: 'setJointSkills', input }, async () => {
      const sets = input.sets.map(({ skills }) => skills);
      const decision = decide(refusalsToTellTogether(sets), () => ({
        told: [...new Set(sets.map((skills) => jointSkills(skills as SkillCode[])))].sort(),
      }));
      if (!decision.ok) return decision;
      await new JointSkillsStore(town.database).set(decision.value.told);
      await this.events.capacityChanged(town);
      return decision;
    });
  }
}
