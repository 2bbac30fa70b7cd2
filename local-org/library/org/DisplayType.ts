/** Schema.DisplayType: the kind of a field as describe calls name it. The constants are in the order of the declarations, whose ordinals nobody documents. */
import { makeEnum } from '../../values/apex-object.ts';
import type { ApexEnum } from '../../values/apex-object.ts';
import { defineEnum } from '../define.ts';
import { platformDeclaration } from '../symbols/declarations.ts';

const DisplayType = makeEnum('Schema.DisplayType', platformDeclaration('schema.displaytype')!.constants);

/** Field types of the schema whose display type has another name. */
const RENAMED: Readonly<Record<string, string>> = { int: 'INTEGER', longtextarea: 'TEXTAREA', autonumber: 'STRING' };

export function displayType(fieldType: string): ApexEnum {
  const constant = DisplayType.$byName.get((RENAMED[fieldType] ?? fieldType).toLowerCase());
  if (constant === undefined) throw new Error(`The field type ${fieldType} has no Schema.DisplayType.`);
  return constant;
}

export const DISPLAY_TYPE = defineEnum('Schema.DisplayType', DisplayType);
