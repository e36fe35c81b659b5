import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { waysOutInOrder, type WayOut } from '#domain/capacity/ways-out';
import { enumOf } from '#graph/enum';

export const WayOutKindEnum = enumOf(waysOutInOrder);
registerEnumType(WayOutKindEnum, {
  name: 'WayOutKind',
  description: '打開策の種類, in the order in which a director tries them.',
  valuesMap: {
    TEAM: { description: 'チーム内: those who can do this work already find some minutes more each.' },
    TOWN: {
      description:
        '町内: others in the town have time in these weeks, but lack the level, the clearance or the skill; someone has to be shown, cleared or trained.',
    },
    FEDERATION: { description: '連携: the client has consented, so the minutes can be published to other towns.' },
  },
});

@ObjectType('WayOut', { description: '打開策. A way out of a shortfall.' })
export class WayOutGraph {
  @Field(() => WayOutKindEnum, { description: 'What kind of way.' })
  kind!: WayOut['kind'];

  @Field(() => Int, { description: 'Minutes of the shortfall that it can bring, at most.' })
  minutes!: number;

  @Field(() => Int, { nullable: true, description: 'TEAM: how many workers there are to ask; null otherwise.' })
  workers!: number | null;

  @Field(() => Int, { nullable: true, description: 'TEAM: minutes for each of them, shared evenly; null otherwise.' })
  minutesEach!: number | null;
}

export function wayOutGraph(way: WayOut): WayOutGraph {
  const { workers, minutesEach } = way.kind === 'TEAM' ? way : { workers: null, minutesEach: null };
  return { kind: way.kind, minutes: way.minutes, workers, minutesEach };
}
