import { registerEnumType } from '@nestjs/graphql';
import { dataClasses } from '#domain/orders/data-class';
import { enumOf } from './enum.js';

export const DataClassEnum = enumOf(dataClasses);
registerEnumType(DataClassEnum, {
  name: 'DataClass',
  description:
    '情報区分. How sensitive data is, from harmless to personal; who may handle one class may handle those before it.',
  valuesMap: {
    PUBLIC: { description: '公開情報.' },
    INTERNAL: { description: '内部情報: harmless, but not for everyone.' },
    CONFIDENTIAL: { description: "秘密情報: a client's secrets." },
    PERSONAL: { description: '個人情報.' },
  },
});
