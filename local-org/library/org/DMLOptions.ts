/** Database.DMLOptions. Partial success is supported; field truncation and the headers for mail, assignment and duplicate rules are refused by name. */
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { defineClass } from '../define.ts';
import { objectOf } from '../json/deserialize.ts';
import { defineJsonForm } from '../json/platform-values.ts';
import { primitiveValue } from '../json/primitives.ts';

export class DMLOptions extends ApexObject {
  optAllOrNone: boolean | null = null;
}
describePlatformClass(DMLOptions, 'Database.DMLOptions');

/** Only what is set. */
defineJsonForm('Database.DMLOptions', {
  read: (node) => {
    const options = new DMLOptions();
    const given = objectOf(node).entries.find(([name]) => name.toLowerCase() === 'optallornone')?.[1] ?? null;
    if (given !== null) options.optAllOrNone = primitiveValue(given, 'Boolean') as boolean;
    return options;
  },
  write: ({ optAllOrNone }: DMLOptions) => [['optAllOrNone', optAllOrNone]],
});

export const DML_OPTIONS = defineClass('Database.DMLOptions', {
  'new()': () => new DMLOptions(),
  'get Boolean OptAllOrNone': (self: DMLOptions) => self.optAllOrNone,
  'set Boolean OptAllOrNone': (self: DMLOptions, value: boolean | null) => {
    self.optAllOrNone = value;
  },
}, { instances: DMLOptions });
